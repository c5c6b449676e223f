"""Keeping tenures: mark what changed, recompute what is marked."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo import UpdateOne

from voc import outbox
from voc.clock import stamp
from voc.customers import queries as customers
from voc.customers.documents import Customer
from voc.customers.domain import shard_of, top
from voc.insights.tenures import domain, queries, sorting
from voc.insights.tenures.documents import TenureShard, TenureSum
from voc.insights.tenures.sorting import Sorting
from voc.queue import Task
from voc.values import Value

Row = dict[str, Any]
SUM_WAIT = timedelta(seconds=15)
REST_FACTOR = 4
"""Shards rest this many times as long as their recount took."""
RECORDS_AT_ONCE = 2_000
SHARDS_AT_ONCE = 100
MARK_BATCH = 200


class Round(Value):
    """What one round of counting did."""

    marked_records: int
    recounted_shards: int

    def is_over(self) -> bool:
        """Whether nothing was left to do; what rests is done later."""
        return self.marked_records == self.recounted_shards == 0


async def settle(*, now: datetime, timer: Callable[[], float] = time.monotonic) -> Round:
    """One round: mark the shards of changed customers, then recompute the marked ones."""
    rows = await queries.uncounted()
    for workspace in sorted({row["workspace"] for row in rows}):
        changed = [row for row in rows if row["workspace"] == workspace]
        await mark(workspace, await counted_in(workspace, changed), now=now)
    await _unflag(rows)
    dirty = await queries.dirty_shards(now=now)
    for workspace in sorted({row["workspace"] for row in dirty}):
        # before and after: a worker that dies in between leaves nothing that says what it recounted
        await outbox.request(workspace, Task.sum_tenures, at=now + SUM_WAIT)
        await recount(workspace, [row for row in dirty if row["workspace"] == workspace], now=now, timer=timer)
        await outbox.request(workspace, Task.sum_tenures, at=now + SUM_WAIT)
    return Round(marked_records=len(rows), recounted_shards=len(dirty))


async def mark(workspace: str, shards: Sequence[str], *, now: datetime) -> None:
    """Have these shards recomputed."""
    fresh = {"$setOnInsert": {"not_before": stamp(now), "total": 0, "sorting": ""}}
    for start in range(0, len(shards), MARK_BATCH):
        await TenureShard.get_pymongo_collection().bulk_write(
            [
                UpdateOne(
                    {"_id": f"{workspace}|{shard}"},
                    {"$inc": {"version": 1}, "$set": {"dirty": True, "workspace": workspace, "shard": shard}} | fresh,
                    upsert=True,
                )
                for shard in shards[start : start + MARK_BATCH]
            ],
            ordered=False,
        )


async def recount(
    workspace: str, shards: Sequence[Row], *, now: datetime, timer: Callable[[], float] = time.monotonic
) -> None:
    """Recompute shards from the customers' records; one that changes meanwhile stays marked."""
    sorted_into = await sorting.read(workspace)
    for batch in _batches(shards):
        began = timer()
        counted = await _count(workspace, [row["shard"] for row in batch], sorted_into)
        rest = timedelta(seconds=REST_FACTOR * (timer() - began))
        writes = []
        for row in batch:
            total, tenures = counted[row["shard"]]
            fields = {"tenures": domain.pack(tenures), "total": total, "sorting": sorted_into.mark, "dirty": False}
            unchanged = {"_id": row["_id"], "version": row["version"]}
            writes.append(UpdateOne(unchanged, {"$set": fields | {"not_before": stamp(now + rest)}}))
        await TenureShard.get_pymongo_collection().bulk_write(writes, ordered=False)


async def store_sum(workspace: str, **known: bool) -> list[Row]:
    """Keep the sum of a workspace's shards, which are returned; `known` is kept beside it."""
    rows = await queries.shards(workspace)
    tenures = domain.pack(domain.together(domain.unpack(bytes(row.get("tenures") or b"")) for row in rows))
    kept = {"$set": {"workspace": workspace, "tenures": tenures} | known}
    await TenureSum.get_pymongo_collection().update_one({"_id": workspace}, kept, upsert=True)
    return rows


async def counted_in(workspace: str, changed: Sequence[Row]) -> list[str]:
    """The shards that these customers are counted in, or were before somebody took them out of another one."""
    into = await customers.merged(workspace)
    concerned = {id_ for row in changed for id_ in (row["_id"], row.get("parted_from")) if id_}
    return sorted({shard_of(each) for id_ in concerned for each in (id_, top(id_, into))})


async def _count(workspace: str, names: Sequence[str], into: Sorting) -> dict[str, tuple[int, domain.Tenures]]:
    """By shard: how many records it has, and how long the people stay whose main record lies in it."""
    merged = await customers.merged(workspace)
    rows = await queries.records(workspace, names)
    mains = {row["_id"] for row in rows if not row.get("merged_into")}
    members: dict[str, list[str]] = {}
    for part in sorted(merged):
        if (main := top(part, merged)) in mains:
            members.setdefault(main, []).append(part)
    parts = await queries.parts(workspace, [part for each in members.values() for part in each])
    counted = {name: (0, domain.unpack(b"")) for name in names}
    for row in rows:
        total, tenures = counted[row["shard"]]
        if row["_id"] in mains:
            own = [row, *(parts[part] for part in members.get(row["_id"], []) if part in parts)]
            if (found := domain.tenure(own, into.belongs)) is not None:
                tenures[found] += 1
        counted[row["shard"]] = total + 1, tenures
    return counted


def _batches(shards: Sequence[Row]) -> Iterator[list[Row]]:
    """As many shards at a time as hold a moderate number of records."""
    batch: list[Row] = []
    for row in shards:
        if batch and (len(batch) == SHARDS_AT_ONCE or sum(each["total"] for each in batch) >= RECORDS_AT_ONCE):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


async def _unflag(rows: Sequence[Row]) -> None:
    for start in range(0, len(rows), MARK_BATCH):
        await Customer.get_pymongo_collection().bulk_write(
            [
                UpdateOne({"_id": row["_id"], "revision": row["revision"]}, {"$set": {"uncounted": False}})
                for row in rows[start : start + MARK_BATCH]
            ],
            ordered=False,
        )
