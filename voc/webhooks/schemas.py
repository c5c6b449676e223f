"""Webhooks as they come in and go out."""

import json
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, Field

from voc.clock import from_stamp
from voc.egress.targets import URL_LIMIT_CHARACTERS
from voc.values import Value
from voc.webhooks.catalogue import Type, taken
from voc.webhooks.domain import PATTERN, Format, Status, Stopped

Row = dict[str, Any]
MOST_PATTERNS = 50


def _takes_something(pattern: str) -> str:
    if not PATTERN.fullmatch(pattern) or not taken([pattern]):
        raise ValueError("names no event; GET /v1/webhooks/events lists them")
    return pattern


Url = Annotated[str, Field(min_length=1, max_length=URL_LIMIT_CHARACTERS)]
Pattern = Annotated[str, AfterValidator(_takes_something)]
Patterns = Annotated[list[Pattern], Field(min_length=1, max_length=MOST_PATTERNS)]
Description = Annotated[str, Field(max_length=200)]
Language = Literal["en", "ko"]


class WebhookIn(Value):
    """Who wants to be told of what."""

    url: Url
    """Begins with https."""
    events: Patterns
    """Types or patterns: `theme.created`, `theme.*`, `*`."""
    description: Description = ""
    enabled: bool = True
    format: Format = Format.standard
    """`slack`: the address is an incoming webhook of Slack; it gets messages, and no signature."""
    language: Language = "en"
    """Of the messages in Slack."""


class WebhookPatch(Value):
    """Some fields of a webhook."""

    url: Url | None = None
    events: Patterns | None = None
    description: Description | None = None
    language: Language | None = None
    enabled: bool | None = None
    """True forgets, too, why the service had stopped calling."""


class WebhookOut(Value):
    """A receiver."""

    id: str
    url: str
    """In Slack's format without its last part."""
    format: Format
    language: Language
    events: list[str]
    description: str
    enabled: bool
    stopped: Stopped | None
    """Why the service switched it off: `gone` (it answered 410), `failing` (it took nothing for three days)."""
    stopped_at: datetime | None
    failing_since: datetime | None
    previous_secret_until: datetime | None
    """Until when the previous secret signs, too."""
    created_at: datetime


class WebhookMade(WebhookOut):
    """A webhook with its secret, which nothing shows again."""

    secret: str | None
    """None in Slack's format."""


class WebhookList(Value):
    """A workspace's webhooks."""

    items: list[WebhookOut]
    next: str | None = None


class SecretOut(Value):
    """A new secret, which nothing shows again."""

    secret: str
    previous_until: datetime
    """Until when the one before signs, too."""


class Try(Value):
    """One call of a receiver, as it is kept."""

    at: int
    """A `voc.clock.stamp`."""
    status: int | None = None
    """Of HTTP; None: no answer."""
    reason: str | None = None
    """What went wrong: `status`, `redirect`, `address`, `name`, `time`, `connection` or `secret`."""
    detail: str | None = None
    milliseconds: int
    answer: str = ""
    """The beginning of what the receiver wrote."""


class TryOut(Value):
    """One call of a receiver."""

    at: datetime
    status: int | None
    reason: str | None
    detail: str | None
    duration_seconds: float
    answer: str


class DeliveryOut(Value):
    """One event on its way to one receiver."""

    id: str
    event: str
    """What the receiver sees as `webhook-id`."""
    type: str
    status: Status
    tries: int
    created_at: datetime
    next_try_at: datetime | None
    body: dict[str, Any]
    """The event; in Slack's format a message is made of it when it is sent."""
    log: list[TryOut]
    """The latest calls, the latest last."""


class DeliveryPage(Value):
    """Deliveries, the latest first."""

    items: list[DeliveryOut]
    next: str | None = None


class Since(Value):
    """What to redeliver: everything that failed or was missed from then on."""

    since: AwareDatetime


class Redelivered(Value):
    """What is on its way again."""

    redelivered: int


class Sent(Value):
    """What is on its way."""

    delivery: str


class EventOut(Value):
    """One type of event."""

    type: Type
    about: str
    example: dict[str, Any]
    """The whole body."""


class EventList(Value):
    """Every type of event that a webhook may take."""

    items: list[EventOut]
    next: str | None = None


def webhook_out(row: Row) -> WebhookOut:
    """A stored webhook as the outside sees it."""
    plain = {name: row[name] for name in ("url", "events", "description", "stopped")}
    plain |= {"format": row.get("format", Format.standard), "language": row.get("language", "en")}
    times = {name: _time(row[name]) for name in ("stopped_at", "failing_since", "created_at")}
    until = _time(row["previous_until"])
    return WebhookOut.model_validate(
        plain | times | {"id": row["_id"], "enabled": bool(row["enabled"]), "previous_secret_until": until}
    )


def delivery_out(row: Row) -> DeliveryOut:
    """A stored delivery as the outside sees it."""
    plain = {name: row[name] for name in ("event", "type", "status", "tries")}
    due = from_stamp(row["next_dispatch_at"]) if row["status"] == Status.waiting else None
    calls = [_try_out(Try.model_validate(each)) for each in row["log"]]
    made = {"created_at": from_stamp(row["created_at"]), "next_try_at": due}
    return DeliveryOut.model_validate(plain | made | {"id": row["_id"], "body": json.loads(row["body"]), "log": calls})


def _try_out(call: Try) -> TryOut:
    kept = call.model_dump(include={"status", "reason", "detail", "answer"})
    seconds = timedelta(milliseconds=call.milliseconds).total_seconds()
    return TryOut(at=from_stamp(call.at), duration_seconds=seconds, **kept)


def _time(stamp: int | None) -> datetime | None:
    return from_stamp(stamp) if stamp is not None else None
