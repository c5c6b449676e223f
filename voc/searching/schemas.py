"""Searches by meaning as they come in and go out over HTTP."""

from typing import Literal

from pydantic import Field

from voc.feedback.schemas import FeedbackOut
from voc.feedback.surroundings import Meant
from voc.searching.domain import LEAST_LIKENESS, QUESTION_CHARACTERS, Nearness
from voc.values import Value


class QuestionIn(Value):
    """What to look for."""

    question: str = Field(min_length=1, max_length=QUESTION_CHARACTERS)
    """In Korean or English; it finds both."""


class SearchOut(Value):
    """How a search stands."""

    id: str
    question: str
    """Personal data stand as `[PHONE]` and so on."""
    state: Literal["searching", "found", "failed"]
    """`searching`: read it again in a moment."""
    looked_at: int
    """Verbatims that were compared, the newest."""
    is_complete: bool
    """Whether there were no more."""
    least_likeness: float = LEAST_LIKENESS
    """What is less alike is left out."""

    @classmethod
    def of(cls, meant: Meant) -> "SearchOut":
        """Without what was found."""
        return cls(**meant.model_dump(exclude={"likeness", "close_from"}))


class Near(Value):
    """Feedback that is near to a question."""

    likeness: float | None
    """Cosine of the text, or of the part of it that is nearest, to the question; null: only its words speak for it."""
    nearness: Nearness | None
    holds_word: bool
    """Whether it holds the word, where the question is a single one: such feedback stands first."""
    feedback: FeedbackOut


class NearPage(SearchOut):
    """What a search found, the most alike first."""

    items: list[Near]
    next: str | None
