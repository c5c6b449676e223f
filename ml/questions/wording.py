"""How the sentence that stands for a group is shown: its own words, in tidy dress."""

from __future__ import annotations

import re

from ml.questions.stripping import stripped
from ml.text import readable

_OPENING = re.compile(r"^[\s\"'“”‘’`*•·>\-–—#.,;:!?)\]]+(?=\w)")
_CLOSING = re.compile(r"[\s\"'“”‘’`*~^ㅠㅜㅋㅎ…]+$")
_MARKS = re.compile(r"\s*([?!.,])(?:\s*[?!.,~])*\s*$")
_SPACED_MARK = re.compile(r"\s+([?!,.;:])(?=\s|$)")
_LONE_I = re.compile(r"\bi(?=\b(?!\.)|['’](?:m|d|ll|ve)\b)")
_ASKS_ENGLISH = re.compile(
    r"^(?:(?:and|so|but|or|also|ok|okay|then),?\s+)?(?:how|what|what's|when|where|where's|why|who|who's|whose|which|can|could"
    r"|do|does|did|is|are|am|was|were|will|would|should|shall|may|might|has|have|isn't|aren't|don't|doesn't|didn't"
    r"|can't|couldn't|won't|wouldn't|shouldn't|hasn't|haven't)\b",
    re.I,
)
_ASKS_KOREAN = re.compile(
    r"(?:나요|가요|까요|까|ㄹ까|을까|은가|는가|던가|나|니|냐|는지요?|은지요?|ㄴ지요?|건가요?|거죠|죠|뭐예요|뭐에요|뭔데|어때요?"
    r"|얼마예요|얼마에요|언제예요|언제에요|어디예요|어디에요)$"
)
_ASKED_WORD = re.compile(r"(?:언제|어디|어떻게|어떤|무엇|뭐|뭘|왜|누가|누구|얼마|몇|무슨|어느)")
_KOREAN_POLITE = re.compile(r"(?:요|죠|야|해|돼|대|지)$")


def edited(question: str, language: str) -> str:
    """A question as a page shows it: capital, one question mark, single spaces, no greeting. No word is added.

    Args:
        question: as somebody asked it.
        language: as `ml.language` names it.
    """
    text = _OPENING.sub("", stripped(question) or readable(question))
    text = _CLOSING.sub("", _SPACED_MARK.sub(r"\1", text))
    found = _MARKS.search(text)
    mark = found.group(0).strip() if found else ""
    text = text[: found.start()] if found else text
    if "?" in mark or asks(text, language):
        text += "?"
    elif mark:
        text += mark[0]
    if language == "en":
        text = _LONE_I.sub("I", text)
    return text[:1].upper() + text[1:] if text[:1].isascii() else text


def asks(text: str, language: str) -> bool:
    """Whether a sentence without its mark has the form of a question."""
    if language == "ko":
        end = text.rstrip(" .!~?")
        return bool(_ASKS_KOREAN.search(end) or (_ASKED_WORD.search(end) and _KOREAN_POLITE.search(end)))
    return bool(_ASKS_ENGLISH.match(text))
