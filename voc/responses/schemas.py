"""Responses as they come in and go out."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from voc.clock import from_stamp
from voc.feedback.schemas import CustomerIn, SafeAttributes
from voc.surveys.facts import Facts
from voc.surveys.texts import Id
from voc.values import StoredTime, Value

PARTS_LIMIT = 200
"""More than any question has choices, rows, fields or files."""
BODY_LIMIT_BYTES = 256 * 1024
"""The largest response as JSON; several times what fifty questions take."""


def _few_parts(answers: dict[str, Any]) -> dict[str, Any]:
    """Refuse what would only cost time to check."""
    for id_, answer in answers.items():
        if isinstance(answer, list | dict) and len(answer) > PARTS_LIMIT:
            raise ValueError(f"the answer to {id_[:40]!r} has more than {PARTS_LIMIT} parts")
    return answers


Seconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]


class ResponseIn(Value):
    """One respondent's answers, so far or finally."""

    survey: str = Field(min_length=1, max_length=60)
    submission_id: str = Field(min_length=1, max_length=200)
    """Unique in the workspace; sending the same again stores nothing twice."""
    version: int | None = Field(default=None, ge=1)
    """The version that was answered; the latest, if absent."""
    answers: Annotated[dict[str, Any], Field(max_length=100), AfterValidator(_few_parts)]
    """Values by question id."""
    finished: bool = True
    """False for answers so far: the same submission may be continued until it is finished."""
    sequence: int = Field(default=0, ge=0, le=1_000_000)
    """Raised with each save, so that an earlier one that arrives late changes nothing."""
    seen: Annotated[list[Id], Field(max_length=100)] = []
    """Questions that were shown, in order."""
    seconds: Annotated[dict[Id, Seconds], Field(max_length=100)] = {}
    """Time spent by question."""
    hidden: SafeAttributes = {}
    """Values of the survey's hidden fields."""
    language: Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z0-9-]*$")] | None = None
    """The language it was asked in."""
    context: SafeAttributes = {}
    """Where it was asked: url, device, source, app version, …"""
    customer: Annotated[str, Field(min_length=1, max_length=200)] | CustomerIn | None = None
    visitor: str | None = Field(default=None, min_length=1, max_length=100)
    """A browser's own name for somebody unknown; no customer is made of it."""
    ask: str | None = Field(default=None, max_length=60)
    """The ask that it answers."""

    def customer_in(self) -> CustomerIn | None:
        """The customer, however it was sent."""
        return CustomerIn(id=self.customer) if isinstance(self.customer, str) else self.customer

    def facts(self) -> Facts:
        """What the survey's logic may ask about it: the sender's own word, which decides nothing but their way."""
        customer = self.customer_in()
        return Facts(
            answers=self.answers,
            hidden=self.hidden,
            customer=customer.attributes if customer else {},
            language=self.language,
        )


Signature = Annotated[str, Field(max_length=128)]
"""HMAC-SHA256 of the customer's id with the workspace's secret, hexadecimal."""


class SentResponse(ResponseIn):
    """A response with the proof of its customer, as browsers send it."""

    signature: Signature | None = None

    def response(self) -> ResponseIn:
        """Without the proof, which is not kept."""
        fields = {name: getattr(self, name) for name in ResponseIn.model_fields}
        return ResponseIn.model_construct(_fields_set=self.model_fields_set & set(fields), **fields)


class ResponseReceived(Value):
    """The response is stored."""

    id: str


def _moment(stamp: Any) -> Any:
    return from_stamp(stamp) if isinstance(stamp, int) else stamp


StampedTime = Annotated[datetime, BeforeValidator(_moment)]
"""A time that the database keeps as a stamp, which it can compare in any query."""


class Revealed(BaseModel):
    """That somebody had a response shown or exported word for word."""

    by: str
    """Member or key."""
    at: StampedTime


class ResponseOut(BaseModel):
    """A stored response."""

    model_config = ConfigDict(frozen=True)

    id: str
    survey: str
    version: int
    submission_id: str
    answers: dict[str, Any]
    """Without personal data: contacts are masked, and what stands in words is `[EMAIL]`, `[PHONE]` and so on."""
    masked: list[str]
    """Questions whose answers hold personal data."""
    revealed: Revealed | None = None
    """When they were last looked at."""
    finished: bool
    seen: list[str]
    seconds: dict[str, float]
    hidden: dict[str, Any]
    language: str | None
    channel: str
    context: dict[str, Any]
    customer: dict[str, Any] | None
    segments: list[str]
    """The workspace's segments that the respondent was in."""
    received_at: StoredTime
    updated_at: StampedTime

    @classmethod
    def of(cls, row: dict[str, Any]) -> "ResponseOut":
        """A record that `sealing.readable` gave."""
        fields = {name: row.get(name) for name in cls.model_fields}
        return cls.model_validate(fields | {"id": row["_id"], "finished": bool(row["finished"])})
