"""What customers agreed to, in which words, and when."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from pydantic import Field

from voc.clock import stamp
from voc.customers import events
from voc.customers.documents import Consent
from voc.database import durable
from voc.values import Value, new_id

Purpose = Literal["survey", "advertising", "night"]
"""`night` is advertising between 21:00 and 08:00, which Korean law wants agreed to separately."""


class Decision(Value):
    """One decision of one customer."""

    channel: str = Field(min_length=1, max_length=20)
    purpose: Purpose
    given: bool
    text: str = Field(default="", max_length=5_000)
    """What they agreed to or refused, word by word."""
    text_version: str = Field(default="", max_length=60)
    source: str = Field(default="", max_length=200)
    """Where: a page, a message, a paper form."""
    at: int = 0
    """A `voc.clock.stamp`; set when it is recorded."""


Standing = Mapping[tuple[str, str], Decision]
"""The decision that counts, by channel and purpose."""


async def record(workspace: str, customer: str, decision: Decision, *, now: datetime) -> str:
    """Keep a decision; earlier ones stay as the proof of what was allowed then."""
    id_ = new_id("con", now)
    stored = decision.model_dump() | {"_id": id_, "workspace": workspace, "customer": customer, "at": stamp(now)}
    await durable(Consent).insert_one(stored)
    told = {
        "channel": decision.channel,
        "purpose": decision.purpose,
        "given": decision.given,
        "source": decision.source,
    }
    await events.add(workspace, customer, "consent", at=now, fields=told, key=id_)
    return id_


async def history(workspace: str, customers: Sequence[str]) -> list[Decision]:
    """Every decision of these customers, the latest first."""
    return [decision for _, decision in await _all(workspace, customers)]


async def standing(workspace: str, customers: Sequence[str]) -> dict[str, Standing]:
    """The decisions that count, by customer; who never decided is left out."""
    found: dict[str, dict[tuple[str, str], Decision]] = {}
    for customer, decision in await _all(workspace, customers):
        found.setdefault(customer, {}).setdefault((decision.channel, decision.purpose), decision)
    return dict(found)


async def _all(workspace: str, customers: Sequence[str]) -> list[tuple[str, Decision]]:
    condition = {"workspace": workspace, "customer": {"$in": list(customers)}}
    rows = await Consent.get_pymongo_collection().find(condition).to_list()
    rows.sort(key=lambda row: (row["at"], row["_id"]), reverse=True)
    return [
        (
            row["customer"],
            Decision(**{name: row[name] for name in Decision.model_fields} | {"given": bool(row["given"])}),
        )
        for row in rows
    ]
