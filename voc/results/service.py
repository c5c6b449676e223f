"""What the pages and the API ask: results from counters, single responses from the raw rows."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date, timedelta

from voc.clock import from_stamp
from voc.errors import NotFound
from voc.estimates import share
from voc.responses import queries as responses
from voc.responses import revealing, uploads
from voc.responses.documents import Upload
from voc.responses.revealing import Look
from voc.responses.schemas import ResponseOut
from voc.results import bins, counters, periods, queries, summary
from voc.results.counting import facets
from voc.results.exports import Table
from voc.results.files import Format, write
from voc.results.filters import NAMES, Filters, values
from voc.results.schemas import Day, Facet, Results
from voc.results.tally import Cell, Facets, unpack
from voc.surveys import queries as surveys

FACET_VALUES = 30
"""Values offered per filter."""


async def results(workspace: str, survey: str, filters: Filters) -> Results:
    """What a survey's responses say, from its counters alone: some days and months, however many responses.

    The caller has made sure that the survey is the workspace's.
    """
    ends = await queries.ends(workspace, survey)
    first, last = _period(ends, filters) if ends else (date.max, date.min)
    rows = await _buckets(workspace, survey, first, last)
    whole, offered = Cell(), {name: Counter[str]() for name in NAMES}
    for place, cell in cells(rows, "cells"):
        for name in NAMES:
            offered[name].update(dict.fromkeys(values(place, name), cell.started))
        if filters.fits(place):
            whole.add(cell)
    counted = [row["counted_at"] for row in rows if row.get("counted_at")]
    return Results(
        survey=survey,
        started=whole.started,
        completed=whole.completed,
        completion=share(whole.completed, whole.started),
        median_seconds=bins.median_seconds(whole.seconds),
        questions=summary.questions(whole, await counters.versions(workspace, survey)),
        over_time=await _over_time(workspace, survey, filters, _shown(ends, filters)) if ends else [],
        facets={name: _ranked(offered[name]) for name in NAMES},
        counted_at=from_stamp(max(counted)) if counted else None,
    )


async def page(
    workspace: str,
    survey: str,
    filters: Filters,
    *,
    after: queries.Place | None = None,
    limit: int = 50,
    as_given: bool = False,
) -> queries.Page:
    """Responses of the period, newest first; they are read raw, so only the period narrows them."""
    span = queries.Span(
        start=periods.midnight(filters.since) if filters.since else None,
        end=periods.midnight(filters.until) + timedelta(days=1) if filters.until else None,
    )
    return await queries.page(workspace, survey, span, after=after, limit=limit, as_given=as_given)


async def export(
    workspace: str, chosen: Sequence[str], filters: Filters, format_: Format, *, language: str, look: Look | None = None
) -> AsyncIterator[bytes]:
    """A file of the responses to these surveys, one survey after the other, the newest response first.

    Personal data are left out, unless there is somebody whose `look` at them is put on record.

    Raises:
        NotFound: one of them is not in this workspace; said before the file begins.
    """
    versions = {survey: await surveys.versions(workspace, survey) for survey in chosen}
    return write(format_, Table(versions, language=language), _pages(workspace, chosen, filters, look))


async def _pages(
    workspace: str, chosen: Sequence[str], filters: Filters, look: Look | None
) -> AsyncIterator[list[ResponseOut]]:
    for survey in chosen:
        after: queries.Place | None = None
        while True:
            found = await page(
                workspace, survey, filters, after=after, limit=queries.PAGE_ROWS, as_given=look is not None
            )
            wanted = [each for each in found.items if filters.fits(facets(each.model_dump()))]
            if look is not None:
                await revealing.note(workspace, wanted, look)
            yield wanted
            if found.next is None:
                break
            after = found.next


async def one(workspace: str, survey: str, id_: str) -> ResponseOut:
    """One response.

    Raises:
        NotFound: not of this survey in this workspace.
    """
    found = await responses.one(workspace, id_)
    if found.survey != survey:
        raise NotFound("No such response.", response=id_)
    return found


async def reveal(workspace: str, survey: str, id_: str, look: Look) -> ResponseOut:
    """One response word for word; that somebody looked is on record.

    Raises:
        NotFound: not of this survey in this workspace.
    """
    await one(workspace, survey, id_)
    return await revealing.reveal(workspace, id_, look)


async def file(workspace: str, survey: str, response: str, id_: str) -> tuple[Upload, bytes]:
    """A file that is part of a response.

    Raises:
        NotFound: no such response, or no such file in it.
    """
    found = await one(workspace, survey, response)
    if not any(isinstance(answer, list) and id_ in answer for answer in found.answers.values()):
        raise NotFound("No such file.", file=id_)
    return await uploads.read(workspace, id_)


def _shown(ends: tuple[str, str], filters: Filters) -> tuple[date, date]:
    """The days asked for, within those that have counters: what the chart shows."""
    first, last = (periods.day_of(end) for end in ends)
    return max(first, filters.since or first), min(last, filters.until or last)


def _period(ends: tuple[str, str], filters: Filters) -> tuple[date, date]:
    """The same, widened to whole months where nothing more lies in them: a month is one bucket, not thirty."""
    first, last = _shown(ends, filters)
    if periods.name_of(first) == ends[0] and (filters.since is None or filters.since <= first.replace(day=1)):
        first = first.replace(day=1)
    if periods.name_of(last) == ends[1] and (filters.until is None or filters.until >= periods.end_of_month(last)):
        last = periods.end_of_month(last)
    return first, last


async def _buckets(workspace: str, survey: str, first: date, last: date) -> list[queries.Row]:
    days, months = periods.covering(first, last)
    spans = (*days, *([months] if months else []))
    return [row for span in spans for row in await queries.buckets(workspace, survey, *span)]


async def _over_time(workspace: str, survey: str, filters: Filters, shown: tuple[date, date]) -> list[Day]:
    sums = {name: Cell() for name in periods.periods(*shown)}
    for row in await queries.buckets(workspace, survey, *periods.charted(*shown), what="outline") if sums else []:
        for place, cell in cells([row], "outline"):
            if filters.fits(place):
                sums[periods.shown(row["bucket"])].add(cell)
    return [Day(period=name, started=cell.started, completed=cell.completed) for name, cell in sums.items()]


def cells(rows: Sequence[queries.Row], what: str) -> Iterator[tuple[Facets, Cell]]:
    """The cells of some counters: their `cells` or their `outline`."""
    for row in rows:
        yield from unpack(bytes(row.get(what) or b"")).items()


def _ranked(counts: Counter[str]) -> list[Facet]:
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Facet(value=value, count=count) for value, count in ranked[:FACET_VALUES]]
