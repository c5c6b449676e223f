"""Channels and deliveries as they go over HTTP."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from voc.channels import contents
from voc.channels.domain import Status
from voc.clock import from_stamp
from voc.values import StoredTime, Value


class FieldOut(Value):
    """One setting of a provider."""

    name: str
    title: str
    description: str
    secret: bool
    set: bool = False
    """Whether a secret is kept for it; what it is, is shown to nobody."""
    required: bool
    kind: str
    """`text`, `number`, `boolean` or `choice`."""
    choices: list[str]
    default: Any


class ChannelOut(Value):
    """A provider that can be connected."""

    kind: str
    channel: str
    title: str
    docs: str
    sends: bool
    receives: bool
    connected: bool
    of_installation: bool
    """Whether the installation's own stands in, because the workspace has connected none."""
    webhook_url: str | None
    """What to enter at the provider; None where it calls us not at all."""
    fields: list[FieldOut]
    values: dict[str, Any]
    """The configuration, without secrets."""


class Channels(Value):
    """Every provider, connected or not."""

    items: list[ChannelOut]
    next: str | None = None


class TestIn(Value):
    """Where a test message goes."""

    __test__ = False

    to: str = Field(min_length=1, max_length=320)
    text: str = Field(default="", max_length=500)


class Queued(Value):
    """The message is in the queue, on disk."""

    id: str


class DeliveryOut(BaseModel):
    """A message that was sent, or will be."""

    model_config = ConfigDict(frozen=True)

    id: str
    channel: str
    adapter: str | None
    customer: str | None
    to: str
    """Masked."""
    origin: dict[str, Any]
    purpose: str
    language: str
    status: Status
    history: list[dict[str, Any]]
    subject: str | None
    text: str | None
    queued_at: StoredTime
    sent_at: StoredTime | None
    last_error: str | None
    attempts: int


class DeliveryPage(Value):
    """A page of deliveries, the latest first."""

    items: list[DeliveryOut]
    next: str | None


def delivery_out(row: dict[str, Any]) -> DeliveryOut:
    """A stored delivery as it goes out."""
    content = contents.opened(row) or {}
    names = ("channel", "adapter", "customer", "origin", "purpose", "language", "status", "last_error", "attempts")
    return DeliveryOut(
        id=row["_id"],
        to=row["masked"],
        subject=content.get("subject"),
        text=content.get("text"),
        history=[each | {"at": from_stamp(each["at"]).isoformat()} for each in row["history"]],
        queued_at=from_stamp(row["queued_at"]),
        sent_at=from_stamp(row["sent_at"]) if row.get("sent_at") else None,
        **{name: row[name] for name in names},
    )
