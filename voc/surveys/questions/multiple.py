"""Several of several choices."""

from typing import Any, Literal

from pydantic import Field

from voc.surveys.questions.base import is_blank
from voc.surveys.questions.choices import ChoiceQuestion, picked, told


def amount_problem(given: int, maximum: int | None) -> str | None:
    """Whether more was chosen than allowed."""
    return f"must be at most {maximum} choices" if maximum is not None and given > maximum else None


def amount_lack(given: int, minimum: int | None) -> str | None:
    """Whether less was chosen than asked for."""
    return f"must be at least {minimum} choices" if minimum is not None and given < minimum else None


class MultipleQuestion(ChoiceQuestion):
    """Several choices: a list of ids and at most one `{"other": words}`."""

    type: Literal["multiple"]
    minimum: int | None = Field(default=None, ge=0, le=50)
    maximum: int | None = Field(default=None, ge=1, le=50)

    def check(self, answer: Any) -> str | None:
        """A list of choices without repeats, not too long."""
        if not isinstance(answer, list):
            return "must be a list of choices"
        for one in answer:
            if problem := self.check_one(one):
                return problem
        ids = [picked(self.clean_one(one)) for one in answer]
        return "names a choice twice" if len(set(ids)) < len(ids) else amount_problem(len(ids), self.maximum)

    def clean(self, answer: Any) -> list[Any]:
        """The choices in the order given."""
        return [self.clean_one(one) for one in answer]

    def lacks(self, answer: Any, *, required: bool) -> str | None:
        """An answer, or more choices; who skips an optional question owes no minimum."""
        lack = super().lacks(answer, required=required)
        return lack or (None if is_blank(answer) else amount_lack(len(answer), self.minimum))

    def said(self, answer: Any, language: str, first: str | None = None) -> str:
        """The choices' texts, joined by commas."""
        return ", ".join(told(self.choices, one, language, first) for one in answer or [])
