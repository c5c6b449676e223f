"""Entries as they go out."""

from collections.abc import Mapping
from typing import Any

from voc.clock import from_stamp
from voc.faq import answerers, listing, queries
from voc.faq.content import Conflict, Content, Sentence
from voc.faq.domain import Entry, Why, hindrances
from voc.faq.happenings import RewordingOut, StaleOut, TrailOut, VersionOut
from voc.faq.listing import Filters
from voc.faq.schemas import (
    ConflictOut,
    EntryOut,
    EntryPage,
    OneOut,
    SentenceOut,
    SourceOut,
    VersionTextOut,
)
from voc.faq.sources import queries as sources
from voc.faq.states import Action, State
from voc.web.pagination import from_cursor, to_cursor

Row = dict[str, Any]
_COUNTED = ("language", "state", "version", "live", "askers", "askers_low", "questions", "weekly", "trend", "theme")


async def page(workspace: str, filters: Filters, *, cursor: str | None = None, limit: int = 50) -> EntryPage:
    """A page of what passes the filters.

    Raises:
        Invalid: no such state or cursor.
    """
    found = listing.chosen(await queries.listed(workspace), filters)
    start = max(0, int(from_cursor(cursor, int)[0])) if cursor else 0
    rows = found[start : start + limit]
    able = await answerers.departments(workspace, [row["theme"] for row in rows if not row["content"]["answer"]])
    shown = [EntryOut(**_entry(row, able)) for row in rows]
    return EntryPage(items=shown, next=to_cursor(start + limit) if len(found) > start + limit else None)


async def one(workspace: str, id_: str) -> OneOut:
    """An entry with everything that happened to it.

    Raises:
        NotFound: not in this workspace.
    """
    row = await queries.row(workspace, id_)
    held = queries.held_of(row)
    standing = await sources.cited(workspace, row["passages"])
    versions = [VersionOut(**each.model_dump(exclude={"id", "at"}), at=from_stamp(each.at)) for each in held.versions]
    trail = [TrailOut(**each.model_dump(exclude={"at"}), at=from_stamp(each.at)) for each in held.entry.lines]
    why = [each.value for each in hindrances(held.entry, standing=tuple(standing))]
    able = await answerers.departments(workspace, [row["theme"]] if not held.entry.content.answer else [])
    rest = {"members": row["members"], "hindrances": why, "versions": versions, "trail": trail}
    return OneOut(**_entry(row, able), **rest, rewording=_rewording(row), stale=_stale(held.entry))


async def version(workspace: str, id_: str, number: int) -> VersionTextOut:
    """What a version said.

    Raises:
        NotFound: no such version, or entry.
    """
    return VersionTextOut(number=number, **_content(await queries.version(workspace, id_, number)))


def _rewording(row: Row) -> RewordingOut | None:
    wish = row.get("rewording")
    return RewordingOut(**wish | {"at": from_stamp(wish["at"])}) if wish else None


def _stale(entry: Entry) -> StaleOut | None:
    last = next((line for line in reversed(entry.lines) if line.action == Action.expire), None)
    if entry.state != State.stale or last is None:
        return None
    return StaleOut(why=last.why or Why.source.value, at=from_stamp(last.at), askings=last.askings)


def _entry(row: Row, able: Mapping[str, str]) -> Row:
    conflicts = [_conflict(Conflict.model_validate(each)) for each in row["conflicts"]]
    times = {name: from_stamp(row[name]) for name in ("created_at", "changed_at")}
    published = from_stamp(row["published_at"]) if row["published_at"] is not None else None
    told = {name: row[name] for name in _COUNTED} | times | _content(Content.model_validate(row["content"]))
    return told | {
        "id": row["_id"], "conflicts": conflicts, "score": listing.score(row), "revision": row["revision"],
        "published_at": published, "into": row.get("into"),
        "department": able.get(row["theme"] or "") if not row["content"]["answer"] else None,
    }  # fmt: skip


def _content(content: Content) -> Row:
    plain = content.model_dump(exclude={"answer"}) | {"aliases": list(content.aliases)}
    return plain | {"answer": [sentence_out(each) for each in content.answer]}


def sentence_out(said: Sentence) -> SentenceOut:
    """A sentence as it goes out."""
    source = None
    if said.source is not None:
        url = f"/faq/sources/{said.source.source}#{said.source.passage}"
        source = SourceOut(**said.source.model_dump(), url=url)
    return SentenceOut(text=said.text, source=source, by=said.by, rewritten=said.rewritten, support=said.support.value)


def _conflict(each: Conflict) -> ConflictOut:
    return ConflictOut(
        one=sentence_out(each.one), other=sentence_out(each.other), reason=each.reason, chosen=each.chosen, by=each.by
    )
