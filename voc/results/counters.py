"""Keeping the counters: mark what changed, recompute what is marked."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from bson.errors import InvalidDocument
from pymongo import UpdateOne
from pymongo.errors import PyMongoError

from voc.clock import stamp
from voc.errors import NotFound
from voc.responses.documents import Response
from voc.results import margins, periods, queries, summary
from voc.results.counting import Count
from voc.results.documents import SurveyBucket
from voc.results.schemas import Rebuilt
from voc.results.tally import Cells, merged, outline, pack, unpack
from voc.surveys import queries as surveys
from voc.values import Value

log = structlog.get_logger()

Place = tuple[str, str, str]
"""Workspace, survey, bucket."""
Row = dict[str, Any]
FAULT_REST = timedelta(minutes=1)
REST_FACTOR = 4
"""A bucket rests this many times as long as its recount took."""
MARK_BATCH = 200
MARK_ROUNDS = 20
"""Times `queries.UNCOUNTED_LIMIT` rows that are marked before buckets are recomputed."""


class Round(Value):
    """What one round of counting did."""

    marked_rows: int
    recounted_buckets: int

    def is_over(self) -> bool:
        """Whether nothing was left to do; what rests is done later."""
        return self.marked_rows == self.recounted_buckets == 0


async def settle(*, now: datetime, timer: Callable[[], float] = time.monotonic) -> Round:
    """One round: mark the days of changed responses, then recompute what is dirty, days before months."""
    marked = await _mark_changed(now)
    buckets = await queries.dirty_buckets(now=now)
    for bucket in sorted(buckets, key=lambda row: periods.is_month(row["bucket"])):
        try:
            await recount(bucket, now=now, timer=timer)
        except (PyMongoError, InvalidDocument) as error:  # one bucket's fault must not stop the others' counting
            log.error("bucket not counted", bucket=bucket["_id"], error=repr(error)[:300])
            later = {"$set": {"not_before": stamp(now + FAULT_REST)}}
            await SurveyBucket.get_pymongo_collection().update_one({"_id": bucket["_id"]}, later)
    return Round(marked_rows=marked, recounted_buckets=len(buckets))


async def _mark_changed(now: datetime) -> int:
    """Mark the days of all changed responses, or of very many: after an import, a day is then recomputed once."""
    marked = 0
    for _ in range(MARK_ROUNDS):
        rows = await queries.uncounted_rows()
        await mark(sorted({_place(row) for row in rows}), now=now)
        await _unflag(rows)
        marked += len(rows)
        if len(rows) < queries.UNCOUNTED_LIMIT:
            break
    return marked


async def mark(places: Sequence[Place], *, now: datetime) -> None:
    """Have these buckets recomputed."""
    for start in range(0, len(places), MARK_BATCH):
        await SurveyBucket.get_pymongo_collection().bulk_write(
            [
                UpdateOne(
                    {"_id": "|".join((workspace, survey, bucket))},
                    {
                        "$inc": {"version": 1},
                        "$set": {"dirty": True, "workspace": workspace, "survey": survey, "bucket": bucket},
                        "$setOnInsert": {"not_before": stamp(now), "counted_at": 0, "total": 0},
                    },
                    upsert=True,
                )
                for workspace, survey, bucket in places[start : start + MARK_BATCH]
            ],
            ordered=False,
        )


async def recount(bucket: Row, *, now: datetime, timer: Callable[[], float] = time.monotonic) -> None:
    """Recompute one bucket; it stays dirty if something in it changed meanwhile.

    A day's month is marked after the day's new counts are stored and before the day counts as clean: whatever is cut
    off between, the day is recomputed and its month marked again.
    """
    began, name = timer(), bucket["bucket"]
    place = (bucket["workspace"], bucket["survey"], name)
    cells = await _sum_of_days(*place) if periods.is_month(name) else await _count_day(*place)
    rest = timedelta(seconds=REST_FACTOR * (timer() - began))
    fields = stored(cells) | {"counted_at": stamp(now), "not_before": stamp(now + rest)}
    collection, unchanged = SurveyBucket.get_pymongo_collection(), {"_id": bucket["_id"], "version": bucket["version"]}
    written = await collection.update_one(unchanged, {"$set": fields})
    if written.matched_count and not periods.is_month(name):
        await mark([(place[0], place[1], periods.month_of(name))], now=now)
    await collection.update_one(unchanged, {"$set": {"dirty": False}})


def stored(cells: Cells) -> Row:
    """What a bucket keeps of its cells."""
    return {
        "cells": pack(cells),
        "outline": pack(outline(cells)),
        "total": sum(cell.started for cell in cells.values()),
        **margins.fields(cells),
    }


async def rebuild(workspace: str, *, now: datetime) -> Rebuilt:
    """Recompute every bucket of a workspace from the raw responses and say which days differed."""
    moving = {row["_id"] for row in await queries.all_buckets(workspace) if row["dirty"]}
    moving |= {"|".join(_place(row)) for row in await queries.uncounted_rows(workspace, limit=5_000)}
    before = await _days(workspace)
    names = {(workspace, survey, day) for survey in await queries.surveys_with_responses(workspace)
             for day in await queries.raw_days(workspace, survey)}  # fmt: skip
    names |= {(workspace, row["survey"], row["bucket"]) for row in before.values()}
    await mark(sorted(names), now=now)
    await _recount_named(sorted(names), now)
    months = sorted({(place[0], place[1], periods.month_of(place[2])) for place in names})
    await _recount_named(months, now)
    after = await _days(workspace)
    differed = {id_ for id_ in before.keys() | after.keys() if _cells(before.get(id_)) != _cells(after.get(id_))}
    return Rebuilt(
        workspace=workspace,
        buckets=len(after),
        unsettled=len(differed & moving),
        changed=len(differed - moving),
        total=sum(row["total"] for row in after.values()),
    )


async def _recount_named(places: Sequence[Place], now: datetime) -> None:
    for place in places:
        row = await SurveyBucket.get_pymongo_collection().find_one({"_id": "|".join(place)}, queries.BUCKET_FIELDS)
        if row is not None:
            await recount(row, now=now)


async def _days(workspace: str) -> dict[str, Row]:
    return {row["_id"]: row for row in await queries.all_buckets(workspace) if not periods.is_month(row["bucket"])}


def _cells(row: Row | None) -> Cells:
    return unpack(bytes(row.get("cells") or b"")) if row else {}


async def _sum_of_days(workspace: str, survey: str, month: str) -> Cells:
    return merged(_cells(row) for row in await queries.days_of_month(workspace, survey, month))


async def _count_day(workspace: str, survey: str, day: str) -> Cells:
    count = Count(summary.kinds(await versions(workspace, survey)))
    async for row in queries.rows_of_day(workspace, survey, day):
        count.add(row)
    return count.cells()


async def versions(workspace: str, survey: str) -> summary.Versions:
    """What each version of a survey asks, the latest first; nothing for a survey that is gone."""
    try:
        return [(each.number, each.definition.questions) for each in await surveys.versions(workspace, survey)]
    except NotFound:
        return []


async def _unflag(rows: Sequence[Row]) -> None:
    for start in range(0, len(rows), MARK_BATCH):
        await Response.get_pymongo_collection().bulk_write(
            [
                UpdateOne({"_id": row["_id"], "revision": row["revision"]}, {"$set": {"uncounted": False}})
                for row in rows[start : start + MARK_BATCH]
            ],
            ordered=False,
        )


def _place(row: Row) -> Place:
    return row["workspace"], row["survey"], periods.day_bucket(row["received_at"])
