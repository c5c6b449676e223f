"""Reads of what people decided about items."""

from collections.abc import Sequence
from typing import Any

from voc.accounts import queries as accounts
from voc.backlog import queries as backlog
from voc.backlog.workflow.documents import ItemWork, SavedView
from voc.backlog.workflow.domain import Change, Note, Work
from voc.backlog.workflow.mentions import Colleague
from voc.values import Value

BRIEF = {name: 1 for name in ItemWork.model_fields if name not in ("id", "notes", "changes")}
"""What a list shows."""
BATCH = 500
"""Values per `$in`."""


class Stored(Value):
    """What is decided about one item, with its history."""

    work: Work = Work()
    changes: tuple[Change, ...] = ()
    revision: int = 0
    """0: nobody has touched it."""


class Brief(Value):
    """The same for a list: without notes and history."""

    work: Work = Work()
    note_count: int = 0
    mentioned: tuple[str, ...] = ()
    revision: int = 0
    changed_at: int | None = None
    batch: str | None = None


UNTOUCHED = Brief()


class Naming(Value):
    """A note that names somebody."""

    item: str
    title: str
    """A person's, or the name of the item's theme."""
    kind: str | None
    """Of the theme where the title is its name."""
    note: Note


async def stored(workspace: str, item: str) -> Stored:
    """What is decided about an item; nothing is decided about one that nobody touched."""
    row = await ItemWork.get_pymongo_collection().find_one({"_id": item, "workspace": workspace})
    return _stored(row) if row else Stored()


async def many(workspace: str, items: Sequence[str]) -> dict[str, Stored]:
    """The same of some items, by id; those that nobody touched are left out."""
    found: dict[str, Stored] = {}
    for start in range(0, len(items), BATCH):
        condition = {"_id": {"$in": list(items[start : start + BATCH])}, "workspace": workspace}
        rows = await ItemWork.get_pymongo_collection().find(condition).to_list()
        found |= {row["_id"]: _stored(row) for row in rows}
    return found


async def briefs(workspace: str) -> dict[str, Brief]:
    """Of every item that somebody touched, by its id."""
    rows = await ItemWork.get_pymongo_collection().find({"workspace": workspace}, BRIEF).to_list()
    return {row["_id"]: _brief(row) for row in rows}


async def of_batch(workspace: str, batch: str) -> dict[str, Stored]:
    """Items whose latest standing change belongs to `batch`, by id."""
    rows = await ItemWork.get_pymongo_collection().find({"workspace": workspace, "batch": batch}).to_list()
    return {row["_id"]: _stored(row) for row in rows}


async def naming(workspace: str, member: str, since: int, until: int) -> list[Naming]:
    """Notes by others that name a member, written from one `voc.clock.stamp` until before another, the oldest first."""
    changed = {"workspace": workspace, "changed_at": {"$gte": since}}
    fields = {"title": 1, "notes": 1, "mentioned": 1}
    found = []
    for row in await ItemWork.get_pymongo_collection().find(changed, fields).to_list():
        if member not in row.get("mentioned", ()):
            continue
        notes = [Note.model_validate(each) for each in row["notes"]]
        told = [note for note in notes if since <= note.at < until and member in note.mentions and note.by != member]
        if told:
            named = {"title": row["title"], "kind": None} if row.get("title") else await _named(workspace, row["_id"])
            found += [Naming(item=row["_id"], note=note, **named) for note in told]
    return sorted(found, key=lambda each: each.note.at)


async def views(workspace: str) -> list[dict[str, Any]]:
    """All views that are kept in a workspace, by name."""
    rows = await SavedView.get_pymongo_collection().find({"workspace": workspace}).to_list()
    return sorted(rows, key=lambda row: (row["name"].casefold(), row["_id"]))


async def colleagues(workspace: str) -> list[Colleague]:
    """Who may own items and be named in notes, by name."""
    found = [
        Colleague(id=each.id, name=each.name, handle=each.email.partition("@")[0])
        for each in await accounts.members(workspace)
    ]
    return sorted(found, key=lambda each: (each.name.casefold(), each.id))


async def _named(workspace: str, item: str) -> dict[str, Any]:
    """What an item's theme is called, and its kind; the id of what is ranked no longer."""
    ranked = (await backlog.many(workspace, [item])).get(item)
    return {"title": ranked.title, "kind": ranked.kind} if ranked else {"title": item, "kind": None}


def _stored(row: dict[str, Any]) -> Stored:
    return Stored(work=_work(row), changes=row["changes"], revision=row["revision"])


def _brief(row: dict[str, Any]) -> Brief:
    kept = {name: row.get(name) for name in ("note_count", "mentioned", "revision", "changed_at", "batch")}
    return Brief(work=_work(row), **kept)


def _work(row: dict[str, Any]) -> Work:
    return Work.model_validate({name: row[name] for name in Work.model_fields if row.get(name) is not None})
