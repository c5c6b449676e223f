"""What an answer of each type adds to the counts of its question; pure.

One function per shape of answer. They see answers that the question's type has checked, and skip what does not fit.
"""

from collections.abc import Callable, Mapping
from typing import Any

from voc.results import bins
from voc.results.tally import Tally
from voc.results.words import words

OTHER = "other"
DIFFERENT_WORDS = 20_000
"""Of one question in one cell while it is counted; nobody's customers use more in a day, but a sender may."""


def kind_of(type_: str, scale: int | None = None) -> str:
    """What makes answers comparable: a question's type, and for ratings the number of steps."""
    return f"{type_}:{scale}" if scale else type_


def type_of(kind: str) -> str:
    """The question's type again."""
    return kind.partition(":")[0]


def add(tally: Tally, answer: Any) -> None:
    """Count one answer that is not blank."""
    tally.answered += 1
    if count := _COUNT.get(type_of(tally.type)):
        count(tally, answer)


def _number_on_scale(tally: Tally, answer: Any) -> None:
    if isinstance(answer, int):
        tally.values[str(answer)] += 1


def _one(tally: Tally, answer: Any) -> None:
    if isinstance(answer, dict):
        tally.values[OTHER] += 1
        _words(tally, str(answer.get(OTHER, "")))
    else:
        tally.values[str(answer)] += 1


def _several(tally: Tally, answer: Any) -> None:
    for each in answer if isinstance(answer, list) else []:
        _one(tally, each)


def _text(tally: Tally, answer: Any) -> None:
    _words(tally, str(answer))


def _words(tally: Tally, text: str) -> None:
    known = tally.words
    known.update(word for word in words(text) if word in known or len(known) < DIFFERENT_WORDS)


def _number(tally: Tally, answer: Any) -> None:
    if isinstance(answer, int | float):
        kept = round(max(-bins.NUMBER_LIMIT, min(bins.NUMBER_LIMIT, answer)) * 1_000)
        tally.values[bins.number_bin(answer)] += 1
        tally.total += kept
        tally.squares += kept * kept


def _date(tally: Tally, answer: Any) -> None:
    if month := bins.month(str(answer)):
        tally.values[month] += 1


def _rows(tally: Tally, answer: Any) -> None:
    if isinstance(answer, Mapping):
        tally.values.update(f"{row}.{column}" for row, column in answer.items())


def _places(tally: Tally, answer: Any) -> None:
    if isinstance(answer, list):
        tally.values.update(f"{choice}.{place}" for place, choice in enumerate(answer, start=1))


def _truth(tally: Tally, answer: Any) -> None:
    tally.values["true" if answer is True else "false"] += 1


def _fields(tally: Tally, answer: Any) -> None:
    if isinstance(answer, Mapping):
        tally.values.update(str(name) for name, value in answer.items() if value)


def _files(tally: Tally, answer: Any) -> None:
    tally.total += len(answer) if isinstance(answer, list) else 0


_COUNT: dict[str, Callable[[Tally, Any], None]] = {
    "nps": _number_on_scale,
    "csat": _number_on_scale,
    "ces": _number_on_scale,
    "rating": _number_on_scale,
    "single": _one,
    "dropdown": _one,
    "multiple": _several,
    "picture": _several,
    "text": _text,
    "number": _number,
    "date": _date,
    "matrix": _rows,
    "ranking": _places,
    "consent": _truth,
    "contact": _fields,
    "file": _files,
}
"""By type; of the others (addresses, statements) only the number of answers is kept: they are somebody's."""
