"""Make any string safe to read, and give it a key under which copies are equal."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 4_000
"""Nothing beyond is read; the tokenizer sees 256 tokens anyway and must never see a megabyte."""

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_PLACEHOLDER = re.compile(r"\[(?:ACCOUNT|ADDRESS|CARD|EMAIL|KEY|LICENCE|NAME|PASSPORT|PHONE|RESIDENT)\]")
"""What stands where personal data stood, see `ml.redaction`: nobody's word."""
_DRESS = re.compile(r"[\W_]+")
_LONG_RUN = re.compile(r"(.)\1{3,}")


def readable(text: str) -> str:
    """The text as the model reads it.

    Lone surrogates, invisible characters and placeholders of personal data go, composed forms
    (NFKC) and single spaces come, a character repeated four times or more is kept three times, and
    the rest after `MAX_CHARACTERS` is cut before anything expensive sees it.
    """
    text = text[:MAX_CHARACTERS]
    if not (text.isascii() and text.isprintable()):  # most English is both, and needs none of this
        text = unicodedata.normalize("NFKC", text.encode("utf-8", "ignore").decode("utf-8"))
        text = _INVISIBLE.sub("", text)
    if "[" in text:
        text = _PLACEHOLDER.sub(" ", text)
    text = _LONG_RUN.sub(r"\1\1\1", " ".join(text.split()))
    return text[:MAX_CHARACTERS]


def copy_key(text: str) -> str:
    """Letters and digits only, case-folded: equal for copies that differ in dress."""
    return _DRESS.sub("", readable(text).casefold())
