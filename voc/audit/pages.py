"""The page of the audit, for administrators."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Annotated, Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter
from litestar.response import Stream, Template

from voc.audit import queries, service
from voc.audit.domain import Entry
from voc.audit.schemas import EntryOut, entry_out
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page
from voc.web.pagination import from_cursor, to_cursor
from voc.web.spreadsheets import CSV_TYPE, Pages, csv_file

Caller = Request[Any, Principal, Any]
Names = Callable[[str], Awaitable[Mapping[str, str]]]
"""What the members and keys of a workspace are called, by id; the application supplies it."""
PAGE_SIZE = 50
COLUMNS = ("number", "at", "action", "by", "actor", "name", "subject", "details", "request", "hash")
_AT_ONCE = 500


class Format(StrEnum):
    """Of an export."""

    csv = "csv"
    jsonl = "jsonl"


class AuditPages(Controller):
    """Who did what and when."""

    path = "/settings/audit"
    include_in_schema = False
    guards = [requires(Scope.admin, Resource.privacy)]

    @get()
    async def overview(
        self,
        request: Caller,
        names: NamedDependency[Names],
        cursor: FromQuery[str | None] = None,
        check: FromQuery[bool] = False,
    ) -> Template:
        """The latest first; with `check`, whether the record is whole."""
        workspace = request.auth.workspace
        below = int(from_cursor(cursor, int)[0]) if cursor else None
        found = await queries.latest(workspace, below=below, limit=PAGE_SIZE + 1)
        context = {
            "entries": [entry_out(each) for each in found[:PAGE_SIZE]],
            "names": await names(workspace),
            "next": to_cursor(found[PAGE_SIZE - 1].number) if len(found) > PAGE_SIZE else None,
            "later": bool(cursor),
            "verdict": await service.verify(workspace) if check else None,
        }
        return page(request, "audit/list.html", context)

    @get("/export", audit="audit.exported")
    async def export(
        self,
        request: Caller,
        names: NamedDependency[Names],
        file_format: Annotated[Format, QueryParameter(name="format")] = Format.csv,
    ) -> Stream:
        """Everything, the first entry first."""
        workspace = request.auth.workspace
        pages = _pages(workspace)
        called = await names(workspace)
        pieces = csv_file(COLUMNS, _table(pages, called)) if file_format == Format.csv else _lines(pages)
        headers = {
            "content-disposition": f'attachment; filename="audit.{file_format}"',
            "content-type": CSV_TYPE if file_format == Format.csv else "application/jsonl; charset=utf-8",
        }
        return Stream(pieces, headers=headers)


async def _pages(workspace: str) -> AsyncIterator[list[EntryOut]]:
    some: list[Entry] = []
    async for entry in queries.in_order(workspace):
        some.append(entry)
        if len(some) == _AT_ONCE:
            yield [entry_out(each) for each in some]
            some = []
    yield [entry_out(each) for each in some]


async def _table(pages: AsyncIterator[list[EntryOut]], called: Mapping[str, str]) -> Pages:
    async for entries in pages:
        yield [[_cell(entry, name, called) for name in COLUMNS] for entry in entries]


def _cell(entry: EntryOut, column: str, called: Mapping[str, str]) -> str | int:
    if column == "name":
        return called.get(entry.actor, "")
    if column == "details":
        return "; ".join(f"{name}: {value}" for name, value in entry.details.items())
    if column == "at":
        return entry.at.isoformat()
    return entry.number if column == "number" else str(getattr(entry, column))


async def _lines(pages: AsyncIterator[list[EntryOut]]) -> AsyncIterator[bytes]:
    async for entries in pages:
        yield "".join(f"{entry.model_dump_json()}\n" for entry in entries).encode()
