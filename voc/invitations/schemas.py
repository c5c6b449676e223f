"""Campaigns, invitations and sending rules as they come in and go out."""

from datetime import datetime, time
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from voc.channels.domain import Channel
from voc.feedback.schemas import SafeAttributes
from voc.invitations.domain import CampaignState, Stage
from voc.invitations.dressing import Sender
from voc.invitations.hours import Quiet
from voc.invitations.zones import is_zone
from voc.surveys.texts import LanguageCode
from voc.values import Value

WHOLE_LIST = 100_000
"""Most recipients in one upload."""
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]
PurposeIn = Literal["survey", "advertising"]
"""A survey of somebody who used what we sell; or advertising, which needs their consent."""


def _zone(name: str) -> str:
    if not is_zone(name):
        raise ValueError("is no time zone; write it as Asia/Seoul or Europe/Berlin")
    return name


def _clock(value: time) -> time:
    if value.tzinfo is not None or value.second or value.microsecond:
        raise ValueError("is a time of the day such as 21:00, on the recipient's clock")
    return value


ClockTime = Annotated[time, AfterValidator(_clock)]


class Rules(Value):
    """How a workspace writes to people."""

    zone: Annotated[str, AfterValidator(_zone)] = "Asia/Seoul"
    """Where nothing is known of a recipient's own."""
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "KR"
    """ISO 3166 code of the country whose law protects those of whom nothing is known."""
    quiet_from: ClockTime | None = None
    quiet_until: ClockTime | None = None
    """Nothing is sent between these, on the recipient's clock; neither means no quiet hours."""
    sender_name: str = Field(default="", max_length=60)
    """The workspace's name, if empty."""
    sender_contact: str = Field(default="", max_length=120)
    postal_address: str = Field(default="", max_length=200)
    opt_out_number: str = Field(default="", max_length=30, pattern=r"^[0-9+() -]*$")
    """A number that is free to call, such as 080-123-4567."""

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.quiet_from is None) != (self.quiet_until is None):
            raise ValueError("quiet hours need both quiet_from and quiet_until")
        if self.quiet_from is not None and self.quiet_from == self.quiet_until:
            raise ValueError("quiet hours that end when they begin would never end")
        return self

    def quiet(self) -> list[Quiet]:
        """The workspace's quiet hours."""
        if self.quiet_from is None or self.quiet_until is None:
            return []
        return [Quiet(start=self.quiet_from, end=self.quiet_until)]

    def sender(self, workspace_name: str) -> Sender:
        """Who sends, as recipients are told."""
        return Sender(
            name=self.sender_name or workspace_name,
            contact=self.sender_contact,
            postal_address=self.postal_address,
            opt_out_number=self.opt_out_number,
        )


class Words(Value):
    """What a message says; `{{name|there}}` is replaced by what is known of the recipient. Empty: our own wording."""

    subject: str = Field(default="", max_length=200)
    text: str = Field(default="", max_length=4_000)
    """Where it does not say `{{link}}`, the link follows it."""


class Plan(Value):
    """How people are asked."""

    channels: list[Channel] = Field(default=[Channel.email, Channel.sms], min_length=1, max_length=7)
    """The first one that we know an address for is taken."""
    purpose: PurposeIn = "survey"
    form: Literal["link", "conversation"] = "link"
    """Of a text message or chat: a link to the survey, or its questions one by one."""
    messages: dict[LanguageCode, Words] = Field(default={}, max_length=20)
    reminder_messages: dict[LanguageCode, Words] = Field(default={}, max_length=20)
    """What reminders say; what the invitation said, if absent."""
    remind_after_days: int = Field(default=3, ge=1, le=60)
    """Days between the invitation and its reminder, and between two of those."""
    reminders: int = Field(default=0, ge=0, le=2)
    """Only for those who have not answered."""
    expires_days: int = Field(default=30, ge=1, le=365)


class Audience(Value):
    """Whom a campaign asks."""

    kind: Literal["everyone", "segment", "people"] = "everyone"
    """`people`: those who are sent to `/v1/campaigns/{id}/recipients`."""
    segment: str | None = Field(default=None, max_length=60)

    @model_validator(mode="after")
    def _segment_named(self) -> Self:
        if (self.kind == "segment") != (self.segment is not None):
            raise ValueError("a segment is named where kind is segment, and only there")
        return self


class CampaignIn(Plan):
    """One survey for many people."""

    name: Name
    survey: str = Field(min_length=1, max_length=60)
    audience: Audience = Audience()
    starts_at: AwareDatetime | None = None
    """At once, if absent."""
    every_days: int | None = Field(default=None, ge=1, le=730)
    """Ask each person again so many days after their last invitation; once, if absent."""
    throttle_per_hour: int | None = Field(default=None, ge=1, le=1_000_000)
    """Invitations in an hour, evenly spread; as fast as providers take them, if absent."""

    def plan(self) -> Plan:
        """How people are asked."""
        return Plan(**{name: getattr(self, name) for name in Plan.model_fields})


class CampaignOut(CampaignIn):
    """A campaign and how far it has come."""

    id: str
    state: CampaignState
    people: int
    """Invitations made so far."""
    funnel: dict[str, int]
    """How many reached each step: `queued`, `sent`, `delivered`, `opened`, `started`, `completed`."""
    states: dict[str, int]
    """How many stand where now, besides those steps: `bounced`, `withheld`, …"""
    created_at: datetime
    started_at: datetime | None
    counted_at: datetime | None
    """When the numbers were counted."""


class CampaignPage(Value):
    """A workspace's campaigns, the newest first."""

    items: list[CampaignOut]
    next: str | None = None


class CampaignPatch(Value):
    """Some fields of a campaign that has not started."""

    model_config = ConfigDict(frozen=True, extra="allow")


class InviteIn(Plan):
    """Ask one person."""

    survey: str = Field(min_length=1, max_length=60)
    customer: str = Field(min_length=1, max_length=254)
    """Your own id of them, ours, an e-mail address or a phone number that we know."""
    channel: Channel | None = None
    """This one and no other."""
    submission_id: str | None = Field(default=None, min_length=1, max_length=200)
    """The same one again invites nobody twice; without it, somebody is invited to a survey once in a day."""
    send_at: AwareDatetime | None = None
    fields: SafeAttributes = {}
    """Merge fields of the message, and hidden fields of the survey."""

    def plan(self) -> Plan:
        """How they are asked."""
        fields = {name: getattr(self, name) for name in Plan.model_fields}
        return Plan(**(fields | ({"channels": [self.channel]} if self.channel else {})))


class InvitationOut(BaseModel):
    """One person's invitation."""

    model_config = ConfigDict(frozen=True)

    id: str
    workspace: str
    campaign: str | None
    survey: str
    customer: str
    ref: str
    """What the customer is called in ledgers and responses."""
    round: int
    fields: dict[str, Any]
    channel: str
    """Where it is sent; before that, where it is meant to be."""
    language: str | None
    state: Stage
    reason: str | None
    """Why it was withheld."""
    ask: str
    """The id of its ask in the ledgers, which its response names."""
    scanned: bool
    """Whether a gateway was caught following its links."""
    created_at: datetime
    asked_at: datetime | None
    """When it was handed on to be sent."""
    expires_at: datetime
    reminders: int
    """How many were handed on."""


class InvitationPage(Value):
    """Invitations, the newest first."""

    items: list[InvitationOut]
    next: str | None = None


class Rejected(Value):
    """A line that is nobody, and how it begins."""

    line: int
    """Counted as the file's, from 1."""
    message: str
    text: str = ""


class RecipientsOut(Value):
    """What became of a list of recipients."""

    recipients: int
    """People on the list, each once."""
    added: int
    """Those who were not in the campaign yet."""
    rejected: list[Rejected]
    """The first hundred."""


class Retried(Value):
    """What was parked goes on."""

    retried: int
