"""Sentences that answer nobody: greetings, thanks, apologies, questions back, and what was said to one customer."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ml.language import detect
from ml.questions.stripping import stripped
from ml.questions.wording import asks

_READ = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
_ASKED_BACK = re.compile(r"[?？]\s*$")
_IDLE = re.compile("|".join(_READ["idle"]), re.I)
_PERSONAL = re.compile("|".join(_READ["personal"]), re.I)
_HEADING_WORDS = 3
_ENDED = re.compile(r"[.!。！…]\W*$|[다요죠음함됨임]$")
_TO_THE_POINT = re.compile(r"\d|https?://|@")
"""What keeps a sentence though it thanks or apologises: it tells something as well."""


def is_heading(line: str) -> bool:
    """Whether a line only names what follows: a few words without an end, none of them a Korean predicate."""
    return len(line.split()) <= _HEADING_WORDS and not _ENDED.search(line)


def is_idle(sentence: str) -> bool:
    """Whether a sentence answers nothing, whoever asks."""
    bare = stripped(sentence)
    if not bare or is_heading(sentence) or _ASKED_BACK.search(sentence) or asks(bare, detect(bare)):
        return True
    return bool(_IDLE.search(sentence)) and not _TO_THE_POINT.search(sentence)


def is_personal(sentence: str) -> bool:
    """Whether a sentence of a reply speaks of one customer's case alone."""
    return bool(_PERSONAL.search(sentence))
