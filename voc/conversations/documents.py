"""The collection of conversations."""

from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from voc.outbox import Outbox
from voc.outbox.record import DUE_INDEX


class Conversation(Outbox, Document):
    """Everything said between us and one address on one channel. Its id follows from them.

    Its own work is due when its run wants a reminder or has expired.
    """

    id: str
    workspace: str
    channel: str
    sealed: str
    """The address, hidden by `voc.vault`."""
    blind: str
    """The same, as messages and deliveries bear it."""
    customer: str | None = None
    ref: str | None = None
    """What the customer is called in responses and feedback."""
    language: str | None = None
    """Of what they were asked last."""
    run: dict[str, Any] | None = None
    """`voc.conversations.runs.Run`: the survey that is asked, or was asked last; see `sealing`."""
    outgoing: dict[str, Any] | None = None
    """`voc.conversations.effects.Effect`: what was decided and perhaps not yet carried out; see `sealing`."""
    taken: list[str] = Field(default_factory=list)
    """The latest messages whose effects were decided; such a message decides nothing again."""
    unread: int = 0
    """Messages since a colleague looked."""
    last_at: int
    """When something was said last; a `voc.clock.stamp`, as all times here."""
    heard_at: int | None = None
    """When the customer wrote last."""
    seen_at: int | None = None
    """When the customer last had the chat panel open."""
    subject: str | None = None
    """Of the latest e-mail from them; sealed, but for earlier records."""
    thread: list[str] = Field(default_factory=list)
    """Message-IDs of their latest e-mails, the newest last: answers refer to them."""

    class Settings:
        name = "conversations"
        indexes = [
            # latest: where a customer was last heard
            IndexModel([("workspace", ASCENDING), ("customer", ASCENDING), ("last_at", DESCENDING)], name="customer"),
            # waiting: what colleagues have not read, the latest first
            IndexModel([("workspace", ASCENDING), ("last_at", DESCENDING)], name="newest"),
            # parked: what waits for a person
            IndexModel([("workspace", ASCENDING), ("state", ASCENDING)], name="in_state"),
            DUE_INDEX,
        ]
