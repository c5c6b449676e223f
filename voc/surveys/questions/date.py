"""A day."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from voc.surveys.comparing import SPACE
from voc.surveys.questions.base import QuestionBase


def is_day(answer: Any) -> bool:
    """Whether it is a day that the calendar has, written YYYY-MM-DD."""
    if not isinstance(answer, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", answer):
        return False
    try:
        date.fromisoformat(answer)
    except ValueError:
        return False
    return True


def _day(value: str) -> str:
    if not is_day(value):
        raise ValueError("must be a date, written YYYY-MM-DD")
    return value


Day = Annotated[str, AfterValidator(_day)]


class DateQuestion(QuestionBase):
    """A day as YYYY-MM-DD; the bounds count as inside."""

    type: Literal["date"]
    earliest: Day | None = None
    latest: Day | None = None

    def check(self, answer: Any) -> str | None:
        """A real day within the bounds."""
        day = answer.strip(SPACE) if isinstance(answer, str) else answer
        if not is_day(day):
            return "must be a date, written YYYY-MM-DD"
        if self.earliest and day < self.earliest:
            return f"must not be before {self.earliest}"
        return f"must not be after {self.latest}" if self.latest and day > self.latest else None
