"""Sentences by punctuation, line breaks and the commonest Korean endings: the floor for segments."""

from __future__ import annotations

import re

from ml.segments import MAX_SEGMENTS
from ml.text import MAX_CHARACTERS

_END = re.compile(
    r"[.!?。！？…~^ㅠㅜㅋㅎ]+[\"')\]]*(?=\s)"  # closing marks, the Korean way too
    r"|[\r\n]+"
    r"|(?<=[가-힣])(?:니다|어요|아요|해요|네요|세요|군요|죠|거든요|는데요|나요|가요|까요)(?=\s)"
)
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|no|ver)|\b[A-Za-z]|\d)\.$", re.I)


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, in characters of the text as given.

    Spans hold no outer whitespace, do not overlap and come in order; a text without letters has
    none. Nothing beyond `MAX_CHARACTERS` is read, and the last of `MAX_SEGMENTS` takes the rest.
    """
    text = text[:MAX_CHARACTERS]
    cuts = [0]
    for found in _END.finditer(text):
        if not _ABBREVIATION.search(text[cuts[-1] : found.end()]):
            cuts.append(found.end())
    cuts = [*cuts[:MAX_SEGMENTS], len(text)]
    spans = (_trimmed(text, start, end) for start, end in zip(cuts, cuts[1:], strict=False))
    return [span for span in spans if any(c.isalnum() for c in text[slice(*span)])]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
