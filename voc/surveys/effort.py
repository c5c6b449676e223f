"""How long a survey takes to answer; pure."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from voc.surveys.definition import Definition
from voc.surveys.paths import followers
from voc.surveys.questions import QuestionBase
from voc.surveys.texts import in_language

LONG_SECONDS = 60
"""Above this the author is warned."""

LETTERS_PER_SECOND, SIGNS_PER_SECOND = 16.0, 6.0
CHOICES_READ = 10
"""Of a long list only so many choices are read; the eye looks for its own."""

ANSWERING_SECONDS = {
    "nps": 5.0,
    "csat": 3.0,
    "ces": 4.0,
    "rating": 4.0,
    "single": 4.0,
    "multiple": 6.0,
    "dropdown": 6.0,
    "email": 10.0,
    "phone": 8.0,
    "url": 12.0,
    "number": 6.0,
    "date": 7.0,
    "picture": 5.0,
    "consent": 3.0,
    "file": 20.0,
    "statement": 1.0,
}
LONG_TEXT_SECONDS, SHORT_TEXT_SECONDS = 25.0, 10.0
SECONDS_PER_ROW, SECONDS_PER_RANK, SECONDS_PER_FIELD = 4.0, 4.0, 7.0


def estimated_seconds(definition: Definition, language: str | None = None) -> float:
    """Seconds to answer the longest way through, reading in `language` (the survey's first one by default).

    Every question counts as answered, optional ones too. Jumps back count for nothing.

    Source:
        Reading: Trauzettel-Klosinski and Dietz, "Standardized Assessment of Reading Performance: The New
        International Reading Speed Texts IReST", IOVS 2012: about 16 letters a second in English and 6 signs in
        Japanese; the latter is assumed for Hangul as well. Answering: Pew Research Center, "How we keep our online
        surveys from running too long", 2022: about 10 seconds for an ordinary question with its reading, less
        for each row of a battery, up to minutes for open ends. The shares of single types are our assumption,
        to be replaced by the measured medians of `seconds` as responses come in.
    """
    code = language or definition.first_language
    after = followers(definition)
    longest = [0.0] * (len(after) + 1)
    for place in reversed(range(len(after))):
        onward = [longest[follower] for follower in after[place] if follower > place]
        question = definition.questions[place]
        longest[place] = question_seconds(question, code, definition.first_language) + max(onward, default=0.0)
    return round(longest[0], 1)


def question_seconds(question: QuestionBase, language: str, first: str | None = None) -> float:
    """Seconds to read and answer one question."""
    listed = [*getattr(question, "choices", [])][:CHOICES_READ]
    listed += [*getattr(question, "rows", []), *getattr(question, "columns", [])]
    texts: list[Any] = [question.text, question.help, getattr(question, "label", None), *(one.text for one in listed)]
    return _answering(question) + sum(_reading(text, language, first) for text in texts)


def _answering(question: QuestionBase) -> float:
    match question.type:
        case "text":
            return LONG_TEXT_SECONDS if getattr(question, "long", True) else SHORT_TEXT_SECONDS
        case "matrix":
            return SECONDS_PER_ROW * len(getattr(question, "rows", []))
        case "ranking":
            return SECONDS_PER_RANK * len(getattr(question, "choices", []))
        case "contact":
            return SECONDS_PER_FIELD * len(getattr(question, "fields", []))
    return ANSWERING_SECONDS[question.type]


def _reading(text: Mapping[str, str] | None, language: str, first: str | None) -> float:
    words = in_language(text, language, first)
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in words)
    return wide / SIGNS_PER_SECOND + (len(words) - wide) / LETTERS_PER_SECOND
