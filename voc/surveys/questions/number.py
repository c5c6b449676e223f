"""A number."""

from typing import Any, Literal

from voc.surveys.questions.base import QuestionBase, is_number, plain_number
from voc.surveys.rules import Number
from voc.surveys.texts import Text


class NumberQuestion(QuestionBase):
    """A number, within bounds if there are any."""

    type: Literal["number"]
    minimum: Number | None = None
    maximum: Number | None = None
    whole: bool = False
    unit: Text | None = None
    """What is counted, such as "days"."""

    def check(self, answer: Any) -> str | None:
        """A number within the bounds."""
        if not is_number(answer):
            return "must be a number"
        if self.whole and answer != int(answer):
            return "must be a whole number"
        if self.minimum is not None and answer < self.minimum:
            return f"must be at least {plain_number(self.minimum)}"
        return f"must be at most {plain_number(self.maximum)}" if self._exceeds(answer) else None

    def clean(self, answer: Any) -> int | float:
        """A whole number as an integer."""
        return plain_number(answer)

    def _exceeds(self, answer: int | float) -> bool:
        return self.maximum is not None and answer > self.maximum
