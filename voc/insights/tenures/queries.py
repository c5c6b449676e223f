"""Reads of tenures, and of the customers that they come from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voc import outbox
from voc.clock import EPOCH, stamp
from voc.customers import queries as customers
from voc.customers.documents import Customer
from voc.insights.tenures import domain
from voc.insights.tenures.documents import TenureShard, TenureSum
from voc.insights.tenures.domain import Tenures
from voc.queue import Task

Row = dict[str, Any]
UNCOUNTED_LIMIT = 1_000
"""Records marked per round."""
IN_LIMIT = 500
"""Values per `$in`."""
COUNTED_FIELDS = dict.fromkeys(("attributes", "first_seen_at", "merged_into", "shard"), 1)


async def uncounted(workspace: str | None = None, limit: int = UNCOUNTED_LIMIT) -> list[Row]:
    """Customers whose latest change the counters have not seen: id, workspace, revision, and whose part they were."""
    condition = {"uncounted": True} | ({"workspace": workspace} if workspace else {})
    fields = dict.fromkeys(("workspace", "revision", "parted_from"), 1)
    return await Customer.get_pymongo_collection().find(condition, fields).limit(limit).to_list()


async def dirty_shards(*, now: datetime, limit: int = 200) -> list[Row]:
    """Shards to recompute, those still resting left out."""
    rows = await TenureShard.get_pymongo_collection().find({"dirty": True}, {"tenures": 0}).limit(limit * 4).to_list()
    return [row for row in rows if row["not_before"] <= stamp(now)][:limit]


async def shards(workspace: str) -> list[Row]:
    """Every shard of a workspace."""
    return await TenureShard.get_pymongo_collection().find({"workspace": workspace}).to_list()


async def records(workspace: str, names: Sequence[str]) -> list[Row]:
    """The customers of some shards, only what is counted."""
    condition = {"workspace": workspace, "shard": {"$in": list(names)}}
    return await Customer.get_pymongo_collection().find(condition, COUNTED_FIELDS).to_list()


async def parts(workspace: str, ids: Sequence[str]) -> dict[str, Row]:
    """Customers by id, only what is counted."""
    found: dict[str, Row] = {}
    for start in range(0, len(ids), IN_LIMIT):
        rows = await customers.rows(workspace, ids[start : start + IN_LIMIT], COUNTED_FIELDS)
        found |= {row["_id"]: row for row in rows}
    return found


async def is_complete(workspace: str) -> bool:
    """Whether every customer's record was looked at since there are shards."""
    row = await TenureSum.get_pymongo_collection().find_one({"_id": workspace, "workspace": workspace}, {"complete": 1})
    return bool(row and row.get("complete"))


async def summed(workspace: str) -> Tenures:
    """How long everybody stays, as of the last sum; one that lacks customers of before is made anew soon."""
    return domain.unpack(await packed_sum(workspace))


async def packed_sum(workspace: str) -> bytes:
    """The same as it is stored, see `domain.pack`."""
    row = await TenureSum.get_pymongo_collection().find_one({"_id": workspace, "workspace": workspace})
    if row is None or not row.get("complete"):
        await outbox.request(workspace, Task.sum_tenures, at=EPOCH)
    return bytes(row["tenures"]) if row else b""
