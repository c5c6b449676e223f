"""What pages of other sites read and send."""

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from voc.responses.schemas import Signature
from voc.values import Value

QUERY_LIMIT_CHARACTERS = 200
WORDS_LIMIT_CHARACTERS = 2_000


def _some(text: str) -> str:
    if not text.strip():
        raise ValueError("is blank; there is nothing to read")
    return text.strip()


Words = Annotated[str, Field(min_length=1, max_length=WORDS_LIMIT_CHARACTERS), AfterValidator(_some)]
Submission = Annotated[str, Field(min_length=1, max_length=100)]


class Answer(Value):
    """A question with its answer."""

    id: str
    language: str
    question: str
    answer: str
    category: str | None


class Category(Value):
    """A topic, and how many answers it has."""

    name: str
    count: int


class Answers(Value):
    """What is given out."""

    language: str
    """Of the answers to browse: the one asked for, if there are any in it."""
    count: int
    """Of all answers in that language."""
    categories: list[Category]
    items: list[Answer]
    """Those that answer the words, the likeliest first, which may be of another language; without words the most
    asked, of the category if one is named."""
    url: str
    """The public page with all of them."""


class HelpSaid(Value):
    """Whether an answer helped, or what was missing in it."""

    entry: Annotated[str, Field(min_length=1, max_length=80)]
    helped: bool | None = None
    text: Words | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "HelpSaid":
        if self.helped is None and self.text is None:
            raise ValueError("say whether it helped, or what was missing")
        return self


class HelpAsked(Value):
    """A question that nothing answered."""

    submission_id: Submission
    """Sent again under the same id, it is stored once."""
    text: Words
    searched: Annotated[str, Field(max_length=QUERY_LIMIT_CHARACTERS)] = ""
    """The words that found nothing."""
    customer: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    signature: Signature | None = None


class Asked(Value):
    """The same, of a customer who may be believed."""

    submission_id: str
    text: str
    searched: str = ""
    customer: str | None = None


class HelpReceived(Value):
    """It is stored."""

    id: str
