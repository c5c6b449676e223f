"""A verbatim: what a customer says in their own words."""

from typing import Any, Literal

from pydantic import Field

from voc.surveys.questions.base import QuestionBase, is_blank, text_problem
from voc.surveys.texts import Text

LONG_LIMIT_CHARACTERS, SHORT_LIMIT_CHARACTERS = 5_000, 200


class TextQuestion(QuestionBase):
    """Open text, long (several lines) or short (one)."""

    type: Literal["text"]
    long: bool = True
    minimum: int = Field(default=0, ge=0, le=20_000)
    """Characters, blanks around the text not counted."""
    maximum: int | None = Field(default=None, ge=1, le=20_000)
    """Characters; None means 5,000 for long text and 200 for short."""
    placeholder: Text | None = None

    @property
    def limit(self) -> int:
        """The most characters taken."""
        return self.maximum or (LONG_LIMIT_CHARACTERS if self.long else SHORT_LIMIT_CHARACTERS)

    def check(self, answer: Any) -> str | None:
        """Text, not too long."""
        return text_problem(answer, self.limit)

    def lacks(self, answer: Any, *, required: bool) -> str | None:
        """An answer, or more words."""
        if lack := super().lacks(answer, required=required):
            return lack
        short = not is_blank(answer) and len(answer) < self.minimum
        return f"is shorter than {self.minimum:,} characters" if short else None
