"""A person confirms the word about an item; a task queues it for everybody who has had none."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog

from voc import outbox
from voc.backlog import queries as backlog
from voc.backlog.telling import queries, reaching
from voc.backlog.telling.documents import Telling
from voc.backlog.telling.domain import ORIGIN, NotShipped, Purpose, Words
from voc.backlog.telling.looking import allowed
from voc.backlog.telling.reaching import Way
from voc.channels import domain as channels
from voc.channels import outgoing
from voc.channels.outgoing import Draft, Origin
from voc.clock import stamp
from voc.database import durable
from voc.invitations import notices, zones
from voc.invitations import queries as invitations
from voc.invitations.lawful import Refused
from voc.invitations.schemas import Rules
from voc.outbox import State
from voc.redaction import redacted
from voc.settings import Work

log = structlog.get_logger("voc.backlog")
Row = dict[str, Any]
PURPOSE_OF: Mapping[str, channels.Purpose] = {
    "outcome": channels.Purpose.outcome,
    "advertising": channels.Purpose.advertising,
}


async def confirm(
    workspace: str, item: str, words: Mapping[str, Words], purpose: Purpose, *, by: str, now: datetime
) -> None:
    """Have everybody told who raised an item and was not told before.

    Args:
        workspace: whose.
        item: its id.
        words: by language; at least one.
        purpose: what the message is for.
        by: the member who confirms it.
        now: the present.

    Raises:
        NotFound: no such item.
        NotShipped: it is not shipped, or was reopened.
    """
    await backlog.title_of(workspace, item)
    shipping = await queries.shipping_of(workspace, item)
    if shipping is None:
        raise NotShipped("Customers are told when an item is shipped. This one is not.", item=item)
    fields = {
        "words": {language: each.model_dump() for language, each in words.items()},
        "purpose": purpose,
        "by": by,
        "at": stamp(now),
        "shipping": shipping,
    }
    due = {"state": State.pending.value, "next_dispatch_at": stamp(now), "attempts": 0}
    free = {"owner": None, "lease_until": None, "last_error": None}  # whoever is at it has not seen these words
    change = {"$set": fields | due | free, "$inc": {"revision": 1}, "$setOnInsert": {"workspace": workspace}}
    await durable(Telling).update_one({"_id": item}, change, upsert=True)


async def run(ids: Sequence[str], *, now: datetime, work: Work) -> None:
    """Queue the messages of these items that are confirmed; again queues nothing twice."""
    held = await outbox.lease(Telling, ids, now=now, work=work)
    async with outbox.kept(Telling, held, work=work):
        for row in held.rows:
            try:
                await _queue(row, now=now)
            except Exception as error:  # kept with the record, which is tried again or parked; the others go on
                log.error("word not queued", item=row["_id"], error=redacted(repr(error)).text[:300])
                await outbox.fail(Telling, held, {row["_id"]: repr(error)}, now=now, work=work)
                continue
            await outbox.complete(Telling, [(row["_id"], {})], owner=held.owner)


async def retry_parked(workspace: str, *, now: datetime) -> int:
    """Set going again what failed too often; returns how many there were."""
    condition = {"workspace": workspace, "state": State.parked.value}
    rows = await Telling.get_pymongo_collection().find(condition, {"_id": 1}).to_list()
    return await outbox.retry(Telling, workspace, [row["_id"] for row in rows], now=now)


async def _queue(telling: Row, *, now: datetime) -> None:
    workspace, item = telling["workspace"], telling["_id"]
    ranked, _ = await backlog.one_and_active(workspace, item)
    addressed = await queries.addressed(workspace, item)
    theme = await queries.present(workspace, ranked.theme)
    askers = await queries.askers(workspace, theme)
    rules = await invitations.rules(workspace)
    left = {who: records for who, records in askers.items() if who not in addressed}
    async for some in reaching.ways(workspace, theme, left):
        drafts = [draft for way in some if (draft := _draft(item, way, telling["purpose"], rules, now=now))]
        if drafts:
            await outgoing.queue(workspace, drafts, now=now)


def _draft(item: str, way: Way, purpose: Purpose, rules: Rules, *, now: datetime) -> Draft | None:
    """The message to one person; None where there is no way, or they refuse it as things stand."""
    person = way.person
    address = person.address(way.channel) if way.channel else None
    if way.channel is None or address is None:
        return None
    if isinstance(allowed(person, purpose, way.channel, rules, at=now), Refused):
        return None
    country = zones.country_of(person.attributes.get("country"), person.phone, rules.country)
    spoken = person.attributes.get("language") or person.attributes.get("locale")
    return Draft(
        origin=Origin(kind=ORIGIN, id=item, step=person.customer),
        channel=way.channel,
        address=address.value,
        purpose=PURPOSE_OF[purpose],
        language=notices.language_of(spoken, country),
        customer=person.customer,
    )
