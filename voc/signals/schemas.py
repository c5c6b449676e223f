"""Signals and their rules as they come in and go out."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from voc.feedback.schemas import CustomerIn, SafeAttributes, SaidAt
from voc.invitations.schemas import Plan
from voc.surveys.conditions import ALWAYS, Condition
from voc.values import Value

SignalName = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_]+([.:-][A-Za-z0-9_]+)*$")]
"""Such as `order.delivered`."""
LONGEST_DELAY_MINUTES = 60 * 24 * 90


class SignalIn(Value):
    """Something that happened."""

    submission_id: str = Field(min_length=1, max_length=200)
    """Unique in the workspace; sending the same again starts nothing twice."""
    name: SignalName
    customer: Annotated[str, Field(min_length=1, max_length=200)] | CustomerIn | None = None
    """Whom it concerns; nobody is asked without one. Attributes `email` and `phone` say where they are reached."""
    occurred_at: SaidAt | None = None
    fields: SafeAttributes = {}
    """What happened in detail; rules and messages may look at it."""

    def customer_in(self) -> CustomerIn | None:
        """The customer, however it was sent."""
        return CustomerIn(id=self.customer) if isinstance(self.customer, str) else self.customer


class SignalReceived(Value):
    """The signal is stored."""

    id: str


class SignalOut(BaseModel):
    """A stored signal."""

    model_config = ConfigDict(frozen=True)

    id: str
    submission_id: str
    name: str
    customer: str | None
    fields: SafeAttributes
    occurred_at: datetime
    received_at: datetime
    invitations: list[str]
    """What it led to."""
    state: str
    """`pending`, `done` or `parked`."""


class SignalPage(Value):
    """Signals, the newest first."""

    items: list[SignalOut]
    next: str | None = None


class RuleIn(Plan):
    """Start a survey when something happens."""

    name: SignalName
    where: Condition = ALWAYS
    """Over `event:FIELD` and `customer:ATTRIBUTE`."""
    survey: str = Field(min_length=1, max_length=60)
    delay_minutes: int = Field(default=0, ge=0, le=LONGEST_DELAY_MINUTES)
    """From when it happened."""
    enabled: bool = True

    def plan(self) -> Plan:
        """How people are asked."""
        return Plan(**{name: getattr(self, name) for name in Plan.model_fields})


class RuleOut(Plan):
    """A rule."""

    id: str
    name: str
    where: Condition
    survey: str | None
    """None: a built-in rule that was not needed yet; its survey is made when it is."""
    delay_minutes: int
    enabled: bool
    starter: str | None
    """The built-in rule that it came from."""


class RulePage(Value):
    """A workspace's rules."""

    items: list[RuleOut]
    next: str | None = None


class RulePatch(Value):
    """Some fields of a rule."""

    model_config = ConfigDict(frozen=True, extra="allow")
