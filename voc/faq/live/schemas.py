"""What the widget is offered, and what it tells back."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from voc.values import Value

SAID_LIMIT_CHARACTERS = 2_000
Submission = Annotated[str, Field(min_length=1, max_length=100)]


class LiveIn(Value):
    """Is there more to say to this response?"""

    submission_id: Submission
    """Of a response that is finished; only its sender knows it."""


class Offered(Value):
    """What follows the thanks."""

    kind: Literal["answer", "question"]
    title: str
    """The question that is answered, or that is asked."""
    text: str = ""
    """The answer."""
    url: str | None = None
    """Where all answers stand; None: there is no public page."""


class LiveOut(Value):
    """Something to offer, or nothing."""

    offer: Offered | None = None
    again_ms: int | None = None
    """What was written is not read yet: ask again after so long; None: there is nothing to wait for."""


class LiveSaid(Value):
    """What came of an offer."""

    submission_id: Submission
    helped: bool | None = None
    text: Annotated[str, Field(max_length=SAID_LIMIT_CHARACTERS)] | None = None
    """The answer to the question that was asked."""

    @model_validator(mode="after")
    def _says_something(self) -> "LiveSaid":
        if self.helped is None and not (self.text or "").strip():
            raise ValueError("say whether it helped, or answer the question")
        return self


class LiveReceived(Value):
    """It is stored."""

    id: str
