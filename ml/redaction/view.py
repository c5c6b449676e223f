"""A text as recognisers read it, and the way back to its characters."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_DRESSED = re.compile(f"{_INVISIBLE.pattern}|[\uff01-\uff5e\u2460-\u24ff\u2070-\u209c\u2010-\u2015\u2212\u00a0\u3000]")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")

NO_DATE = r"(?!(?:19|20)[0-9]{2}[-. ]?(?:0?[1-9]|1[0-2])[-. ]?(?:0?[1-9]|[12][0-9]|3[01])(?![0-9]))"
"""Before a number that is a phone's or an account's: 2024-01-15 is neither, whatever word stands before it."""


class Found(NamedTuple):
    """Something personal, by characters of the view."""

    start: int
    end: int
    kind: str


class View:
    """Plain digits, letters and dashes, nothing invisible."""

    def __init__(self, text: str) -> None:
        self._places: list[int] | None = None
        self.plain = text
        if not text.isascii() and _DRESSED.search(text):
            pairs = [(plain, at) for at, character in enumerate(text) if (plain := _plain(character))]
            self.plain = "".join(plain for plain, _ in pairs)
            self._places = [at for _, at in pairs]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The same characters in the text as given."""
        if self._places is None:
            return start, end
        return self._places[start], self._places[end - 1] + 1


def _plain(character: str) -> str:
    """One character, or nothing."""
    if _INVISIBLE.fullmatch(character):
        return ""
    plain = unicodedata.normalize("NFKC", character.translate(_DASHES))
    return plain if len(plain) == 1 else character
