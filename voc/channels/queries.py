"""Reads of messages and deliveries."""

from collections.abc import Sequence
from typing import Any

from voc.channels.documents import Delivery, Message
from voc.channels.domain import Status
from voc.errors import NotFound

Row = dict[str, Any]


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
    before: int | None = None,
    limit: int = 50,
) -> list[Row]:
    """Deliveries, the latest first; `before` is the stamp that the page before ended at."""
    condition: Row = {"workspace": workspace}
    given = {"channel": channel, "status": status.value if status else None, "origin_id": origin}
    condition |= {name: value for name, value in given.items() if value}
    if before is not None:
        condition["queued_at"] = {"$lt": before}
    return await Delivery.get_pymongo_collection().find(condition).sort("queued_at", -1).limit(limit).to_list()


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
