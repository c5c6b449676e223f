"""The collections of signals."""

from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from voc.outbox import Outbox
from voc.outbox.record import DUE_INDEX


class Signal(Outbox, Document):
    """Something that happened in a company's systems. Its id follows from the sender's, so it is stored once."""

    id: str
    workspace: str
    submission_id: str
    fingerprint: str
    """Of the body as sent, see `voc.feedback.prints`."""
    name: str
    """Such as `work_order.closed`."""
    customer: dict[str, Any] | None = None
    """As sent, contacts sealed, and in place of an id that is one its stand-in: `{id, attributes}`."""
    fields: dict[str, Any] = Field(default_factory=dict)
    occurred_at: int
    """A `voc.clock.stamp`."""
    received_at: int
    """A `voc.clock.stamp`."""
    started: list[str] = Field(default_factory=list)
    """Invitations that it led to."""

    class Settings:
        name = "signals"
        indexes = [
            # page: newest first
            IndexModel([("workspace", ASCENDING), ("received_at", DESCENDING)], name="newest"),
            # parked: what waits for a person
            IndexModel([("workspace", ASCENDING), ("state", ASCENDING)], name="in_state"),
            DUE_INDEX,
        ]


class SignalRule(Document):
    """Which signals start which survey."""

    id: str
    workspace: str
    name: str
    """Of the signals that it looks at."""
    rule: dict[str, Any]
    """`voc.signals.schemas.RuleIn`."""
    survey: str | None = None
    """None: made when the built-in rule is needed for the first time."""
    enabled: bool
    starter: str | None = None
    """The built-in rule that it came from."""
    created_at: int
    """A `voc.clock.stamp`."""

    class Settings:
        name = "signal_rules"
        indexes = [
            # of: a workspace's rules
            IndexModel([("workspace", ASCENDING), ("name", ASCENDING)], name="name"),
        ]
