"""The collections of webhooks."""

from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from voc.outbox import Outbox
from voc.outbox.record import DUE_INDEX


class Webhook(Document):
    """A receiver that a workspace wants told of events."""

    id: str
    workspace: str
    url: str
    """Where events go; in Slack's format without its last part, which is a secret."""
    format: str = "standard"
    """`domain.Format`."""
    language: str = "en"
    """Of the words of messages; events have none."""
    events: list[str]
    """Types or patterns, such as `theme.*`."""
    description: str = ""
    enabled: bool = True
    sealed: str
    """The secret that signs, or in Slack's format the whole address; hidden by `voc.vault`."""
    previous_sealed: str | None = None
    previous_until: int | None = None
    """Until when the previous one signs, too; a `voc.clock.stamp`."""
    failures: int = 0
    """Calls that failed since the last one that did not."""
    failing_since: int | None = None
    """When the first of them failed; a `voc.clock.stamp`."""
    quiet_until: int | None = None
    """Nothing is sent before; a `voc.clock.stamp`."""
    stopped: str | None = None
    """Why the service switched it off (`domain.Stopped`); None: it did not."""
    stopped_at: int | None = None
    """A `voc.clock.stamp`."""
    created_at: int
    """A `voc.clock.stamp`."""

    class Settings:
        name = "webhooks"
        indexes = [
            # of: a workspace's webhooks, in the order they were made
            IndexModel([("workspace", ASCENDING), ("created_at", ASCENDING)], name="created"),
        ]


class WebhookDelivery(Outbox, Document):
    """One event on its way to one receiver. Its id follows from both, so an event announced twice is sent once."""

    id: str
    workspace: str
    webhook: str
    event: str
    """The event's id, which the receiver sees as `webhook-id`."""
    type: str
    body: str
    """What is sent, letter by letter."""
    position: str
    """Orders a webhook's deliveries: `p`, the stamp of `created_at` in 14 digits, the place among those that were
    announced at once in 6, and the id."""
    status: str
    tries: int = 0
    """Calls since it was announced or redelivered by hand."""
    log: list[dict[str, Any]] = Field(default_factory=list)
    """The latest calls, `schemas.Try`."""
    created_at: int
    """A `voc.clock.stamp`."""

    class Settings:
        name = "webhook_deliveries"
        indexes = [
            # page: a webhook's deliveries, the latest first, and by where they stand
            IndexModel([("workspace", ASCENDING), ("webhook", ASCENDING), ("position", DESCENDING)], name="latest"),
            IndexModel(
                [("workspace", ASCENDING), ("webhook", ASCENDING), ("status", ASCENDING), ("position", DESCENDING)],
                name="in_status",
            ),
            # tidy: the oldest first
            IndexModel([("workspace", ASCENDING), ("created_at", ASCENDING)], name="oldest"),
            DUE_INDEX,
        ]
