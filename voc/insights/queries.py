"""Reads of counters, and of the raw rows that they come from."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from voc.clock import stamp
from voc.feedback.documents import Feedback
from voc.insights.documents import PeopleDay, Rollup, Summary
from voc.insights.domain import COUNTED_FIELDS, Counts

UNCOUNTED_LIMIT = 1_000
"""Rows marked per round."""
IN_LIMIT = 500
"""Values per `$in`."""
SUM_ATTEMPTS = 3


async def uncounted_rows(workspace: str | None = None, limit: int = UNCOUNTED_LIMIT) -> list[dict[str, Any]]:
    """Rows whose latest change the counters have not seen: id, workspace, bucket, revision."""
    condition = {"uncounted": True} | ({"workspace": workspace} if workspace else {})
    fields = {"workspace": 1, "bucket": 1, "revision": 1}
    return await Feedback.get_pymongo_collection().find(condition, fields).limit(limit).to_list()


async def dirty_buckets(*, now: datetime, limit: int = 200) -> list[dict[str, Any]]:
    """Buckets to recompute, those still resting left out: id, workspace, bucket, version."""
    rows = await Rollup.get_pymongo_collection().find({"dirty": True}).limit(limit * 4).to_list()
    return [row for row in rows if row["not_before"] <= stamp(now)][:limit]


async def rows_of(workspace: str, bucket: str) -> list[dict[str, Any]]:
    """The raw rows of one bucket, only what is counted."""
    fields = dict.fromkeys(COUNTED_FIELDS, 1)
    return await Feedback.get_pymongo_collection().find({"workspace": workspace, "bucket": bucket}, fields).to_list()


async def raw_buckets(workspace: str) -> list[str]:
    """Every bucket that has rows, read from the raw rows."""
    stages = [{"$match": {"workspace": workspace}}, {"$group": {"_id": "$bucket", "n": {"$sum": 1}}}]
    return [row["_id"] for row in await (await Feedback.get_pymongo_collection().aggregate(stages)).to_list()]


async def rollups(workspace: str) -> list[dict[str, Any]]:
    """Every bucket of a workspace."""
    return await Rollup.get_pymongo_collection().find({"workspace": workspace}).to_list()


async def unsettled_buckets(workspace: str) -> set[str]:
    """Buckets whose counters lag behind their rows at this moment."""
    dirty = Rollup.get_pymongo_collection().find({"workspace": workspace, "dirty": True}, {"bucket": 1})
    rows = await uncounted_rows(workspace, limit=5_000)
    return {row["bucket"] for row in await dirty.to_list()} | {row["bucket"] for row in rows}


async def settled_total(workspace: str, except_for: Collection[str]) -> tuple[int, list[str]]:
    """Rows in settled buckets, and the buckets that are not settled: each is in one of the two.

    Sums are read before and after the few buckets that move. Versions only rise, so equal sums mean that nothing
    changed in between; where much changes, every bucket is looked at.
    """
    for _ in range(SUM_ATTEMPTS):
        before = await _sums(workspace)
        moving = await _moving(workspace, except_for)
        if before == await _sums(workspace):
            clean = sum(row["total"] for row in moving if not row["dirty"])
            return before.get(False, (0, 0))[0] - clean, sorted({*except_for, *(row["bucket"] for row in moving)})
    fields = {"bucket": 1, "total": 1, "dirty": 1}
    rows = await Rollup.get_pymongo_collection().find({"workspace": workspace}, fields).to_list()
    unsettled = {row["bucket"] for row in rows if row["dirty"]} | set(except_for)
    return sum(row["total"] for row in rows if row["bucket"] not in unsettled), sorted(unsettled)


async def _sums(workspace: str) -> dict[bool, tuple[int, int]]:
    """Rows and versions of all buckets, by whether they are dirty, in one look."""
    group = {"_id": "$dirty", "rows": {"$sum": "$total"}, "versions": {"$sum": "$version"}}
    found = await Rollup.get_pymongo_collection().aggregate([{"$match": {"workspace": workspace}}, {"$group": group}])
    sums: dict[bool, tuple[int, int]] = {}
    for row in await found.to_list():  # the embedded engine may tell true from 1
        rows, versions = sums.get(bool(row["_id"]), (0, 0))
        sums[bool(row["_id"])] = rows + row["rows"], versions + row["versions"]
    return sums


async def _moving(workspace: str, named: Collection[str]) -> list[dict[str, Any]]:
    """The dirty buckets and those that are `named`: bucket, total, dirty."""
    fields = {"bucket": 1, "total": 1, "dirty": 1}
    collection, names = Rollup.get_pymongo_collection(), sorted(named)
    found = await collection.find({"workspace": workspace, "dirty": True}, fields).to_list()
    for start in range(0, len(names), IN_LIMIT):
        condition = {"workspace": workspace, "bucket": {"$in": names[start : start + IN_LIMIT]}}
        found += await collection.find(condition, fields).to_list()
    return list({row["_id"]: row for row in found}.values())


async def summary(workspace: str) -> Counts:
    """Counts over everything, as of the last summary."""
    row = await Summary.get_pymongo_collection().find_one({"_id": workspace, "workspace": workspace})
    return Counts(**row["counts"]) if row else Counts()


async def live_total(workspace: str, buckets: Sequence[str]) -> int:
    """Rows in `buckets`, counted now."""
    total = 0
    for start in range(0, len(buckets), IN_LIMIT):
        stages = [
            {"$match": {"workspace": workspace, "bucket": {"$in": list(buckets[start : start + IN_LIMIT])}}},
            {"$group": {"_id": "$workspace", "n": {"$sum": 1}}},
        ]
        found = await (await Feedback.get_pymongo_collection().aggregate(stages)).to_list()
        total += found[0]["n"] if found else 0
    return total


async def people_days(workspace: str, first: str, last: str) -> list[dict[str, Any]]:
    """The days from one to another, both included: day, people."""
    condition = {"workspace": workspace, "day": {"$gte": first, "$lte": last}}
    return await PeopleDay.get_pymongo_collection().find(condition, {"day": 1, "people": 1}).to_list()


async def dirty_days(workspace: str, first: str, last: str) -> list[dict[str, Any]]:
    """Those of them that changed since they were computed: id, day, version."""
    condition = {"workspace": workspace, "day": {"$gte": first, "$lte": last}}
    fields = {"day": 1, "version": 1, "dirty": 1}
    return [row for row in await PeopleDay.get_pymongo_collection().find(condition, fields).to_list() if row["dirty"]]


async def said_between(workspace: str, first: str, last: str) -> list[dict[str, Any]]:
    """What was said from one `feedback.domain.instant` to before another: who spoke of what."""
    condition = {"workspace": workspace, "position": {"$gte": first, "$lt": last}}
    fields = dict.fromkeys(("respondent", "theme", "also", "noise"), 1)
    return await Feedback.get_pymongo_collection().find(condition, fields).to_list()
