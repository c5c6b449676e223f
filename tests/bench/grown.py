"""A database whose counters stand for many times the feedback that it holds.

What is multiplied is what pages read: hours, days, weeks of people, items, themes and surveys' buckets. Every hour of
the span gets a bucket for every source, and every survey's bucket a cell for every combination of facets that was ever
seen, as they do where there is much more. Feedback itself stays as it is.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from pymongo.asynchronous.collection import AsyncCollection

from voc.backlog.documents import BacklogItem, Ranking
from voc.insights import people
from voc.insights.documents import PeopleDay, Rollup, Summary
from voc.results import counters, tally
from voc.results.documents import SurveyBucket
from voc.results.tally import Cell, Cells
from voc.themes.documents import Theme

Row = dict[str, Any]
HOUR = "%Y-%m-%dT%H"
BATCH = 200
DAYS = 365
"""That a survey is answered on."""


async def grow(times: int) -> None:
    """Multiply the counters of the open database."""
    await _each(Summary, lambda row: row | {"counts": _times(row["counts"], times)})
    await _grow_hours(times)
    await _each(PeopleDay, lambda row: row | {"people": _more_people(bytes(row.get("people") or b""), times)})
    await _grow_surveys(times)
    await _each(Theme, lambda row: row | {"size": row["size"] * times})
    counted = ("customers", "mentions", "active_customers", "weekly_mentions", "scored_customers", "feedback")
    for document in (BacklogItem, Ranking):
        await _each(document, lambda row: row | {name: _times(row[name], times) for name in counted if name in row})


async def _each(document: Any, change: Any) -> None:
    collection = document.get_pymongo_collection()
    await _write(collection, [change(row) async for row in collection.find({})])


async def _write(collection: AsyncCollection[Row], rows: Iterable[Row]) -> None:
    """Rows are removed first: the embedded engine cannot replace those with bytes."""
    rows = list(rows)
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        await collection.delete_many({"_id": {"$in": [row["_id"] for row in batch]}})
        await collection.insert_many(batch)


def _times(value: Any, times: int) -> Any:
    """Whole numbers multiplied, however deep they lie."""
    if isinstance(value, dict):
        return {name: _times(each, times) for name, each in value.items()}
    if isinstance(value, list):
        return [_times(each, times) for each in value]
    return value * times if isinstance(value, int) else value


async def _grow_hours(times: int) -> None:
    collection = Rollup.get_pymongo_collection()
    rows = [row | {name: _times(row[name], times) for name in ("total", "counts")} async for row in collection.find({})]
    known = {(row["workspace"], row["bucket"]) for row in rows}
    patterns = {(row["workspace"], row["bucket"].rpartition("|")[0]): row for row in rows}
    for (workspace, source), row in patterns.items():
        hours = [
            bucket.rpartition("|")[2] for place, bucket in known if place == workspace and bucket.startswith(source)
        ]
        missing = [
            f"{source}|{hour}"
            for hour in _hours(min(hours), max(hours))
            if (workspace, f"{source}|{hour}") not in known
        ]
        rows += [row | {"_id": f"{workspace}|{bucket}", "bucket": bucket} for bucket in missing]
    await _write(collection, rows)


def _hours(first: str, last: str) -> Iterator[str]:
    hour = datetime.strptime(first, HOUR)
    while (name := hour.strftime(HOUR)) <= last:
        yield name
        hour += timedelta(hours=1)


def _more_people(stored: bytes, times: int) -> bytes:
    draw = random.Random(0)
    crowd = people.unpack(stored)
    return people.pack(
        {
            theme: known | {draw.getrandbits(64) for _ in range(len(known) * (times - 1))}
            for theme, known in crowd.items()
        }
    )


async def _grow_surveys(times: int) -> None:
    """Every bucket with a cell for every combination of facets of its survey, on every day of a year."""
    collection = SurveyBucket.get_pymongo_collection()
    rows = await collection.find({}).to_list()
    whole: dict[str, Cells] = {}
    for row in rows:
        if row["bucket"].startswith("d"):
            whole[row["survey"]] = tally.merged([whole.get(row["survey"], {}), tally.unpack(bytes(row["cells"]))])
    days = sorted({row["bucket"] for row in rows if row["bucket"].startswith("d")})
    last = datetime.strptime(days[-1], "d%Y%m%d") if days else datetime.min
    names = [f"{last - timedelta(days=back):d%Y%m%d}" for back in range(DAYS)] if days else []
    names += sorted({f"m{name[1:7]}" for name in names})
    patterns = {row["survey"]: row for row in rows}
    await _write(
        collection,
        [
            _full(pattern, name, whole[survey], times)
            for survey, pattern in patterns.items()
            for name in names
            if survey in whole
        ],
    )


def _full(row: Row, name: str, cells: Cells, times: int) -> Row:
    counts: Cells = {facets: Cell() for facets in cells}
    for facets, cell in cells.items():
        for _ in range(max(1, times // DAYS)):
            counts[facets].add(cell)
    place = {"_id": f"{row['workspace']}|{row['survey']}|{name}", "bucket": name}
    return row | place | counters.stored(counts)
