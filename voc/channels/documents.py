"""The collections of channels."""

from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from voc.outbox import Outbox
from voc.outbox.record import DUE_INDEX


class ChannelSetup(Document):
    """A provider that a workspace has connected. Its id is `{workspace}:{kind}`."""

    id: str
    workspace: str
    kind: str
    channel: str
    sealed: str
    """The adapter's configuration as JSON, hidden by `voc.vault`."""
    at: int
    """When it was connected last; a `voc.clock.stamp`. Of several on a channel the latest one sends."""

    class Settings:
        name = "channel_setups"
        indexes = [
            # setups: what a workspace has connected
            IndexModel([("workspace", ASCENDING), ("channel", ASCENDING)], name="channel"),
        ]


class Message(Outbox, Document):
    """What somebody wrote, as it came in. Its id follows from the provider's id of it, so it is stored once."""

    id: str
    workspace: str
    channel: str
    adapter: str
    """Kind of the adapter that brought it."""
    sealed: str
    """The sender's address, hidden by `voc.vault`."""
    blind: str
    """The same, to look it up."""
    masked: str
    sender_name: str | None = None
    text: str
    """As everybody may read it, like `original` and `subject`: personal data stand as `[PHONE]` and so on."""
    original: str | None = None
    """The text as it came, where quotes and signatures were left out of `text`."""
    subject: str | None = None
    given: str | None = None
    """What was written word for word, sealed, where they leave something out; None on an earlier record."""
    message_id: str | None = None
    in_reply_to: list[str] = Field(default_factory=list)
    choice: str | None = None
    automatic: bool = False
    attachments: list[str] = Field(default_factory=list)
    attributes: dict[str, Any] = Field(default_factory=dict)
    at: int
    """When it was written; a `voc.clock.stamp`."""
    received_at: int
    """A `voc.clock.stamp`."""
    customer: str | None = None
    """Who wrote it; found when it is taken."""
    feedback: str | None = None
    """What it became, if it was no answer."""

    class Settings:
        name = "messages"
        indexes = [
            # thread: what a customer wrote, newest first
            IndexModel([("workspace", ASCENDING), ("customer", ASCENDING), ("at", DESCENDING)], name="of_customer"),
            # chat: what came from an address
            IndexModel([("workspace", ASCENDING), ("blind", ASCENDING), ("at", DESCENDING)], name="of_address"),
            # parked: what waits for a person
            IndexModel([("workspace", ASCENDING), ("state", ASCENDING)], name="in_state"),
            DUE_INDEX,
        ]


class Delivery(Outbox, Document):
    """One message to one address, sent once. Its id follows from what it is part of."""

    id: str
    workspace: str
    channel: str
    adapter: str | None = None
    """Kind of the adapter that sent it."""
    customer: str | None = None
    sealed: str
    """The address, hidden by `voc.vault`."""
    blind: str
    masked: str
    origin: dict[str, Any]
    """`{kind, id, step}`: an invitation, a conversation, a colleague's reply, a test, …"""
    origin_id: str
    """`origin.id` again, at the top level, where it is indexed."""
    purpose: str
    language: str
    content: dict[str, Any] | None = None
    """`voc.channels.outgoing.Content`, see `contents`; made at the last moment where it is None."""
    status: str
    history: list[dict[str, Any]] = Field(default_factory=list)
    """Every status that it had: `{status, at, reason}`."""
    provider_id: str | None = None
    queued_at: int
    """A `voc.clock.stamp`."""
    sent_at: int | None = None
    uncounted: bool = True
    """Whether funnels have not looked at it since its status changed."""

    class Settings:
        name = "deliveries"
        indexes = [
            # note: the provider reports by its own id
            IndexModel([("workspace", ASCENDING), ("provider_id", ASCENDING)], name="provider_id"),
            # thread: what a customer was sent, newest first
            IndexModel(
                [("workspace", ASCENDING), ("customer", ASCENDING), ("queued_at", DESCENDING)], name="of_customer"
            ),
            # chat: what went to an address
            IndexModel([("workspace", ASCENDING), ("blind", ASCENDING), ("queued_at", DESCENDING)], name="of_address"),
            # outbox page: the latest first, and by where they stand
            IndexModel([("workspace", ASCENDING), ("queued_at", DESCENDING)], name="newest"),
            IndexModel([("workspace", ASCENDING), ("status", ASCENDING), ("queued_at", DESCENDING)], name="in_status"),
            # of: what an invitation or a conversation sent
            IndexModel([("workspace", ASCENDING), ("origin_id", ASCENDING)], name="origin"),
            # funnels: what changed since it was counted
            IndexModel([("uncounted", ASCENDING)], name="uncounted", partialFilterExpression={"uncounted": True}),
            DUE_INDEX,
        ]


class WebhookSeen(Document):
    """A provider's request that was acknowledged: exactly the same one is no second event."""

    id: str
    workspace: str
    at: int
    """A `voc.clock.stamp`."""

    class Settings:
        name = "webhooks_seen"
        indexes = [
            # tidy: the oldest first
            IndexModel([("workspace", ASCENDING), ("at", ASCENDING)], name="oldest"),
        ]


class EarlyReport(Document):
    """What a provider said of a message before we knew its id of it. Its own id follows from that."""

    id: str
    workspace: str
    adapter: str
    reports: dict[str, Any]
    """By status, the `voc.channels.domain.StatusUpdate`, without the address."""
    at: int
    """A `voc.clock.stamp`."""

    class Settings:
        name = "early_reports"
        indexes = [
            # tidy: the oldest first
            IndexModel([("workspace", ASCENDING), ("at", ASCENDING)], name="oldest"),
        ]
