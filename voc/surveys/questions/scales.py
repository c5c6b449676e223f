"""What the questions on a scale of whole numbers share."""

from abc import abstractmethod
from typing import Any

from voc.surveys.questions.base import QuestionBase, is_number, plain_number
from voc.surveys.texts import Text


class ScaleQuestion(QuestionBase):
    """A whole number between two ends."""

    low: Text | None = None
    """What the lowest number means."""
    high: Text | None = None
    """What the highest number means."""

    @property
    @abstractmethod
    def ends(self) -> tuple[int, int]:
        """The lowest and the highest number."""

    def check(self, answer: Any) -> str | None:
        """A whole number within the ends; 9.0 is as good as 9."""
        low, high = self.ends
        fits = is_number(answer) and answer == int(answer) and low <= answer <= high
        return None if fits else f"must be a whole number from {low} to {high}"

    def clean(self, answer: Any) -> int:
        """The number as an integer."""
        return int(plain_number(answer))
