"""Keeps contacts and credentials unreadable at rest, and finds them again.

One key per process, made of the installation's secret: `configure` is called once by whatever starts the process.
Whoever has the database without the secret reads no address and cannot test guesses against the blind index.
"""

import base64
import hmac
import os
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from voc.errors import VocError

_VERSION = "v1:"
_NONCE_BYTES = 12
_BLIND_CHARACTERS = 26
"""130 bits: no two contacts of an installation meet."""


class Unreadable(VocError):
    """Sealed with another secret, or damaged."""

    slug, title, status = "unreadable", "Cannot be read", 500


class _Keys:
    def __init__(self, secret: str) -> None:
        self.sealing = AESGCM(_derive(secret, b"voc seal"))
        self.blinding = _derive(secret, b"voc blind")
        self.signing = _derive(secret, b"voc sign")


_keys: _Keys | None = None


def configure(secret: str) -> None:
    """Take the installation's secret; another one makes what was sealed before unreadable."""
    global _keys
    _keys = _Keys(secret)


def seal(workspace: str, text: str) -> str:
    """Encrypt `text` for `workspace` (AES-256-GCM); a different result every time."""
    nonce = os.urandom(_NONCE_BYTES)
    hidden = _configured().sealing.encrypt(nonce, text.encode("utf-8", "surrogatepass"), workspace.encode())
    return _VERSION + base64.urlsafe_b64encode(nonce + hidden).decode()


def unseal(workspace: str, sealed: str) -> str:
    """The text that was sealed for `workspace`.

    Raises:
        Unreadable: sealed with another secret or for another workspace, or damaged.
    """
    try:
        whole = base64.b64decode(sealed.removeprefix(_VERSION), altchars=b"-_", validate=True)
        text = _configured().sealing.decrypt(whole[:_NONCE_BYTES], whole[_NONCE_BYTES:], workspace.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable("Sealed with another secret. Restore the secret that this database was used with.") from error
    return text.decode("utf-8", "surrogatepass")


def is_sealed(text: object) -> bool:
    """Whether this looks like something that `seal` made."""
    return isinstance(text, str) and text.startswith(_VERSION) and len(text) > len(_VERSION) + 36


def blind(workspace: str, kind: str, value: str) -> str:
    """What stands in an index for a contact: always the same for the same one, and nothing without the key."""
    return _short(_configured().blinding, "\0".join((workspace, kind, value)), _BLIND_CHARACTERS)


def sign(purpose: str, text: str, *, characters: int = _BLIND_CHARACTERS) -> str:
    """A token that only this installation can make of `text`, lower-case letters and digits (5 bits each)."""
    return _short(_configured().signing, f"{purpose}\0{text}", characters)


def _short(key: bytes, text: str, characters: int) -> str:
    digest = hmac.new(key, text.encode("utf-8", "surrogatepass"), sha256).digest()
    return base64.b32encode(digest)[:characters].decode().lower()


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


def _configured() -> _Keys:
    if _keys is None:
        raise RuntimeError("the vault was not configured")
    return _keys
