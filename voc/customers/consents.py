"""What customers agreed to, in which words, and when."""

import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import Field
from pymongo import UpdateOne

from voc import outbox
from voc.clock import from_stamp, stamp
from voc.customers import events
from voc.customers.documents import Consent
from voc.database import durable, flush
from voc.queue import Task
from voc.values import Value, new_id

CONFIRMED = "reconfirmed: "
"""How the source of a decision begins that only confirms an earlier one."""
TO_ADVERTISING: tuple["Purpose", ...] = ("advertising", "night")
RECONFIRMED_AFTER = timedelta(days=1)
"""When somebody first looks whether a fresh consent must be confirmed: it lasts for years."""
OWNERS_AT_ONCE = 200
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


async def record(workspace: str, customer: str, decision: Decision, *, now: datetime, key: str | None = None) -> str:
    """Keep a decision; earlier ones stay as the proof of what was allowed then.

    With a `key` it is kept once, however often it is told; the first time stays.
    """
    if decision.given and decision.purpose in TO_ADVERTISING:
        await outbox.request(workspace, Task.reconfirm_consents, at=now + RECONFIRMED_AFTER)
    id_ = new_id("con", now) if key is None else "con_" + _digest(workspace, customer, key)
    stored = decision.model_dump() | {"workspace": workspace, "customer": customer, "at": stamp(now)}
    await durable(Consent).update_one({"_id": id_}, {"$setOnInsert": stored}, upsert=True)
    told = {
        "channel": decision.channel,
        "purpose": decision.purpose,
        "given": decision.given,
        "source": decision.source,
    }
    await events.add(workspace, customer, "consent", at=now, fields=told, key=id_)
    return id_


class Told(Value):
    """A decision that was made elsewhere."""

    customer: str
    decision: Decision
    """With its time."""
    key: str
    """The same is kept once."""


async def record_many(workspace: str, told: Sequence[Told], *, now: datetime) -> set[str]:
    """Keep decisions that were made elsewhere, with a batch of writes; on disk when it returns.

    Returns:
        Whose were not there yet.
    """
    by_id = {"con_" + _digest(workspace, each.customer, each.key): each for each in told}
    if not by_id:
        return set()
    stored = await Consent.get_pymongo_collection().find({"_id": {"$in": list(by_id)}}, {"_id": 1}).to_list()
    fresh = {id_: each for id_, each in by_id.items() if id_ not in {row["_id"] for row in stored}}
    if any(each.decision.given and each.decision.purpose in TO_ADVERTISING for each in fresh.values()):
        await outbox.request(workspace, Task.reconfirm_consents, at=now + RECONFIRMED_AFTER)
    writes = [
        UpdateOne(
            {"_id": id_},
            {"$setOnInsert": each.decision.model_dump() | {"workspace": workspace, "customer": each.customer}},
            upsert=True,
        )
        for id_, each in fresh.items()
    ]
    if writes:
        await events.add_many(workspace, "consent", [_happened(id_, each) for id_, each in fresh.items()])
        await Consent.get_pymongo_collection().bulk_write(writes, ordered=False)
        await flush(Consent)
    return {each.customer for each in fresh.values()}


def _happened(id_: str, told: Told) -> tuple[str, datetime, dict[str, Any], str]:
    said = told.decision
    return told.customer, from_stamp(said.at), said.model_dump(include={"channel", "purpose", "given", "source"}), id_


async def confirm(workspace: str, person: Sequence[str], channel: str, *, how: str, at: datetime, key: str) -> bool:
    """Note that consent to advertising still stands: once per `key`, with the words that it was given in.

    A decision later than `at` is left alone: whoever withdrew meanwhile has withdrawn.

    Args:
        workspace: whose.
        person: a customer and everybody merged into them, themselves first.
        channel: that the consent is for.
        how: in a few words, such as "no objection".
        at: as of when.
        key: what confirmed it.

    Returns:
        Whether there was anything to confirm.
    """
    latest = await of_person(workspace, person)
    standing_ = [latest[channel, purpose] for purpose in TO_ADVERTISING if (channel, purpose) in latest]
    confirmed = [each for each in standing_ if each.given and each.at < stamp(at)]
    for each in confirmed:
        again = each.model_copy(update={"source": f"{CONFIRMED}{how}"})
        await record(workspace, person[0], again, now=at, key=f"{key}:{each.purpose}")
    return bool(confirmed)


async def history(workspace: str, customers: Sequence[str]) -> list[Decision]:
    """Every decision of these customers, the latest first."""
    return [decision for _, decision in await _all(workspace, customers)]


async def standing(workspace: str, customers: Sequence[str]) -> dict[str, Standing]:
    """The decisions that count, by customer; who never decided is left out."""
    found: dict[str, dict[tuple[str, str], Decision]] = {}
    for customer, decision in await _all(workspace, customers):
        found.setdefault(customer, {}).setdefault((decision.channel, decision.purpose), decision)
    return dict(found)


async def of_person(workspace: str, person: Sequence[str]) -> Standing:
    """The decisions that count of one person, all whose records are given."""
    found: dict[tuple[str, str], Decision] = {}
    for _, decision in await _all(workspace, person):
        found.setdefault((decision.channel, decision.purpose), decision)
    return found


def given_at(history: Sequence[Decision], channel: str, purpose: str) -> int | None:
    """When the consent that counts was given, before all confirmations of it; None where none counts.

    Args:
        history: of one person, the latest first.
        channel: that it is for.
        purpose: that it is for.
    """
    at = None
    for each in (each for each in history if (each.channel, each.purpose) == (channel, purpose)):
        if not each.given:
            break
        at = each.at
        if not each.source.startswith(CONFIRMED):
            break
    return at


async def consenting(workspace: str, *, before: datetime) -> AsyncIterator[list[str]]:
    """Who agreed to advertising before that, many at a time; some may have decided anew since, and come again."""
    owners: set[str] = set()
    old = {"workspace": workspace, "at": {"$lte": stamp(before)}}
    fields = {"customer": 1, "purpose": 1, "given": 1}
    async for row in Consent.get_pymongo_collection().find(old, fields):
        if row["given"] and row["purpose"] in TO_ADVERTISING:
            owners.add(row["customer"])
        if len(owners) == OWNERS_AT_ONCE:
            yield sorted(owners)
            owners.clear()
    if owners:
        yield sorted(owners)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:26]


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
