"""Counting, recounting and reading totals."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from bson.errors import InvalidDocument
from pymongo import UpdateOne
from pymongo.errors import PyMongoError

from voc import outbox
from voc.clock import from_stamp, stamp
from voc.feedback import queries as feedback
from voc.feedback.documents import Feedback
from voc.feedback.domain import FeedbackState
from voc.insights import daily, domain, queries
from voc.insights.dashboard import keeping
from voc.insights.documents import Rollup, Summary
from voc.insights.schemas import FeedbackTotals, Rebuilt
from voc.outbox import Chore
from voc.queue import Task
from voc.settings import Work
from voc.values import Value

log = structlog.get_logger()

SUMMARY_WAIT = timedelta(seconds=2)
FAULT_REST = timedelta(minutes=1)
REST_FACTOR = 4
"""A bucket rests this many times as long as its recount took."""
ROUND_SECONDS = 5.0
"""Of recounting in one round; the buckets that are left stay marked."""
MARK_BATCH = 200


class Round(Value):
    """What one round of counting did."""

    marked_rows: int
    recounted_buckets: int

    def is_over(self) -> bool:
        """Whether nothing was left to do; what rests is done later."""
        return self.marked_rows == self.recounted_buckets == 0


async def settle(*, now: datetime, timer: Callable[[], float] = time.monotonic) -> Round:
    """One round: mark the buckets of changed rows, then recompute dirty ones, as many as `ROUND_SECONDS` allow for."""
    until = timer() + ROUND_SECONDS
    rows = await queries.uncounted_rows()
    await mark(sorted({(row["workspace"], row["bucket"]) for row in rows}), now)
    await _unflag(rows)
    buckets = await queries.dirty_buckets(now=now)
    await _sum_soon(buckets, now)
    recounted = 0
    for bucket in buckets:
        recounted += 1
        try:
            await _recount(bucket, now, timer)
        except (PyMongoError, InvalidDocument) as error:  # one bucket's fault must not stop the others' counting
            log.error("bucket not counted", bucket=bucket["_id"], error=repr(error)[:300])
            later = {"$set": {"not_before": stamp(now + FAULT_REST)}}
            await Rollup.get_pymongo_collection().update_one({"_id": bucket["_id"]}, later)
        if timer() >= until:
            break
    await _sum_soon(buckets, now)
    return Round(marked_rows=len(rows), recounted_buckets=recounted)


async def totals(workspace: str) -> FeedbackTotals:
    """How much feedback there is, exact at the moment of asking.

    The sum of settled buckets, plus the rows of unsettled ones counted afresh: the cost follows
    what is changing, not what is stored.
    """
    changed = {row["bucket"] for row in await queries.uncounted_rows(workspace, limit=5_000)}
    settled, moving = await queries.settled_total(workspace, changed)
    return FeedbackTotals(
        total=settled + await queries.live_total(workspace, moving),
        pending=await feedback.waiting(workspace, FeedbackState.pending),
        parked=await feedback.waiting(workspace, FeedbackState.parked),
    )


async def summarise(chore_id: str, *, now: datetime, work: Work) -> None:
    """Add a workspace's buckets up, once for all pages that show the sums."""
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    for chore in held.rows:
        buckets = await queries.rollups(chore["workspace"])
        counts = domain.total(row["counts"] for row in buckets).model_dump(exclude={"crossed"})
        kept = {"_id": chore["workspace"], "workspace": chore["workspace"], "counts": counts}
        await keeping.keep(chore["workspace"], buckets, now.date())
        await Summary.get_pymongo_collection().replace_one({"_id": chore["workspace"]}, kept, upsert=True)
        # what is still to be recounted is added up after that, even if whoever recounts it dies before saying so
        moving = [row["not_before"] for row in buckets if row["dirty"]]
        next_at = max(from_stamp(min(moving)), now + SUMMARY_WAIT) if moving else None
        await outbox.finish(chore, held.owner, now=now + SUMMARY_WAIT, next_at=next_at)


async def rebuild(workspace: str, *, now: datetime) -> Rebuilt:
    """Recompute every bucket of a workspace from the raw rows and say what differed."""
    moving = await queries.unsettled_buckets(workspace)
    before = {row["bucket"]: row["counts"] for row in await queries.rollups(workspace)}
    names = sorted(set(before) | set(await queries.raw_buckets(workspace)))
    await mark([(workspace, name) for name in names], now)
    await outbox.request(workspace, Task.summarise, at=now + SUMMARY_WAIT)
    for name in names:
        row = await Rollup.get_pymongo_collection().find_one({"_id": f"{workspace}|{name}"})
        if row is not None:
            await _recount(row, now, time.monotonic)
    after = {row["bucket"]: row["counts"] for row in await queries.rollups(workspace)}
    total = sum(counts["total"] for counts in after.values())
    differed = {name for name in names if before.get(name) != after.get(name)}
    return Rebuilt(
        workspace=workspace,
        buckets=len(after),
        unsettled=len(differed & moving),
        changed=len(differed - moving),
        total=total,
    )


async def mark(buckets: Sequence[tuple[str, str]], now: datetime) -> None:
    """Have these buckets, each with its workspace, recomputed, and the days that they lie in."""
    await daily.mark(buckets, now)
    for start in range(0, len(buckets), MARK_BATCH):
        await Rollup.get_pymongo_collection().bulk_write(
            [
                UpdateOne(
                    {"_id": f"{workspace}|{bucket}"},
                    {
                        "$inc": {"version": 1},
                        "$set": {"dirty": True, "workspace": workspace, "bucket": bucket},
                        "$setOnInsert": {"not_before": stamp(now), "total": 0, "counts": domain.Counts().model_dump()},
                    },
                    upsert=True,
                )
                for workspace, bucket in buckets[start : start + MARK_BATCH]
            ],
            ordered=False,
        )


async def _sum_soon(buckets: Sequence[dict[str, Any]], now: datetime) -> None:
    """Have the buckets' workspaces added up.

    Asked for before buckets are recounted and after: a worker that dies in between leaves nothing that says what it
    recounted.
    """
    for workspace in sorted({bucket["workspace"] for bucket in buckets}):
        await outbox.request(workspace, Task.summarise, at=now + SUMMARY_WAIT)


async def _unflag(rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), MARK_BATCH):
        await Feedback.get_pymongo_collection().bulk_write(
            [
                UpdateOne({"_id": row["_id"], "revision": row["revision"]}, {"$set": {"uncounted": False}})
                for row in rows[start : start + MARK_BATCH]
            ],
            ordered=False,
        )


async def _recount(bucket: dict[str, Any], now: datetime, timer: Callable[[], float]) -> None:
    """Recompute one bucket; it stays dirty if a row of it changed meanwhile."""
    began = timer()
    counts = domain.count(await queries.rows_of(bucket["workspace"], bucket["bucket"]))
    rest = timedelta(seconds=REST_FACTOR * (timer() - began))
    fields = {"counts": counts.model_dump(), "total": counts.total, "dirty": False, "not_before": stamp(now + rest)}
    await Rollup.get_pymongo_collection().update_one(
        {"_id": bucket["_id"], "version": bucket["version"]}, {"$set": fields}
    )
