"""Feedback as it comes in and goes out over HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from voc.clock import utc_now
from voc.feedback.domain import TEXT_LIMIT_CHARACTERS, Kind, Noise
from voc.values import StoredTime, Value

Scalar = str | int | float | bool | None
Attributes = Annotated[dict[Annotated[str, Field(min_length=1, max_length=100)], Scalar], Field(max_length=50)]
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
THEME_ID = "^th_[0-9A-Z]{26}$"
CLOCKS_DIFFER = timedelta(days=1)
"""How far ahead of ours a sender's clock, or a date without its zone, may be."""


def _in_our_time(at: datetime) -> datetime:
    """In UTC, and plausible by the real clock: one typo in a year would end every period that counts back from it."""
    try:
        at = at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("is no time in UTC; check the date's format") from error
    if at < EARLIEST:
        raise ValueError("lies before 1990; check the date's format")
    if at > utc_now() + CLOCKS_DIFFER:
        raise ValueError("lies in the future; check the date's format")
    return at


SaidAt = Annotated[AwareDatetime, AfterValidator(_in_our_time)]


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("is blank; there is nothing to read")
    return text


def _plain_keys(attributes: dict[str, Scalar]) -> dict[str, Scalar]:
    """Refuse names that MongoDB reads as operators or paths."""
    for name in attributes:
        if name.startswith("$") or "." in name:
            raise ValueError(f"attribute names may not start with '$' or contain '.': {name!r}")
    return attributes


def _short_values(attributes: dict[str, Scalar]) -> dict[str, Scalar]:
    for name, value in attributes.items():
        if isinstance(value, str) and len(value) > 1_000:
            raise ValueError(f"attribute {name!r} is longer than 1,000 characters")
    return attributes


SafeAttributes = Annotated[Attributes, AfterValidator(_plain_keys), AfterValidator(_short_values)]


class CustomerIn(Value):
    """Who said it, with what is known of them."""

    id: str = Field(min_length=1, max_length=200)
    """The sender's own id of the customer."""
    attributes: SafeAttributes = {}


class FeedbackIn(Value):
    """A verbatim from anywhere."""

    submission_id: str = Field(min_length=1, max_length=200)
    """Unique in the workspace; sending the same again stores nothing twice."""
    text: Annotated[str, Field(min_length=1, max_length=TEXT_LIMIT_CHARACTERS), AfterValidator(_not_blank)]
    channel: str = Field(min_length=1, max_length=40, pattern=r"^[a-z0-9_.-]+$")
    occurred_at: SaidAt | None = None
    """When it was said; now, if absent."""
    rating: float | None = Field(default=None, ge=0, le=10, allow_inf_nan=False)
    rating_scale: Literal[5, 10] = 5
    customer: Annotated[str, Field(min_length=1, max_length=200)] | CustomerIn | None = None
    attributes: SafeAttributes = {}

    @model_validator(mode="after")
    def _within_scale(self) -> Self:
        if self.rating is not None and self.rating > self.rating_scale:
            raise ValueError(f"rating {self.rating:g} is out of range 0 to {self.rating_scale}")
        return self


class Received(Value):
    """What became of one submission."""

    status: Literal["stored", "duplicate", "conflict"]
    id: str | None = None


class BulkItem(Value):
    """What became of one item of a list."""

    index: int
    status: Literal["stored", "duplicate", "conflict", "rejected"]
    id: str | None = None
    error: str | None = None


class BulkOut(Value):
    """Per-item results, in the order sent."""

    items: list[BulkItem]


class FeedbackPatch(Value):
    """A person's correction; only the fields sent are changed. No theme (null) is a correction, too."""

    kind: Kind | None = None
    theme: str | None = Field(default=None, max_length=40, pattern=THEME_ID)
    """One in use; None for no theme."""
    sentiment: float | None = Field(default=None, ge=-1, le=1)
    noise: Noise | None = None
    """Why it is none; None: it is feedback."""

    @model_validator(mode="after")
    def _judges(self) -> Self:
        nothing = sorted(name for name in self.model_fields_set - {"theme", "noise"} if getattr(self, name) is None)
        if nothing:
            raise ValueError(f"{' and '.join(nothing)} cannot be empty; leave out what you do not correct")
        return self


class Hidden(Value):
    """Personal data in what was written, by characters of it."""

    kind: str
    """`email`, `phone`, `card` and so on."""
    start: int
    end: int


class Verbatim(Value):
    """What was written, word for word."""

    text: str


def _at_least_empty(values: Any) -> Any:
    return values or []


class SegmentOut(BaseModel):
    """A part of a verbatim that speaks of something of its own."""

    model_config = ConfigDict(frozen=True)

    start: int
    """Characters of the text."""
    end: int
    kind: str
    kind_confidence: float
    sentiment: float
    theme: str | None


class FeedbackOut(BaseModel):
    """A verbatim with what the service understood of it."""

    model_config = ConfigDict(frozen=True)

    id: str
    text: str
    """Personal data stand as `[EMAIL]`, `[PHONE]` and so on."""
    hidden: list[Hidden]
    channel: str
    source: str
    occurred_at: StoredTime
    received_at: StoredTime
    rating: float | None
    rating_scale: int | None
    customer: str | None
    customer_ref: str | None
    attributes: dict[str, Scalar]
    state: str
    language: str | None
    kind: str | None
    kind_confidence: float | None
    sentiment: float | None
    urgency: float | None
    theme: str | None
    also: Annotated[list[str], BeforeValidator(_at_least_empty)]
    """Themes beside `theme` that it is evidence of."""
    segments: Annotated[list[SegmentOut], BeforeValidator(_at_least_empty)]
    """Its parts, where it says several things; empty: it says one."""
    model: str | None
    corrected: list[str]
    heads: str | None = None
    """Version of the heads that corrections shaped; null: as shipped."""
    unsure: bool | None = False
    """Whether a person should look at the kind."""
    noise: str | None = None
    """`spam` or `abuse`: it counts nowhere; None: feedback."""
    coarse: bool | None = False
    """Whether it swears; it counts like any other."""
    attempts: int
    last_error: str | None


class FeedbackPage(Value):
    """A page of feedback, newest first."""

    items: list[FeedbackOut]
    next: str | None
