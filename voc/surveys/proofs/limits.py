"""Bounds that no answer can meet, and looks that do not fit."""

from collections.abc import Callable, Iterator
from math import ceil, floor
from typing import Any

from voc.surveys.contrast import LEAST_SHAPE_CONTRAST, contrast
from voc.surveys.definition import Definition
from voc.surveys.problems import Problem, problem
from voc.surveys.questions import QuestionBase


def limits(definition: Definition) -> Iterator[Problem]:
    """What no answer fits, in questions, schedule and appearance."""
    for place, question in enumerate(definition.questions):
        for check in CHECKS.get(question.type, []):
            yield from check(question, f"/questions/{place}")
    opens, closes = definition.schedule.opens_at, definition.schedule.closes_at
    if opens and closes and closes <= opens:
        yield problem("closes-before-opens", "/schedule/closes_at")
    yield from _accent(definition)


def _accent(definition: Definition) -> Iterator[Problem]:
    for dark in definition.appearance.schemes():
        colours = definition.appearance.colours(dark=dark)
        ratio = contrast(colours.accent, colours.background)
        if ratio < LEAST_SHAPE_CONTRAST:
            values = {"accent": colours.accent, "background": colours.background, "ratio": f"{ratio:.1f}"}
            yield problem("contrast", "/appearance/accent", **values)


def _bounds(question: Any, pointer: str) -> Iterator[Problem]:
    low = question.minimum
    high = question.limit if question.type == "text" else question.maximum
    if low is not None and high is not None and low > high:
        yield problem("minimum-above-maximum", f"{pointer}/minimum")


def _amount(question: Any, pointer: str) -> Iterator[Problem]:
    offered = len(question.choices) + bool(getattr(question, "other", False))
    if getattr(question, "multiple", True) and (question.minimum or 0) > offered:
        yield problem("minimum-above-choices", f"{pointer}/minimum")


def _whole(question: Any, pointer: str) -> Iterator[Problem]:
    low, high = question.minimum, question.maximum
    if question.whole and low is not None and high is not None and low <= high and ceil(low) > floor(high):
        yield problem("no-whole-number", f"{pointer}/minimum")


def _days(question: Any, pointer: str) -> Iterator[Problem]:
    if question.earliest and question.latest and question.earliest > question.latest:
        yield problem("earliest-after-latest", f"{pointer}/earliest")


def _look(question: Any, pointer: str) -> Iterator[Problem]:
    if question.look == "thumbs" and question.scale != 2:
        yield problem("thumbs", f"{pointer}/look")
    if question.look == "faces" and question.scale > 5:
        yield problem("faces", f"{pointer}/look")


Check = Callable[[QuestionBase, str], Iterator[Problem]]
CHECKS: dict[str, list[Check]] = {
    "text": [_bounds],
    "number": [_bounds, _whole],
    "multiple": [_bounds, _amount],
    "picture": [_bounds, _amount],
    "date": [_days],
    "rating": [_look],
}
"""By type of question."""
