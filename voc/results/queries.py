"""Reads of the counters of surveys, and of the raw rows that they come from."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voc.clock import EPOCH, from_stamp, stamp
from voc.picking import pick
from voc.responses import queries as responses
from voc.responses.documents import Response
from voc.responses.schemas import ResponseOut
from voc.results import counting, margins, periods, tally
from voc.results.documents import SurveyBucket
from voc.results.margins import Part
from voc.values import Value

Row = dict[str, Any]
UNCOUNTED_LIMIT = 1_000
"""Rows marked per round."""
PAGE_ROWS = 500
"""Responses read at once, when there are many to read."""
IN_LIMIT = 500
"""Values per `$in`."""
FEW = 100
"""Buckets that are looked for by their ids."""
TIES = 8
"""Read beyond a page, so that a moment shared by a few responses costs no second reading."""
BUCKET_FIELDS = {"workspace": 1, "survey": 1, "bucket": 1, "version": 1, "not_before": 1}


Place = tuple[int, str]
"""Where a response stands among its survey's: the `voc.clock.stamp` of when it came, and its id."""


class Span(Value):
    """When responses came."""

    start: datetime | None = None
    end: datetime | None = None
    """Exclusive."""


@dataclass(frozen=True)
class Page:
    """Responses, the newest first."""

    items: list[ResponseOut]
    next: Place | None


async def uncounted_rows(workspace: str | None = None, limit: int = UNCOUNTED_LIMIT) -> list[Row]:
    """Responses whose latest change the counters have not seen: id, workspace, survey, received_at, revision."""
    condition = {"uncounted": True} | ({"workspace": workspace} if workspace else {})
    fields = {"workspace": 1, "survey": 1, "received_at": 1, "revision": 1}
    return await Response.get_pymongo_collection().find(condition, fields).limit(limit).to_list()


async def dirty_buckets(*, now: datetime, limit: int = 200) -> list[Row]:
    """Buckets to recompute, those still resting left out."""
    rows = await SurveyBucket.get_pymongo_collection().find({"dirty": True}, BUCKET_FIELDS).limit(limit * 4).to_list()
    return [row for row in rows if row["not_before"] <= stamp(now)][:limit]


async def rows_of_day(workspace: str, survey: str, bucket: str) -> AsyncIterator[Row]:
    """The raw responses of one day, only what is counted, read in pages."""
    start, end = periods.span_of(bucket)
    fields = dict.fromkeys((*counting.COUNTED_FIELDS, "received_at"), 1)
    read: set[str] = set()  # of the last moment, which the next page begins with
    while True:
        condition = {"workspace": workspace, "survey": survey, "received_at": {"$gte": start, "$lt": end}}
        found = Response.get_pymongo_collection().find(condition, fields).sort("received_at", 1)
        rows = await found.limit(PAGE_ROWS + len(read)).to_list()
        for row in rows:
            if row["_id"] not in read:
                yield row
        if len(rows) < PAGE_ROWS + len(read):
            return
        start = rows[-1]["received_at"]
        read = {row["_id"] for row in rows if row["received_at"] == start}


async def days_of_month(workspace: str, survey: str, bucket: str) -> list[Row]:
    """The days that a month's bucket adds up."""
    return await buckets(workspace, survey, *periods.days_in(bucket))


async def buckets(workspace: str, survey: str, first: str, last: str, *, what: str = "cells") -> list[Row]:
    """Buckets of a survey from one name to another, both included, with their `cells` or only their `outline`."""
    condition = {"workspace": workspace, "survey": survey, "bucket": {"$gte": first, "$lte": last}}
    fields = {"bucket": 1, "counted_at": 1, what: 1}
    return await SurveyBucket.get_pymongo_collection().find(condition, fields).sort("bucket", 1).to_list()


async def outlines(workspace: str, surveys: Sequence[str], names: Sequence[str]) -> list[Row]:
    """The outlines of these buckets of these surveys, by their ids: survey, bucket, outline."""
    return await _with(workspace, surveys, names, "outline")


@dataclass(frozen=True)
class Scores:
    """One margin of one bucket."""

    survey: str
    bucket: str
    dirty: bool
    """Whether it lags behind what it counts."""
    parts: list[Part]


async def scores(workspace: str, surveys: Sequence[str], names: Iterable[str], facet: str) -> list[Scores]:
    """The margin of one facet, or `margins.TOTAL`, of these buckets of these surveys."""
    field = margins.field(facet)
    rows = await _with(workspace, surveys, sorted(names), field)
    parts = {row["_id"]: margins.unpack(bytes(row[field])) for row in rows if field in row}
    older = sorted({row["bucket"] for row in rows if field not in row})
    for row in await _with(workspace, surveys, older, "outline"):  # counted before there were margins
        if row["_id"] not in parts:
            parts[row["_id"]] = margins.margin(tally.unpack(bytes(row.get("outline") or b"")), facet)
    return [
        Scores(row["survey"], row["bucket"], bool(row["dirty"]), parts[row["_id"]])
        for row in rows
        if row["_id"] in parts
    ]


async def _with(workspace: str, surveys: Sequence[str], names: Sequence[str], what: str) -> list[Row]:
    """These buckets of these surveys with one of their fields.

    Few are found by their ids. For that the embedded engine unpacks all fields of each, so many are picked: it then
    looks at every bucket of the workspace, but reads this field only.
    """
    fields = ("survey", "bucket", "dirty", what)
    found: list[Row] = []
    for start in range(0, len(names), IN_LIMIT):
        some = list(names[start : start + IN_LIMIT])
        if len(surveys) * len(some) > FEW:
            condition = {"workspace": workspace, "survey": {"$in": list(surveys)}, "bucket": {"$in": some}}
            found += await pick(SurveyBucket, condition, fields)
            continue
        ids = ["|".join((workspace, survey, name)) for survey in surveys for name in some]
        condition = {"_id": {"$in": ids}, "workspace": workspace}
        found += await SurveyBucket.get_pymongo_collection().find(condition, dict.fromkeys(fields, 1)).to_list()
    return found


async def ends(workspace: str, survey: str) -> tuple[str, str] | None:
    """The first and the last day of a survey that have a bucket; None without responses."""
    found = []
    for direction in (1, -1):
        condition = {"workspace": workspace, "survey": survey, "bucket": {"$gte": "d", "$lt": "e"}}
        rows = SurveyBucket.get_pymongo_collection().find(condition, {"bucket": 1}).sort("bucket", direction).limit(1)
        found += [row["bucket"] for row in await rows.to_list()]
    return (found[0], found[1]) if found else None


async def page(
    workspace: str, survey: str, span: Span, *, after: Place | None = None, limit: int = 50, as_given: bool = False
) -> Page:
    """Responses, the newest first, from the place `after` that the page before gave as `next`.

    `as_given` they come word for word, which the caller puts on record.
    """
    rows: list[Row] = []
    latest = from_stamp(after[0]) if after else None
    async for found in _backwards(workspace, survey, span, latest, limit + 1 + TIES):
        rows += [row for row in found if after is None or _place(row) < after]
        if len(rows) > limit:
            break
    more, rows = len(rows) > limit, rows[:limit]
    items = await responses.out(rows, as_given=as_given)
    return Page(items=items, next=_place(rows[-1]) if more else None)


async def _backwards(
    workspace: str, survey: str, span: Span, latest: datetime | None, limit: int
) -> AsyncIterator[list[Row]]:
    """Responses up to `latest`, the newest first, some at a time and those of one moment always together.

    Several may come in the same millisecond, and no index may hold `_id`: so moments are read whole and put in order
    here. A moment that more than one reading holds is the exception.
    """
    collection = Response.get_pymongo_collection()
    upper = {"$lte": latest} if latest else {"$lt": span.end} if span.end else {}
    while True:
        between = upper | ({"$gte": span.start} if span.start else {})
        condition = {"workspace": workspace, "survey": survey} | ({"received_at": between} if between else {})
        rows = await collection.find(condition).sort("received_at", -1).limit(limit).to_list()
        if len(rows) < limit:
            yield sorted(rows, key=_place, reverse=True)
            return
        cut = rows[-1]["received_at"]
        whole, upper = [row for row in rows if row["received_at"] != cut], {"$lte": cut}
        if not whole:
            condition = {"workspace": workspace, "survey": survey, "received_at": cut}
            whole, upper = await collection.find(condition).to_list(), {"$lt": cut}
        yield sorted(whole, key=_place, reverse=True)


def _place(row: Row) -> Place:
    return stamp(row["received_at"]), row["_id"]


async def surveys_with_responses(workspace: str) -> list[str]:
    """Every survey that has raw responses."""
    stages = [{"$match": {"workspace": workspace}}, {"$group": {"_id": "$survey", "n": {"$sum": 1}}}]
    return [row["_id"] for row in await (await Response.get_pymongo_collection().aggregate(stages)).to_list()]


async def raw_days(workspace: str, survey: str) -> list[str]:
    """Buckets of the days in which responses came, from the raw rows: one look at the index per day."""
    days: list[str] = []
    start = EPOCH
    while True:
        condition = {"workspace": workspace, "survey": survey, "received_at": {"$gte": start}}
        found = Response.get_pymongo_collection().find(condition, {"received_at": 1}).sort("received_at", 1).limit(1)
        rows = await found.to_list()
        if not rows:
            return days
        days.append(periods.day_bucket(rows[0]["received_at"]))
        start = periods.span_of(days[-1])[1]


async def totals(workspace: str) -> dict[str, int]:
    """How many responses each survey has, as far as they are counted."""
    days = {"$match": {"workspace": workspace, "bucket": {"$gte": "d", "$lt": "e"}}}
    stages = [days, {"$group": {"_id": "$survey", "total": {"$sum": "$total"}}}]
    rows = await (await SurveyBucket.get_pymongo_collection().aggregate(stages)).to_list()
    return {row["_id"]: row["total"] for row in rows}


async def all_buckets(workspace: str) -> list[Row]:
    """Every bucket of a workspace."""
    return await SurveyBucket.get_pymongo_collection().find({"workspace": workspace}).to_list()
