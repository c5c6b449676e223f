"""The shop's customers and what they said, placed in time before a given moment."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from importlib.resources import files
from typing import Any

SEOUL = timezone(timedelta(hours=9))
"""Korea keeps no summer time, so the time zone database is not needed."""


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    """Somebody who buys at the shop."""

    ref: str
    name: str
    segment: str
    plan: str
    language: str
    city: str
    revenue: int
    """Won a month."""
    account: str | None = None
    """The company that they order for."""
    email: str | None = None
    phone: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether the shop can write to them."""
        return bool(self.email or self.phone)


@dataclass(frozen=True, slots=True)
class DemoVerbatim:
    """One thing that a customer said."""

    submission_id: str
    text: str
    language: str
    channel: str
    occurred_at: datetime
    """Aware, UTC."""
    customer: str
    """`DemoCustomer.ref`."""
    topic: str
    """What the author had in mind; the model has to find it without this."""
    nps: int | None = None
    """0–10."""
    csat: int | None = None
    """1–5."""
    day: int = 0
    """Whole days before now."""


def customers() -> list[DemoCustomer]:
    """Every customer of the shop, by `ref`."""
    return [DemoCustomer(**row) for row in rows("customers.jsonl")]


def verbatims(now: datetime) -> list[DemoVerbatim]:
    """Everything said in the eight weeks up to `now` (aware), oldest first; the same for the same `now`."""
    said = [_verbatim(number, row, now) for number, row in enumerate(rows("feedback.jsonl"), start=1)]
    return sorted(said, key=lambda verbatim: (verbatim.occurred_at, verbatim.submission_id))


def _verbatim(number: int, row: dict[str, Any], now: datetime) -> DemoVerbatim:
    clock = time.fromisoformat(row.pop("time"))
    return DemoVerbatim(
        submission_id=f"demo-{number:04d}",
        occurred_at=latest(clock, now) - timedelta(days=row["day"]),
        **row,
    )


def latest(clock: time, now: datetime) -> datetime:
    """The last time that a clock in Seoul showed `clock`: today if that has passed, otherwise yesterday."""
    today = datetime.combine(now.astimezone(SEOUL), clock, tzinfo=SEOUL)
    latest = today if today <= now else today - timedelta(days=1)
    return latest.astimezone(UTC)


def rows(name: str) -> Iterator[dict[str, Any]]:
    """The objects of one of the package's files."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return (json.loads(line) for line in text.split("\n") if line)
