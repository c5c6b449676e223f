"""The one door to `ml.redaction`: personal data out of what customers write, before it is stored or shown.

Unlike `voc.inference` it loads no model, so the web process may use it.
"""

import asyncio
import re
from collections.abc import Sequence

from ml.redaction import KINDS, Redacted, Span, placeholder, redacted

__all__ = ["KINDS", "Redacted", "Span", "pieces", "redact", "redacted"]

_AT_ONCE_CHARACTERS = 50_000
"""Some milliseconds; more is done beside the event loop."""
_PLACEHOLDER = re.compile("|".join(re.escape(placeholder(kind)) for kind in KINDS))


async def redact(texts: Sequence[str]) -> list[Redacted]:
    """`redacted` of each text, however many and long."""
    if sum(map(len, texts)) < _AT_ONCE_CHARACTERS:
        return [redacted(text) for text in texts]
    return await asyncio.to_thread(lambda: [redacted(text) for text in texts])


def pieces(text: str) -> list[tuple[str, str | None]]:
    """A redacted text cut behind each placeholder: what stands before it, and its kind; None at the end."""
    out: list[tuple[str, str | None]] = []
    at = 0
    for found in _PLACEHOLDER.finditer(text):
        out.append((text[at : found.start()], found[0][1:-1].lower()))
        at = found.end()
    return [*out, (text[at:], None)]
