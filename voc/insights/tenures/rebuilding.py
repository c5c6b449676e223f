"""All tenures anew, from every customer's record."""

from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from voc.customers.documents import Customer
from voc.customers.domain import shard_of
from voc.insights.schemas import Rebuilt
from voc.insights.tenures import counting, domain, queries

Row = dict[str, Any]
WRITES_AT_ONCE = 200


async def rebuild(workspace: str, *, now: datetime) -> Rebuilt:
    """Recompute every shard of a workspace from the customers' records, add them up, and say how many differed."""
    before = {row["shard"]: row for row in await queries.shards(workspace)}
    moving = {name for name, row in before.items() if row["dirty"]}
    moving |= set(await counting.counted_in(workspace, await queries.uncounted(workspace, limit=5_000)))
    names = sorted(before.keys() | await _shards_in_use(workspace))
    await counting.mark(workspace, names, now=now)
    marked = [row for row in await queries.shards(workspace) if row["dirty"]]
    await counting.recount(workspace, marked, now=now)
    after = {row["shard"]: row for row in await counting.store_sum(workspace, complete=True)}
    differed = {name for name in names if _tenures(before.get(name)) != _tenures(after.get(name))}
    return Rebuilt(
        workspace=workspace,
        buckets=len(after),
        unsettled=len(differed & moving),
        changed=len(differed - moving),
        total=sum(row["total"] for row in after.values()),
    )


async def _shards_in_use(workspace: str) -> set[str]:
    """Shards that customers lie in; those who were stored before there were shards are put into theirs."""
    found, missing = set(), []
    async for row in Customer.get_pymongo_collection().find({"workspace": workspace}, {"shard": 1}):
        found.add(shard_of(row["_id"]))
        if not row.get("shard"):
            missing.append(UpdateOne({"_id": row["_id"]}, {"$set": {"shard": shard_of(row["_id"])}}))
    for start in range(0, len(missing), WRITES_AT_ONCE):
        await Customer.get_pymongo_collection().bulk_write(missing[start : start + WRITES_AT_ONCE], ordered=False)
    return found


def _tenures(row: Row | None) -> domain.Tenures:
    return domain.unpack(bytes(row.get("tenures") or b"")) if row else domain.unpack(b"")
