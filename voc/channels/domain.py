"""Messages in and out, as every adapter speaks of them; pure."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from voc.errors import VocError
from voc.values import Value


class Channel(StrEnum):
    """A way to reach a person."""

    email = "email"
    sms = "sms"
    messenger = "messenger"
    instagram = "instagram"
    line = "line"
    slack = "slack"
    kakao = "kakao"
    chat = "chat"
    """The widget's chat panel."""
    api = "api"
    """Programs that only bring messages in."""


IDENTITY_OF = {Channel.email: "email", Channel.sms: "phone", Channel.api: "external"} | {
    each: each.value for each in (Channel.messenger, Channel.instagram, Channel.line, Channel.slack, Channel.kakao)
}
"""The kind of identity (voc.customers) that an address on a channel is; the chat panel's are names of the ledger."""


class Purpose(StrEnum):
    """Why something is sent; the law asks."""

    survey = "survey"
    """A question to somebody who used what we sell."""
    advertising = "advertising"
    reply = "reply"
    """Part of a conversation that the customer is in."""
    notice = "notice"
    """What the law or the customer asked for: the confirmation of a refusal."""
    outcome = "outcome"
    """What became of something that the customer asked for."""
    colleague = "colleague"
    """To a member of the workspace, who can choose what they get."""


class Status(StrEnum):
    """How far a delivery has come."""

    queued = "queued"
    sending = "sending"
    """The provider is being called; found again after a crash it becomes `held`."""
    sent = "sent"
    """The provider took it."""
    delivered = "delivered"
    opened = "opened"
    clicked = "clicked"
    bounced = "bounced"
    complained = "complained"
    unsubscribed = "unsubscribed"
    failed = "failed"
    """The provider refused it."""
    held = "held"
    """Nobody knows whether it was sent; a person decides."""
    withheld = "withheld"
    """We may not send it: refused, without consent, asked too lately, …"""
    expired = "expired"
    """No longer wanted when its turn came."""


WAYS_ON = {
    Status.queued: 0, Status.sending: 1, Status.held: 2, Status.sent: 3, Status.delivered: 4, Status.opened: 5,
    Status.clicked: 6,
}  # fmt: skip
"""Statuses in the order in which they follow each other; others end it, whatever comes before or after."""


def follows(before: Status, after: Status) -> bool:
    """Whether a report changes where a delivery stands: reports come late, twice and in any order."""
    if after not in WAYS_ON:
        return before != after
    return before in WAYS_ON and WAYS_ON[after] > WAYS_ON[before]


class Outcome(StrEnum):
    """What a call of a provider came to."""

    accepted = "accepted"
    refused = "refused"
    """It will never take this message."""
    retry = "retry"
    """It certainly did not take it, and may later."""
    unknown = "unknown"
    """It may have taken it."""


class Receipt(Value):
    """A provider's answer to a message."""

    outcome: Outcome
    provider_id: str | None = None
    """The provider's own id, by which it reports later."""
    reason: str | None = None
    """In the provider's words, where it was not accepted."""
    unreachable: bool = False
    """The address itself is no good, or its owner has opted out at the provider: nothing more is sent to it."""


class Choice(Value):
    """An answer to tap."""

    label: str
    value: str


class Outbound(Value):
    """A message to one address."""

    id: str
    """The delivery's; the same however often it is tried."""
    to: str
    """In clear: an e-mail address, E.164, or the provider's id of the person."""
    text: str
    html: str | None = None
    subject: str | None = None
    sender: str | None = None
    """Other than the configured one."""
    reply_to: str | None = None
    headers: dict[str, str] = {}
    message_id: str | None = None
    """RFC 5322, with angle brackets."""
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    """Offered as buttons where the channel has them; the text says them, too."""
    language: str = "en"
    purpose: Purpose = Purpose.survey


class Webhook(Value):
    """A provider's request, exactly as it came."""

    method: str = "POST"
    url: str
    """As the provider called it: public address, path and query."""
    headers: dict[str, str]
    """Names in lower case; values decoded as Latin-1, so that their bytes survive."""
    query: dict[str, str] = {}
    body: bytes
    at: datetime
    """When it came."""

    def header(self, name: str) -> str:
        """A header's value; empty without it."""
        return self.headers.get(name.lower(), "")


class Reply(Value):
    """What a provider's request is answered with."""

    status: int = 200
    body: bytes = b""
    media_type: str = "text/plain"


class Inbound(Value):
    """What somebody wrote."""

    kind: Literal["message"] = "message"
    event_id: str
    """The provider's id of it: sent again, it is the same message."""
    sender: str
    """The address as the channel spells it."""
    text: str
    """What they wrote now, without what they quoted."""
    original: str | None = None
    """The text as it came, where it differs."""
    at: datetime | None = None
    sender_name: str | None = None
    to: str | None = None
    subject: str | None = None
    message_id: str | None = None
    in_reply_to: tuple[str, ...] = ()
    """Message-IDs that it answers, the nearest first."""
    choice: str | None = None
    """The value of the button that was tapped."""
    automatic: bool = False
    """Written by a program (out of office, a mailing list): kept, never read as a customer's words."""
    attachments: tuple[str, ...] = ()
    """Names of files that came along; they are not kept."""
    attributes: dict[str, str | int | float | bool | None] = {}
    """What else the provider says about it."""


class StatusUpdate(Value):
    """What became of something we sent."""

    kind: Literal["status"] = "status"
    event_id: str
    status: Status
    provider_id: str | None = None
    delivery: str | None = None
    """Our own id, where the provider sends it back."""
    message_id: str | None = None
    address: str | None = None
    """Whom it concerns, where the provider says so."""
    permanent: bool = False
    """Of a bounce: nothing more is sent to the address."""
    reason: str | None = None
    at: datetime | None = None


class Refusal(Value):
    """Somebody told the provider that they want no messages, or that they want them again."""

    kind: Literal["refusal"] = "refusal"
    event_id: str
    address: str
    lifted: bool = False
    at: datetime | None = None


Event = Annotated[Inbound | StatusUpdate | Refusal, Field(discriminator="kind")]


class Forged(VocError):
    """Not from the provider, or not as the provider sent it."""

    slug, title, status = "forged", "Signature does not match", 401


class Stale(VocError):
    """Signed too long ago, or in the future."""

    slug, title, status = "stale", "Signed too long ago", 401


class Replayed(VocError):
    """Exactly this request came before and was acknowledged."""

    slug, title, status = "replayed", "Came before", 403
