"""Reads of webhooks and their deliveries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voc.clock import stamp
from voc.errors import NotFound
from voc.webhooks.documents import Webhook, WebhookDelivery
from voc.webhooks.domain import Status

Row = dict[str, Any]
FETCHED = 500
"""Deliveries read at a time where there may be many."""


async def webhook(workspace: str, id_: str) -> Row:
    """One webhook as it is stored.

    Raises:
        NotFound: not in this workspace.
    """
    found = await Webhook.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if found is None:
        raise NotFound("No such webhook.", webhook=id_)
    return dict(found)


async def webhooks(workspace: str) -> list[Row]:
    """A workspace's webhooks, in the order in which they were made."""
    found = Webhook.get_pymongo_collection().find({"workspace": workspace})
    return await found.sort("created_at", 1).to_list()


async def by_ids(ids: Sequence[str]) -> dict[str, Row]:
    """Webhooks of any workspace, by id: for who sends."""
    rows = await Webhook.get_pymongo_collection().find({"_id": {"$in": list(ids)}}).to_list()
    return {row["_id"]: row for row in rows}


async def delivery(workspace: str, webhook_id: str, id_: str) -> Row:
    """One delivery as it is stored.

    Raises:
        NotFound: not of this webhook.
    """
    condition = {"_id": id_, "workspace": workspace, "webhook": webhook_id}
    found = await WebhookDelivery.get_pymongo_collection().find_one(condition)
    if found is None:
        raise NotFound("No such delivery.", delivery=id_)
    return dict(found)


async def deliveries(
    workspace: str, webhook_id: str, *, status: Status | None = None, before: str | None = None, limit: int = 50
) -> list[Row]:
    """A webhook's deliveries, the latest first; `before` is the `position` of the last one of the page before."""
    condition: Row = {"workspace": workspace, "webhook": webhook_id}
    if status:
        condition["status"] = status.value
    if before:
        condition["position"] = {"$lt": before}
    found = WebhookDelivery.get_pymongo_collection().find(condition)
    return await found.sort("position", -1).limit(limit).to_list()


async def latest(workspace: str, ids: Sequence[str]) -> dict[str, Row]:
    """The latest delivery of each of these webhooks that has one."""
    found = {id_: await deliveries(workspace, id_, limit=1) for id_ in ids}
    return {id_: rows[0] for id_, rows in found.items() if rows}


async def undelivered(workspace: str, webhook_id: str, since: datetime) -> list[str]:
    """Ids of what failed or was missed and happened at or after `since`."""
    from_ = place(stamp(since))
    rows: list[Row] = []
    for status in (Status.failed, Status.missed):
        mine = {"workspace": workspace, "webhook": webhook_id, "status": status.value, "position": {"$gte": from_}}
        rows += await WebhookDelivery.get_pymongo_collection().find(mine, {"_id": 1}).to_list()
    return [row["_id"] for row in rows]


def place(at: int, rest: str = "") -> str:
    """Where a delivery made at the stamp `at` stands among others; without the rest, before all of that moment."""
    return f"p{at:014d}-{rest}"
