"""One of many choices, from a list that opens."""

from typing import Any, Literal

from pydantic import Field

from voc.surveys.comparing import SPACE
from voc.surveys.questions.base import QuestionBase
from voc.surveys.questions.choices import Choice, told


class DropdownQuestion(QuestionBase):
    """One choice's id."""

    type: Literal["dropdown"]
    choices: list[Choice] = Field(min_length=2, max_length=200)

    def check(self, answer: Any) -> str | None:
        """A choice."""
        known = isinstance(answer, str) and answer.strip(SPACE) in {choice.id for choice in self.choices}
        return None if known else "must be one of the choices"

    def said(self, answer: Any, language: str, first: str | None = None) -> str:
        """The choice's text."""
        return "" if answer is None else told(self.choices, answer, language, first)
