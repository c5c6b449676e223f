"""Whole sentences of a passage, and where each stands in it."""

from __future__ import annotations

import re

from ml.text import MAX_CHARACTERS

MAX_SENTENCES = 120
"""Of one passage."""

_END = re.compile(
    r"[.!?。！？…]+[\"'”’)\]]*(?=\s|$)"
    r"|[ \t]*[\r\n]+[ \t]*"
    r"|(?<=[가-힣])(?:니다|니까|세요|셔요|어요|아요|여요|해요|돼요|예요|에요|네요|군요|죠|나요|까요)(?=\s+[가-힣A-Z0-9\[(])"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|no|ver|approx|inc|ltd|st|a\.m|p\.m)|\b[A-Z])\.$", re.I
)
_NUMBERED = re.compile(r"(?:^|\n)[ \t]*\(?\d{1,2}\.$")
_LEADING = re.compile(r"^(?:[\s*•·▶►■□※○●\-–—>#|]+|\(?\d{1,2}[.)]\s+|[①-⑳]\s*|(?:Q|A|질문|답변|답)\s*[.:)]\s+)+")


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, in characters of the text as given; `text[start:end]` is the sentence.

    Spans come in order, do not overlap, and hold neither outer whitespace nor a bullet or number before them; a piece
    without letters is none. Nothing beyond `ml.text.MAX_CHARACTERS` is read.
    """
    text = text[:MAX_CHARACTERS]
    found, start = [], 0
    for end in _END.finditer(text):
        piece = text[start : end.end()]
        if _goes_on(piece):
            continue
        found.append((start, end.end()))
        start = end.end()
    spans = (_trimmed(text, *span) for span in [*found, (start, len(text))])
    return [span for span in spans if any(c.isalpha() for c in text[slice(*span)])][:MAX_SENTENCES]


def _goes_on(piece: str) -> bool:
    """Whether what looks like the end of a sentence is a number of a list or an abbreviation."""
    return bool(_ABBREVIATION.search(piece[-8:]) or _NUMBERED.search(piece[-6:]) or _NUMBERED.fullmatch(piece.strip()))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    if bullet := _LEADING.match(piece):
        start, piece = start + bullet.end(), piece[bullet.end() :]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
