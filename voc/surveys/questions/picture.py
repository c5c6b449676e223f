"""Pictures to choose from."""

from typing import Annotated, Any, Literal

from pydantic import Field

from voc.surveys.questions.base import QuestionBase, is_blank
from voc.surveys.questions.choices import Choice, told
from voc.surveys.questions.multiple import amount_lack, amount_problem

ImageAddress = Annotated[str, Field(pattern=r"^(https://[^\s/\\]|/[^\s/\\])[^\s\\]*$", max_length=2_000)]
"""An https address, or a path on the same server."""


class Picture(Choice):
    """A choice that is seen; its text is also what a screen reader says."""

    image: ImageAddress


class PictureQuestion(QuestionBase):
    """A list of ids, of exactly one unless several may be chosen."""

    type: Literal["picture"]
    choices: list[Picture] = Field(min_length=2, max_length=20)
    multiple: bool = False
    minimum: int | None = Field(default=None, ge=0, le=20)
    maximum: int | None = Field(default=None, ge=1, le=20)

    def check(self, answer: Any) -> str | None:
        """Known pictures without repeats, not too many."""
        if not isinstance(answer, list) or not all(isinstance(one, str) for one in answer):
            return "must be a list of choices"
        if not set(answer) <= {choice.id for choice in self.choices}:
            return "must be one of the choices"
        if len(set(answer)) < len(answer):
            return "names a choice twice"
        if not self.multiple:
            return None if len(answer) == 1 else "must be exactly one choice"
        return amount_problem(len(answer), self.maximum)

    def lacks(self, answer: Any, *, required: bool) -> str | None:
        """An answer, or more pictures."""
        lack = super().lacks(answer, required=required)
        counts = self.multiple and not is_blank(answer)
        return lack or (amount_lack(len(answer), self.minimum) if counts else None)

    def said(self, answer: Any, language: str, first: str | None = None) -> str:
        """The pictures' texts, joined by commas."""
        return ", ".join(told(self.choices, one, language, first) for one in answer or [])
