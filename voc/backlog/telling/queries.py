"""Reads of what customers are told."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from voc.backlog.shipping.domain import shipping
from voc.backlog.telling import domain
from voc.backlog.telling.documents import Telling
from voc.backlog.telling.domain import Told
from voc.backlog.workflow import queries as workflow
from voc.channels.documents import Delivery
from voc.customers import queries as customers
from voc.customers.domain import top
from voc.errors import NotFound
from voc.feedback import queries as feedback
from voc.feedback.documents import Feedback
from voc.feedback.queries import Filters
from voc.themes import queries as themes

Row = dict[str, Any]
MERGES_LIMIT = 20


async def telling(workspace: str, item: str) -> Row | None:
    """What was confirmed for an item; None where nobody has yet."""
    return await Telling.get_pymongo_collection().find_one({"_id": item, "workspace": workspace})


async def tellings(workspace: str, items: Collection[str]) -> dict[str, Row]:
    """What was confirmed for some items, by id."""
    condition = {"_id": {"$in": sorted(items)}, "workspace": workspace}
    return {row["_id"]: row for row in await Telling.get_pymongo_collection().find(condition).to_list()}


async def shipping_of(workspace: str, item: str) -> str | None:
    """The change by which an item was shipped; None for one that is not."""
    held = await workflow.stored(workspace, item)
    found = shipping(held.work, held.changes)
    return found.id if found else None


async def progress(workspace: str, item: str) -> Told:
    """How far the word about an item has come."""
    stages = [
        {"$match": {"workspace": workspace, "origin_id": item}},
        {"$group": {"_id": "$status", "n": {"$sum": 1}}},
    ]
    rows = await (await Delivery.get_pymongo_collection().aggregate(stages)).to_list()
    return domain.told({row["_id"]: row["n"] for row in rows})


async def addressed(workspace: str, item: str) -> set[str]:
    """To whom the word about an item was queued already, whatever became of it."""
    condition = {"workspace": workspace, "origin_id": item}
    rows = await Delivery.get_pymongo_collection().find(condition, {"customer": 1}).to_list()
    into = await customers.merged(workspace)
    return {top(row["customer"], into) for row in rows if row["customer"]}


async def askers(workspace: str, theme: str) -> dict[str, list[str]]:
    """Everybody known who raised a theme, with the records under which they did: merged ones are one person."""
    into = await customers.merged(workspace)
    found: dict[str, list[str]] = {}
    for customer in await feedback.mentions_by_customer(workspace, theme):
        if customer:
            found.setdefault(top(customer, into), []).append(customer)
    return dict(sorted(found.items()))


async def spoke_on(workspace: str, theme: str, records: Sequence[str]) -> dict[str, str]:
    """The channel of each record's latest word about a theme."""
    latest: dict[str, tuple[datetime, str]] = {}
    for condition in Filters(theme=theme, customers=records).conditions():
        fields = {"customer": 1, "channel": 1, "occurred_at": 1}
        async for row in Feedback.get_pymongo_collection().find({"workspace": workspace} | condition, fields):
            said = (row["occurred_at"], str(row["channel"]))
            latest[row["customer"]] = max(said, latest.get(row["customer"], said))
    return {record: channel for record, (_, channel) in latest.items()}


async def present(workspace: str, theme: str) -> str:
    """The theme itself, or the one that a person merged it into."""
    for _ in range(MERGES_LIMIT):
        try:
            into = (await themes.row(workspace, theme)).get("merged_into")
        except NotFound:
            break
        if not into:
            break
        theme = str(into)
    return theme
