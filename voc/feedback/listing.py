"""Lists of feedback, the newest first: by an index over a field, or over words."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, NamedTuple

from voc.feedback.documents import Feedback
from voc.feedback.filters import Filters
from voc.feedback.words import finding
from voc.feedback.words.domain import Search
from voc.feedback.words.finding import Span

Row = dict[str, Any]
LOOKED_AT = 1_000
"""Rows that one list of words reads at most; it may be shorter than asked for and still go on."""
AT_ONCE = 250
"""Rows per look at what the index proposes."""


class Listed(NamedTuple):
    """Some rows of a list."""

    rows: list[Row]
    next: str | None
    """Where to go on; None: there are no more."""
    is_behind: bool = False
    """Whether some of what came in just now is not indexed yet, and may be missing."""


async def listed(
    workspace: str,
    filters: Filters,
    *,
    after: str | None = None,
    limit: int,
    fields: Sequence[str] | None = None,
    looked_at: int = LOOKED_AT,
) -> Listed:
    """At most `limit` rows, the newest first.

    Args:
        workspace: whose.
        filters: which.
        after: the `next` of the page before.
        limit: how many.
        fields: what to read of each; None: everything.
        looked_at: rows that are read at most.
    """
    span, search = filters.span(after), filters.search
    if search is None:
        return _cut(await _newest(workspace, filters, span, limit + 1, fields), limit)
    if not search.phrases:
        return Listed([], None)
    found = await finding.proposed(workspace, search, span)
    if found.count > looked_at and (filters.theme or filters.customers is not None):
        source = _of_filter(workspace, filters, span)
    else:
        source = _of_words(workspace, search, span, found, fields)
    listed = await _first(source, filters, search, limit, looked_at)
    return listed._replace(is_behind=found.is_behind)


async def near(workspace: str, filters: Filters, likeness: Mapping[str, float], fields: Sequence[str]) -> list[Row]:
    """Those of the feedback in `likeness` that fit, the most alike first; words are not asked for."""
    span, ids = filters.span(), list(likeness)
    found: list[Row] = []
    for start in range(0, len(ids), AT_ONCE):
        condition = {"_id": {"$in": ids[start : start + AT_ONCE]}, "workspace": workspace}
        found += await Feedback.get_pymongo_collection().find(condition, _projection(fields)).to_list()
    fitting = [row for row in found if span.has(row["position"]) and filters.fits(row, None)]
    return sorted(fitting, key=lambda row: (-likeness[row["_id"]], row["_id"]))


async def _first(
    source: AsyncIterator[list[Row]], filters: Filters, search: Search, limit: int, looked_at: int
) -> Listed:
    """The first rows of a source that fit; it gives them newest first, those that are gone as a mere position."""
    fitting: list[Row] = []
    seen = 0
    async for rows in source:
        seen += len(rows)
        fitting += [row for row in rows if "text" in row and filters.fits(row, search)]
        if len(fitting) > limit:
            return _cut(fitting, limit)
        if seen >= looked_at:
            return Listed(fitting, rows[-1]["position"])
    return Listed(fitting, None)


def _cut(rows: list[Row], limit: int) -> Listed:
    more = len(rows) > limit
    return Listed(rows[:limit], rows[limit - 1]["position"] if more else None)


async def _newest(workspace: str, filters: Filters, span: Span, limit: int, fields: Sequence[str] | None) -> list[Row]:
    within: Row = {"workspace": {"$eq": workspace}}
    if ends := {name: value for name, value in (("$gte", span.least), ("$lt", span.below)) if value}:
        within["position"] = ends
    found: dict[str, Row] = {}
    for condition in filters.conditions():  # one by one: `$or` finds no index on the embedded engine
        cursor = Feedback.get_pymongo_collection().find(within | condition, _projection(fields))
        found |= {row["_id"]: row for row in await cursor.sort("position", -1).limit(limit).to_list()}
    return sorted(found.values(), key=lambda row: row["position"], reverse=True)[:limit]


async def _of_filter(workspace: str, filters: Filters, span: Span) -> AsyncIterator[list[Row]]:
    """Rows that the other filters find, whatever their words."""
    while rows := await _newest(workspace, filters, span, AT_ONCE, None):
        yield rows
        span = span._replace(below=rows[-1]["position"])


async def _of_words(
    workspace: str, search: Search, span: Span, found: finding.Proposed, fields: Sequence[str] | None
) -> AsyncIterator[list[Row]]:
    """Rows that the index proposes, whatever the other filters."""
    batch: list[str] = []
    async for position in finding.positions(workspace, search, span, found):
        batch.append(position)
        if len(batch) == AT_ONCE:
            yield await _rows(workspace, batch, fields)
            batch = []
    if batch:
        yield await _rows(workspace, batch, fields)


async def _rows(workspace: str, positions: Sequence[str], fields: Sequence[str] | None) -> list[Row]:
    ids = [position.rpartition("|")[2] for position in positions]
    condition = {"_id": {"$in": ids}, "workspace": workspace}
    rows = await Feedback.get_pymongo_collection().find(condition, _projection(fields)).to_list()
    by_id = {row["_id"]: row for row in rows}
    return [by_id.get(id_, {"position": place}) for id_, place in zip(ids, positions, strict=True)]


def _projection(fields: Sequence[str] | None) -> dict[str, int] | None:
    return dict.fromkeys((*fields, "position"), 1) if fields else None
