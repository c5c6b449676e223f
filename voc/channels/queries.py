"""Reads of messages and deliveries."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from voc.channels.documents import Delivery, Message
from voc.channels.domain import Status
from voc.errors import NotFound

Row = dict[str, Any]


class Place(NamedTuple):
    """Where a delivery stands among others, the latest first."""

    queued_at: int
    """A `voc.clock.stamp`."""
    id: str


async def delivery(workspace: str, id_: str) -> Row:
    """One delivery as it is stored.

    Raises:
        NotFound: not in this workspace.
    """
    found = await Delivery.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if found is None:
        raise NotFound("No such delivery.", delivery=id_)
    return dict(found)


async def deliveries(
    workspace: str,
    *,
    channel: str | None = None,
    status: Status | None = None,
    origin: str | None = None,
    before: Place | None = None,
    limit: int = 50,
) -> list[Row]:
    """Deliveries, the latest first; `before` is `place` of the one that the page before ended at.

    A whole campaign is queued within one millisecond, so that the time alone would leave most of it out.
    """
    condition: Row = {"workspace": workspace}
    given = {"channel": channel, "status": status.value if status else None, "origin_id": origin}
    condition |= {name: value for name, value in given.items() if value}
    if before is None:
        return await _latest(condition, limit)
    found = await _latest(condition | {"queued_at": before.queued_at, "_id": {"$lt": before.id}}, limit)
    if len(found) < limit:
        found += await _latest(condition | {"queued_at": {"$lt": before.queued_at}}, limit - len(found))
    return found


def place(delivery: Row) -> Place:
    """Where a delivery stands in `deliveries`."""
    return Place(int(delivery["queued_at"]), delivery["_id"])


async def _latest(condition: Row, limit: int) -> list[Row]:
    found = Delivery.get_pymongo_collection().find(condition)
    return await found.sort([("queued_at", -1), ("_id", -1)]).limit(limit).to_list()


async def of_customers(
    workspace: str, customers: Sequence[str], *, before: int | None = None, limit: int = 50
) -> tuple[list[Row], list[Row]]:
    """What these customers wrote and what they were sent, each the latest first, at or before a stamp."""
    who: Row = {"workspace": workspace, "customer": {"$in": list(customers)}}
    till: Row = {"$lte": before} if before is not None else {}
    written, sent = who | ({"at": till} if till else {}), who | ({"queued_at": till} if till else {})
    return (
        await Message.get_pymongo_collection().find(written).sort("at", -1).limit(limit).to_list(),
        await Delivery.get_pymongo_collection().find(sent).sort("queued_at", -1).limit(limit).to_list(),
    )


async def messages(workspace: str, ids: Sequence[str]) -> list[Row]:
    """Messages by id; those of other workspaces are left out."""
    condition = {"_id": {"$in": list(ids)}, "workspace": workspace}
    return await Message.get_pymongo_collection().find(condition).to_list()
