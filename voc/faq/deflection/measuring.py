"""Count who asks published questions again; what is kept are counts."""

from datetime import datetime, timedelta
from typing import Any

from voc import outbox
from voc.clock import from_stamp, stamp
from voc.faq.deflection import domain, gathering
from voc.faq.deflection.documents import FaqDeflection
from voc.faq.deflection.domain import GivenOut
from voc.faq.deflection.gathering import VISITOR, Heard
from voc.faq.deflection.judging import Askers, Volume
from voc.insights.tenures import queries as tenures
from voc.insights.tenures.domain import Tenures, month_of
from voc.outbox import Chore
from voc.settings import Work

Row = dict[str, Any]
_DAY_MS = timedelta(days=1) // timedelta(milliseconds=1)


async def run(chore_id: str, *, now: datetime, work: Work) -> bool:
    """Count if the chore is ours to take; returns whether it was. Every night's grouping of questions asks for it."""
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    if not held.rows:
        return False
    (chore,) = held.rows
    try:
        async with outbox.kept(Chore, held, work=work):
            await measure(chore["workspace"], now=now)
    except Exception as error:  # whatever went wrong is kept with the chore, which is tried again or parked
        await outbox.fail(Chore, held, {chore_id: repr(error)}, now=now, work=work)
        raise
    await outbox.finish(chore, held.owner, now=now)
    return True


async def measure(workspace: str, *, now: datetime) -> int:
    """Count anew for every answer that is given out, or was until it went stale, and forget the others.

    Returns:
        How many those are.
    """
    entries = {row["_id"]: row for row in await gathering.published(workspace)}
    asked = await gathering.heard(workspace, list(entries.values()))
    first, stays = await gathering.first_heard(workspace), await tenures.summed(workspace)
    collection = FaqDeflection.get_pymongo_collection()
    for id_, row in entries.items():
        span: GivenOut = row["span"]
        heard_at = stamp(first) if first else span.since
        counted = counts(asked[id_], span, heard=heard_at, stays=stays, now=stamp(now))
        fields = {"workspace": workspace, **span._asdict(), "counted_at": stamp(now)} | counted
        await collection.update_one({"_id": id_}, {"$set": fields}, upsert=True)
    known = await collection.find({"workspace": workspace}, {"_id": 1}).to_list()
    gone = [each["_id"] for each in known if each["_id"] not in entries]
    if gone:
        await collection.delete_many({"_id": {"$in": gone}, "workspace": workspace})
    return len(entries)


def counts(asked: Heard, span: GivenOut, *, heard: int, stays: Tenures, now: int) -> Row:
    """What is kept of one answer.

    Args:
        asked: who asked the question.
        span: when its answer was given out; what is asked later says nothing of it.
        heard: when anybody was heard in the workspace for the first time.
        stays: how long its customers stay.
        now: the present.
    """
    since, now = span.since, now if span.until is None else span.until
    moments = domain.moments(each for each in asked.asked if each.at <= now)
    days = domain.period(since=since, heard=heard, now=now)
    volume = None
    if days:
        span = days * _DAY_MS
        known = {person: times for person, times in moments.items() if not person.startswith(VISITOR)}
        before, after = (
            Askers(askers=domain.askers(known, first, first + span), customers=_customers(stays, first, first + span))
            for first in (since - span, since)
        )
        volume = Volume(days=days, before=before, after=after).model_dump(mode="json")
    return {
        "followed": domain.followed(moments, since=since, now=now).model_dump(mode="json"),
        "nameless": sum(since <= at <= now for at in asked.nameless),
        "volume": volume,
    }


def _customers(stays: Tenures, first: int, last: int) -> int:
    """Customers at any time in the months of a period."""
    begin, end = (month_of(from_stamp(at).date()) for at in (first, last))
    return sum(n for each, n in stays.items() if each.begun <= end and (each.ended is None or each.ended > begin))
