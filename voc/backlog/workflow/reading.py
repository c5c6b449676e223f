"""Items joined with what people decided, as they go out."""

from collections.abc import Sequence
from typing import Any

from voc.backlog import queries as backlog
from voc.backlog.schemas import BacklogItemOut
from voc.backlog.workflow import listing, queries
from voc.backlog.workflow.domain import Change, Note, Work
from voc.backlog.workflow.listing import Filters, Line
from voc.backlog.workflow.queries import Stored
from voc.backlog.workflow.schemas import ChangeOut, ItemOut, ItemPage, NoteOut, OneOut
from voc.clock import from_stamp
from voc.web.pagination import from_cursor, to_cursor


async def all_lines(workspace: str) -> list[Line]:
    """Everything that a list may show."""
    return listing.lines(await backlog.outlines(workspace), await queries.briefs(workspace))


async def page(workspace: str, filters: Filters, *, cursor: str | None = None, limit: int = 50) -> ItemPage:
    """A page of what passes the filters.

    Raises:
        Invalid: no such status, order or cursor.
    """
    return await page_of(workspace, listing.chosen(await all_lines(workspace), filters), cursor=cursor, limit=limit)


async def page_of(workspace: str, found: Sequence[Line], *, cursor: str | None, limit: int) -> ItemPage:
    """A page of some lines.

    Raises:
        Invalid: the cursor is none of ours.
    """
    start = max(0, int(from_cursor(cursor, int)[0])) if cursor else 0
    shown = found[start : start + limit]
    more = len(found) > start + limit
    return ItemPage(items=await items(workspace, shown), next=to_cursor(start + limit) if more else None)


async def items(workspace: str, some: Sequence[Line]) -> list[ItemOut]:
    """Whole items for some lines, in their order."""
    ranked = await backlog.many(workspace, [line.id for line in some])
    return [_joined(ranked[line.id], line) for line in some if line.id in ranked]


async def driving(workspace: str) -> list[dict[str, Any]]:
    """Open items by what the quadrant of drivers shows of them, the first rank first."""
    ranked = await backlog.driving(workspace)
    some = listing.chosen(await all_lines(workspace), Filters(status="open"))
    return [ranked[line.id] | {"title": line.title} for line in some if line.id in ranked]


async def one(workspace: str, id_: str) -> OneOut:
    """An item with its notes and history.

    Raises:
        NotFound: not in this workspace.
    """
    ranked, active = await backlog.one_and_active(workspace, id_)
    held = await queries.stored(workspace, id_)
    return one_out(ranked, held, active=active)


def one_out(ranked: BacklogItemOut, held: Stored, *, active: bool) -> OneOut:
    """An item as it goes out."""
    last = held.changes[-1].at if held.changes else None
    told = _work(held.work, ranked) | {
        "active": active,
        "note_count": len(held.work.notes),
        "changed_at": from_stamp(last) if last is not None else None,
        "revision": held.revision,
        "notes": [note_out(note) for note in held.work.notes],
        "history": [change_out(change) for change in held.changes],
    }
    return OneOut.model_validate(ranked.model_dump() | told)


def note_out(note: Note) -> NoteOut:
    """A note as it goes out."""
    return NoteOut.model_validate(note.model_dump() | {"at": from_stamp(note.at)})


def change_out(change: Change) -> ChangeOut:
    """A line of the history as it goes out."""
    return ChangeOut.model_validate(change.model_dump(exclude={"removed"}) | {"at": from_stamp(change.at)})


def _joined(ranked: BacklogItemOut, line: Line) -> ItemOut:
    brief = line.brief
    told = _work(brief.work, ranked) | {
        "active": line.active,
        "note_count": brief.note_count,
        "changed_at": from_stamp(brief.changed_at) if brief.changed_at is not None else None,
        "revision": brief.revision,
    }
    return ItemOut.model_validate(ranked.model_dump() | told)


def _work(work: Work, ranked: BacklogItemOut) -> dict[str, Any]:
    decided = work.model_dump(exclude={"notes", "title"})
    return decided | {"title": work.title or ranked.title, "theme_name": ranked.title}
