"""What the widget reads and sends."""

from typing import Annotated, Literal

from pydantic import Field

from voc.feedback.schemas import CustomerIn
from voc.responses.schemas import SentResponse, Signature
from voc.surveys.appearance import Appearance
from voc.surveys.conditions import Condition
from voc.surveys.targeting import Policy
from voc.surveys.targeting.environment import Candidate
from voc.values import Value


class PublicPolicy(Value):
    """What a browser must know of the workspace's rules."""

    quiet_days: int
    per_session: int
    per_page: int
    signed: bool

    @classmethod
    def of(cls, policy: Policy) -> "PublicPolicy":
        """The public part of `policy`."""
        return cls(**policy.model_dump(include=set(cls.model_fields)))


class PublicChat(Value):
    """The button of the chat, and what the chat says first."""

    greeting: dict[str, str]
    """By language."""


class PastAskOut(Value):
    """When this person was asked what."""

    survey: str
    group: str | None
    at: int
    """Milliseconds since 1970, UTC."""


class SurveyHead(Candidate):
    """What decides whether a survey is shown, and what to fetch for it."""

    version: int
    appearance: Appearance
    languages: list[str]
    types: list[str]
    """Types of its questions."""
    logic: bool
    """Whether it has rules."""


class Configuration(Value):
    """Everything that the widget needs to know before it shows anything."""

    key: str
    """The publishable key."""
    policy: PublicPolicy
    segments: dict[str, Condition]
    asks: list[PastAskOut]
    surveys: list[SurveyHead]
    chat: PublicChat | None
    """None: pages show no button."""


class Questionnaire(Value):
    """A published version as respondents meet it: a `Definition` without what they need not see."""

    id: str
    workspace: str
    version: int
    definition: dict[str, object]


class AskIn(Value):
    """May I ask this person?"""

    survey: str = Field(min_length=1, max_length=60)
    visitor: str = Field(min_length=1, max_length=100)
    customer: Annotated[str, Field(min_length=1, max_length=200)] | CustomerIn | None = None
    signature: Signature | None = None

    def customer_id(self) -> str | None:
        """The customer's own id, however it was sent."""
        return self.customer.id if isinstance(self.customer, CustomerIn) else self.customer


class WidgetResponse(SentResponse):
    """A response with the way it was asked."""

    channel: Literal["widget", "link", "kiosk"] = "widget"


class FileReceived(Value):
    """A stored file."""

    id: str
    name: str
    kind: str
    size: int
    """Bytes."""
