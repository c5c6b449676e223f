"""Agreement to something."""

from typing import Any, Literal

from voc.surveys.questions.base import QuestionBase, is_blank
from voc.surveys.texts import Text

TICK, CROSS = "✓", "✗"
"""Yes and no, which every language reads."""


class ConsentQuestion(QuestionBase):
    """A box to tick: true or false; required means true."""

    type: Literal["consent"]
    label: Text
    """What stands beside the box."""

    def check(self, answer: Any) -> str | None:
        """True or false."""
        return None if isinstance(answer, bool) else "must be true or false"

    def lacks(self, answer: Any, *, required: bool) -> str | None:
        """Agreement, where it is required."""
        lack = super().lacks(answer, required=required)
        return lack or ("must be agreed to" if required and not is_blank(answer) and answer is not True else None)

    def said(self, answer: Any, language: str, first: str | None = None) -> str:
        """A tick or a cross."""
        return "" if answer is None else TICK if answer else CROSS
