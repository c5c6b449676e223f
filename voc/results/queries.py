"""Reads of the counters of surveys, and of the raw rows that they come from."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from voc.clock import stamp
from voc.responses.documents import Response
from voc.responses.schemas import ResponseOut
from voc.results import counting, periods
from voc.results.documents import SurveyBucket

Row = dict[str, Any]
UNCOUNTED_LIMIT = 1_000
"""Rows marked per round."""
PAGE_ROWS = 500
"""Responses read at once, when there are many to read."""
BUCKET_FIELDS = {"workspace": 1, "survey": 1, "bucket": 1, "version": 1, "not_before": 1}


class ResponsePage(BaseModel):
    """A page of responses, newest first."""

    items: list[ResponseOut]
    next: str | None = None


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
    fields = dict.fromkeys((*counting.COUNTED_FIELDS, "position"), 1)
    span = {"$gte": start, "$lt": end}
    while True:
        condition = {"workspace": workspace, "survey": survey, "position": span}
        found = Response.get_pymongo_collection().find(condition, fields).sort("position", 1).limit(PAGE_ROWS)
        rows = await found.to_list()
        for row in rows:
            yield row
        if len(rows) < PAGE_ROWS:
            return
        span = {"$gt": rows[-1]["position"], "$lt": end}


async def days_of_month(workspace: str, survey: str, bucket: str) -> list[Row]:
    """The days that a month's bucket adds up."""
    return await buckets(workspace, survey, *periods.days_in(bucket))


async def buckets(workspace: str, survey: str, first: str, last: str) -> list[Row]:
    """Buckets of a survey from one name to another, both included."""
    condition = {"workspace": workspace, "survey": survey, "bucket": {"$gte": first, "$lte": last}}
    return await SurveyBucket.get_pymongo_collection().find(condition).sort("bucket", 1).to_list()


async def ends(workspace: str, survey: str) -> tuple[str, str] | None:
    """The first and the last day of a survey that have a bucket; None without responses."""
    found = []
    for direction in (1, -1):
        condition = {"workspace": workspace, "survey": survey, "bucket": {"$gte": "d", "$lt": "e"}}
        rows = SurveyBucket.get_pymongo_collection().find(condition, {"bucket": 1}).sort("bucket", direction).limit(1)
        found += [row["bucket"] for row in await rows.to_list()]
    return (found[0], found[1]) if found else None


async def page(
    workspace: str, survey: str, *, after: str | None = None, start: str = "", end: str = "", limit: int = 50
) -> ResponsePage:
    """Responses, newest first, from the place `after` that the page before gave as `next`.

    Args:
        workspace: whose.
        survey: its id.
        after: where the page before ended.
        start: the first position, by default the first of all.
        end: the position before which all lie, by default the end.
        limit: most responses.
    """
    span: dict[str, str] = {"$gte": start} if start else {}
    if upper := min((place for place in (after, end) if place), default=None):
        span["$lt"] = upper
    condition: Row = {"workspace": workspace, "survey": survey} | ({"position": span} if span else {})
    rows = await Response.get_pymongo_collection().find(condition).sort("position", -1).limit(limit + 1).to_list()
    more = len(rows) > limit
    rows = rows[:limit]
    return ResponsePage(items=[out(row) for row in rows], next=rows[-1]["position"] if more else None)


async def surveys_with_responses(workspace: str) -> list[str]:
    """Every survey that has raw responses."""
    stages = [{"$match": {"workspace": workspace}}, {"$group": {"_id": "$survey", "n": {"$sum": 1}}}]
    return [row["_id"] for row in await (await Response.get_pymongo_collection().aggregate(stages)).to_list()]


async def raw_days(workspace: str, survey: str) -> list[str]:
    """Buckets of the days in which responses came, from the raw rows: one look at the index per day."""
    days: list[str] = []
    start = ""
    while True:
        condition = {"workspace": workspace, "survey": survey, "position": {"$gte": start}}
        found = Response.get_pymongo_collection().find(condition, {"position": 1}).sort("position", 1).limit(1)
        rows = await found.to_list()
        if not rows:
            return days
        days.append(f"d{rows[0]['position'][:8]}")
        start = periods.span_of(days[-1])[1]


async def all_buckets(workspace: str) -> list[Row]:
    """Every bucket of a workspace."""
    return await SurveyBucket.get_pymongo_collection().find({"workspace": workspace}).to_list()


def out(row: Row) -> ResponseOut:
    """A stored response as the outside sees it."""
    fields = {name: row.get(name) for name in ResponseOut.model_fields}
    return ResponseOut.model_validate(fields | {"id": row["_id"], "finished": bool(row["finished"])})
