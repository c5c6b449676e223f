"""Things brought into an order."""

from typing import Any, Literal

from pydantic import Field

from voc.surveys.questions.base import QuestionBase
from voc.surveys.questions.choices import Choice, told


class RankingQuestion(QuestionBase):
    """All choices' ids, the best first."""

    type: Literal["ranking"]
    choices: list[Choice] = Field(min_length=2, max_length=15)

    def check(self, answer: Any) -> str | None:
        """Every choice once."""
        texts = isinstance(answer, list) and all(isinstance(one, str) for one in answer)
        fits = texts and sorted(answer) == sorted(choice.id for choice in self.choices)
        return None if fits else "must name every choice once"

    def said(self, answer: Any, language: str, first: str | None = None) -> str:
        """The choices' texts in the order given, joined by commas."""
        return ", ".join(told(self.choices, one, language, first) for one in answer or [])
