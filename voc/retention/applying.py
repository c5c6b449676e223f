"""Removing what is older than a workspace's rules allow, some at a time."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from beanie import Document

from voc import outbox
from voc.audit import service as audit
from voc.audit.domain import By, Deed
from voc.channels.documents import Delivery, Message
from voc.clock import from_stamp, stamp
from voc.conversations.documents import Conversation
from voc.customers.documents import CustomerEvent
from voc.database import durable
from voc.faq.live.documents import LiveOffer
from voc.feedback import domain as feedback
from voc.feedback.documents import Feedback
from voc.history import traces
from voc.history.surroundings import Above
from voc.outbox import Chore
from voc.responses.documents import Response
from voc.retention.documents import Retention
from voc.retention.service import GRACE
from voc.settings import Work
from voc.signals.documents import Signal

Row = dict[str, Any]
PAUSE = timedelta(days=1)
AT_ONCE = 500
ROUNDS = 10
"""Then other work has its turn."""
_BY_STAMP: tuple[tuple[str, type[Document], str], ...] = (
    ("messages", Message, "received_at"),
    ("deliveries", Delivery, "queued_at"),
    ("conversations", Conversation, "last_at"),
    ("events", CustomerEvent, "at"),
    ("signals", Signal, "received_at"),
    ("offered_answers", LiveOffer, "at"),
)
"""What has no counter of its own, and the stamp that says how old it is."""


async def run(chore_id: str, *, above: Above, now: datetime, work: Work) -> bool:
    """Apply the rules if the chore is ours to take, and set the next day's; returns whether it was ours."""
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    if not held.rows:
        return False
    chore = held.rows[0]
    again = await apply(chore["workspace"], above=above, now=now)
    await outbox.finish(chore, held.owner, now=now, next_at=again)
    return True


async def apply(workspace: str, *, above: Above, now: datetime) -> datetime | None:
    """Remove what is too old, as far as some rounds go; what was removed is on record.

    Returns:
        When to look again; None where no rule is left.
    """
    row = await Retention.get_pymongo_collection().find_one({"_id": workspace})
    if row is None:
        return None
    await _recount(row, above=above, now=now)  # of a round that was cut off
    if not (row["days"] or row["surveys"]):
        return None
    if (since := from_stamp(row["changed_at"]) + GRACE) > now:
        return since
    removed: Counter[str] = Counter()
    for _ in range(ROUNDS):
        found = await _round(row, above=above, now=now)
        if not found.total():
            break
        removed += found
    if removed:
        told = {name: str(count) for name, count in sorted(removed.items())}
        await audit.record(workspace, Deed(action="retention.applied", by=By.system, details=told), now=now)
    return now if found.total() else now + PAUSE


async def _round(rules: Row, *, above: Above, now: datetime) -> Counter[str]:
    removed: Counter[str] = Counter()
    for survey, before in _limits(rules, now):
        removed += await _round_of(rules, survey, before, above=above, now=now)
    if rules["days"]:
        before = stamp(now - timedelta(days=rules["days"]))
        for name, model, field in _BY_STAMP:
            removed[name] += await _older(model, rules["workspace"], field, before)
    return removed


def _limits(rules: Mapping[str, Any], now: datetime) -> Iterator[tuple[str | None, datetime]]:
    """Surveys, None for all of them and what comes unasked, and the time before which what came goes."""
    if rules["days"]:
        yield None, now - timedelta(days=rules["days"])
    for survey, days in rules["surveys"].items():
        yield survey, now - timedelta(days=days)


async def _round_of(rules: Row, survey: str | None, before: datetime, *, above: Above, now: datetime) -> Counter[str]:
    """Some answers and verbatims; their counters first on paper, then they, then the counters."""
    workspace = rules["workspace"]
    answers = await _answers(workspace, survey, before)
    said = await _said(workspace, survey, before)
    if not answers and not said:
        return Counter()
    fields = {
        "buckets": sorted({row["bucket"] for row in said}),
        "answered": sorted([row["survey"], row["received_at"].isoformat()] for row in answers),
    }
    await durable(Retention).update_one({"_id": workspace}, {"$set": fields})
    removed = Counter(files=await traces.delete_uploads(await traces.named_in(workspace, answers)))
    removed["responses"] = await traces.delete_ids(Response, workspace, [row["_id"] for row in answers])
    ids = [row["_id"] for row in said]
    if ids:
        await above.forget(workspace, ids)
    removed["feedback"] = await traces.delete_ids(Feedback, workspace, ids)
    await _recount(rules | fields, above=above, now=now)
    return removed


async def _answers(workspace: str, survey: str | None, before: datetime) -> list[Row]:
    condition: Row = {"workspace": {"$eq": workspace}, "received_at": {"$lt": before}}
    condition |= {"survey": {"$eq": survey}} if survey else {}
    fields = dict.fromkeys(("survey", "received_at", "answers"), 1)
    return await Response.get_pymongo_collection().find(condition, fields).limit(AT_ONCE).to_list()


async def _said(workspace: str, survey: str | None, before: datetime) -> list[Row]:
    """Nothing reaches us before it was said, so the order in which it was said bounds the search."""
    condition: Row = {"workspace": {"$eq": workspace}, "position": {"$lt": feedback.instant(before)}}
    condition |= {"received_at": {"$lt": before}} | ({"source": {"$eq": survey}} if survey else {})
    return await Feedback.get_pymongo_collection().find(condition, {"bucket": 1}).limit(AT_ONCE).to_list()


async def _older(model: type[Document], workspace: str, field: str, before: int) -> int:
    condition = {"workspace": {"$eq": workspace}, field: {"$lt": before}}
    rows = await model.get_pymongo_collection().find(condition, {"_id": 1}).limit(AT_ONCE).to_list()
    return await traces.delete_ids(model, workspace, [row["_id"] for row in rows])


async def _recount(rules: Row, *, above: Above, now: datetime) -> None:
    if not rules["buckets"] and not rules["answered"]:
        return
    answered = [(survey, datetime.fromisoformat(at)) for survey, at in rules["answered"]]
    workspace = rules["workspace"]
    await above.recount(workspace, buckets=rules["buckets"], answered=answered, customers=[], now=now)
    await durable(Retention).update_one({"_id": workspace}, {"$set": {"buckets": [], "answered": []}})
