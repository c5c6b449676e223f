"""What undoing needs, carried by the address of the page that offers it.

Nothing is stored for an undo that nobody wants. What was taken out travels signed, so that no link from elsewhere
can make the page offer something to "put back" that was never here.
"""

import hashlib
import hmac
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TypeVar

from pydantic import ValidationError

from voc.settings import Settings
from voc.values import Value
from voc.web.security import secret

T = TypeVar("T", bound=Value)
ADDRESS_LIMIT_CHARACTERS = 4_000
"""Longest packed value in an address; proxies take 8 kB in all."""
UNPACKED_LIMIT_BYTES = 1_000_000
_SEAL_CHARACTERS = 32


def pack(value: Value, settings: Settings) -> str:
    """`value` as signed text that fits an address or a form."""
    body = urlsafe_b64encode(zlib.compress(value.model_dump_json().encode(), 9)).decode()
    return _seal(body, settings) + body


def unpack(text: str, kind: type[T], settings: Settings) -> T | None:
    """What `pack` made; None if it is not ours, or from before a new secret."""
    seal, body = text[:_SEAL_CHARACTERS], text[_SEAL_CHARACTERS:]
    if not text.isascii() or not hmac.compare_digest(seal, _seal(body, settings)):
        return None
    try:
        raw = zlib.decompressobj().decompress(urlsafe_b64decode(body), UNPACKED_LIMIT_BYTES)
        return kind.model_validate_json(raw)
    except (ValueError, zlib.error, ValidationError):
        return None


def fits_address(packed: str) -> bool:
    """Whether it may stand in an address; otherwise the answer itself must be the page."""
    return len(packed) <= ADDRESS_LIMIT_CHARACTERS


def _seal(body: str, settings: Settings) -> str:
    return hmac.new(secret(settings).encode(), b"undo " + body.encode(), hashlib.sha256).hexdigest()[:_SEAL_CHARACTERS]
