"""What becomes of a submission that came before; pure."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

from voc.surveys.conditions import sources
from voc.surveys.definition import Definition
from voc.surveys.questions import QuestionBase
from voc.surveys.rules import Calculate, From

ABANDONED = timedelta(minutes=30)
"""How long an unfinished response rests before its verbatims are passed on as they are."""
SCALES = {"nps": 10, "csat": 5}
"""Questions whose score goes with the response's verbatims, and the top of their scale; see also `rating_of`."""


class Repeat(StrEnum):
    """What to do with a submission whose id is known."""

    same = "same"
    """Nothing: it is stored, or something later is."""
    newer = "newer"
    """Store it over the earlier one."""
    conflict = "conflict"
    """Refuse it: something else came under this id."""


def repeat(stored: Mapping[str, Any], *, fingerprint: str, sequence: int, finished: bool) -> Repeat:
    """How a submission relates to the stored one of the same id.

    A finished response is final. An unfinished one is continued by whatever comes next, unless that was saved earlier
    or, under the same number, said something else.
    """
    if stored["fingerprint"] == fingerprint:
        return Repeat.same
    if sequence < stored["sequence"]:
        return Repeat.same
    if stored["finished"]:
        return Repeat.conflict if finished or sequence > stored["sequence"] else Repeat.same
    if sequence and sequence == stored["sequence"]:
        return Repeat.conflict
    return Repeat.newer


def rating_of(questions: list[QuestionBase], answers: Mapping[str, Any]) -> tuple[float | None, int]:
    """The first score among the answers that says how content somebody is, and the top of its scale (5 or 10)."""
    for question in questions:
        scale = SCALES.get(question.type) or (getattr(question, "scale", 0) if question.type == "rating" else 0)
        score = answers.get(question.id)
        if scale in (5, 10) and score is not None:
            return float(score), scale
    return None, 5


def is_told_all(definition: Definition, *, knows_customer: bool) -> bool:
    """Whether a response says everything that decided its way through the survey.

    Attributes that a page knew of somebody without an id do not come along. Nobody else can tell that way, and what
    was answered on it must not be refused or dropped.
    """
    return knows_customer or not any(source.startswith("customer:") for source in _sources(definition))


def attributes_asked(definition: Definition) -> set[str]:
    """The customer's attributes that decide a respondent's way."""
    pairs = (source.partition(":") for source in _sources(definition))
    return {name for kind, _, name in pairs if kind == "customer"}


def _sources(definition: Definition) -> Iterator[str]:
    for rule in (rule for question in definition.questions for rule in question.rules):
        yield from sources(rule.when)
        values = (action.value for action in rule.then if isinstance(action, Calculate))
        yield from (value.source for value in values if isinstance(value, From))
