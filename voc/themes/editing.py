"""What people ask to be done to themes: written down, visible at once, carried out by a task, undone backwards."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voc import outbox
from voc.clock import stamp
from voc.errors import Invalid, NotFound
from voc.feedback.domain import Kind
from voc.outbox import State
from voc.queue import Task
from voc.themes import queries
from voc.themes.documents import DiscoveryProgress, Theme, ThemeEdit
from voc.themes.domain import (
    REARRANGING,
    Action,
    LaterChangeFirst,
    NothingToUndo,
    StillAtWork,
    ThemeRetired,
    ThemeState,
)
from voc.themes.schemas import DefinitionIn, EditOut, SplitIn, ThemeOut, ThemePatch
from voc.values import new_id

_HELD = ("held_by", "named_by")


async def merge(workspace: str, id_: str, others: Sequence[str], *, member: str, now: datetime) -> EditOut:
    """Make other themes part of this one, for good: later runs keep them together.

    Raises:
        NotFound: one of them is not in this workspace.
        ThemeRetired: one of them is no longer in use.
        StillAtWork: an earlier change to one of them is being carried out.
    """
    others = [other for other in dict.fromkeys(others) if other != id_]
    if not others:
        raise Invalid("Name at least one other theme to merge into this one.")
    rows = [await _in_use(workspace, each) for each in (id_, *others)]
    before = {rows[0]["_id"]: _fields(rows[0], _HELD)}
    before |= {row["_id"]: _fields(row, ("state", "merged_into")) for row in rows[1:]}
    return await _write(workspace, Action.merge, id_, member, now, others=others, before=before)


async def split(workspace: str, id_: str, wish: SplitIn, *, member: str, now: datetime) -> EditOut:
    """Part a theme: the feedback that is named leaves it, or it falls into so many parts.

    Raises:
        NotFound: no such theme.
        ThemeRetired: it is no longer in use.
        StillAtWork: an earlier change to it is being carried out.
    """
    row = await _in_use(workspace, id_)
    created = [new_id("th", now) for _ in range(1 if wish.feedback else wish.into - 1)]
    asked = {"feedback": wish.feedback, "name": wish.name, "parts": wish.into, "created": created}
    before = {id_: _fields(row, _HELD)}
    return await _write(workspace, Action.split, id_, member, now, before=before, **asked)


async def define(workspace: str, wish: DefinitionIn, *, member: str, now: datetime) -> EditOut:
    """A theme in a person's own words; past feedback that fits it goes there, and new feedback will.

    Raises:
        NotFound: no such area.
    """
    await _check_area(workspace, wish.parent)
    progress = await queries.progress(workspace)
    theme = Theme(
        id=new_id("th", now),
        workspace=workspace,
        kind=Kind.other,
        language=language_of(wish.name),
        name=wish.name.strip(),
        named_by=member,
        held_by=member,
        parent=wish.parent,
        placed_by=member if wish.parent else None,
        description=wish.description.strip(),
        examples=wish.examples,
        size=0,
        model=progress.model,
        centroid=b"",
        threshold=1.0,
        state=ThemeState.active,
        created_at=now,
        updated_at=now,
    )
    await Theme.get_pymongo_collection().insert_one(theme.model_dump(by_alias=True))
    before = {theme.id: {"state": ThemeState.retired.value}}
    return await _write(workspace, Action.define, theme.id, member, now, before=before)


def language_of(name: str) -> str:
    """Of what a person calls something: Korean if a syllable of it is."""
    return "ko" if any("가" <= letter <= "힣" for letter in name) else "en"


async def change(workspace: str, id_: str, patch: ThemePatch, *, member: str, now: datetime) -> ThemeOut:
    """Name, pin or unpin a theme, or put it into another area; no later run changes that.

    Raises:
        NotFound: no such theme, or no such area.
        ThemeRetired: its texts moved elsewhere.
    """
    row = await _in_use(workspace, id_)
    await _check_area(workspace, patch.parent)
    for action, fields in _wishes(patch, member):
        if any(row.get(name) != value for name, value in fields.items()):
            before = {id_: _fields(row, tuple(fields))}
            await _set(workspace, id_, fields, now)
            await _write(workspace, action, id_, member, now, before=before)
    await outbox.request(workspace, Task.rank, at=now)
    return await queries.one(workspace, id_)


async def undo(workspace: str, id_: str, *, member: str, now: datetime) -> EditOut:
    """Take back the latest change to a theme.

    Raises:
        NothingToUndo: there is none.
        LaterChangeFirst: another theme that it touched was changed later.
        StillAtWork: a change to one of the themes is being carried out.
    """
    await queries.one(workspace, id_)
    log = await queries.edits(workspace)
    standing = [edit for edit in log if not edit.undone and edit.action != Action.undo]
    last = next((edit for edit in standing if id_ in edit.touched), None)
    if last is None:
        raise NothingToUndo("Nobody has changed this theme, or everything was undone.", theme=id_)
    for edit in standing[: standing.index(last)]:
        if shared := sorted(set(edit.touched) & set(last.touched)):
            raise LaterChangeFirst("Undo the later change to the other theme first.", theme=shared[0], edit=edit.id)
    await _settled(log, last.touched)
    return await _write(
        workspace, Action.undo, last.theme, member, now, undoes=last.id, created=last.created, before=last.before
    )


async def apply(edit: ThemeEdit, now: datetime) -> None:
    """Change the themes that an edit is about; the same however often it is done."""
    if edit.action == Action.merge:
        await _set(edit.workspace, edit.theme, {"held_by": edit.member, "named_by": edit.member}, now)
        for other in edit.others:
            gone = {"state": ThemeState.retired.value, "merged_into": edit.theme}
            await _set(edit.workspace, other, gone, now)
    elif edit.action == Action.undo:
        for id_, fields in edit.before.items():
            await _set(edit.workspace, id_, fields, now)
        for id_ in edit.created:
            gone = {"state": ThemeState.retired.value, "merged_into": edit.theme}
            await _set(edit.workspace, id_, gone, now)
        log = ThemeEdit.get_pymongo_collection()
        await log.update_one({"_id": edit.undoes, "workspace": edit.workspace}, {"$set": {"undone": True}})


async def rearranged(workspace: str) -> None:
    """Have whoever is looking for themes know that they change."""
    await DiscoveryProgress.get_pymongo_collection().update_one(
        {"_id": workspace}, {"$inc": {"edits": 1}, "$set": {"workspace": workspace}}, upsert=True
    )


async def _write(workspace: str, action: Action, theme: str, member: str, now: datetime, **particulars: Any) -> EditOut:
    touched = sorted({theme, *particulars.get("before", {}), *particulars.get("created", ())})
    moves = action in REARRANGING
    if moves:
        await _settled(await queries.edits(workspace), touched)
        await rearranged(workspace)
    edit = ThemeEdit(
        id=new_id("te", now),
        workspace=workspace,
        action=action.value,
        theme=theme,
        touched=touched,
        member=member,
        at=now,
        state=State.pending if moves else State.done,
        next_dispatch_at=stamp(now),
        **particulars,
    )
    await ThemeEdit.get_pymongo_collection().insert_one(edit.model_dump(by_alias=True))
    if moves:
        await apply(edit, now)
    return queries.edit_out(edit.model_dump())


async def _settled(log: Sequence[EditOut], touched: Sequence[str]) -> None:
    if any(edit.state == State.pending and set(edit.touched) & set(touched) for edit in log):
        raise StillAtWork("An earlier change to this theme is being carried out; try again in a moment.")


async def _in_use(workspace: str, id_: str) -> dict[str, Any]:
    row = await queries.row(workspace, id_)
    if row["state"] == ThemeState.retired:
        raise ThemeRetired("This theme is no longer in use; its texts moved to others.", theme=id_)
    return row


async def _check_area(workspace: str, area: str | None) -> None:
    if area is not None and area not in {each.id for each in await queries.areas(workspace)}:
        raise NotFound("No such area in use.", area=area)


def _fields(row: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: row.get(name) for name in names}


def _wishes(patch: ThemePatch, member: str) -> list[tuple[Action, dict[str, Any]]]:
    wishes: list[tuple[Action, dict[str, Any]]] = []
    if patch.name is not None:
        wishes.append((Action.rename, {"name": patch.name.strip(), "named_by": member}))
    if patch.pinned is not None:
        action = Action.pin if patch.pinned else Action.unpin
        wishes.append((action, {"held_by": member if patch.pinned else None}))
    if "parent" in patch.model_fields_set:
        wishes.append((Action.move, {"parent": patch.parent, "placed_by": member}))
    return wishes


async def _set(workspace: str, id_: str, fields: dict[str, Any], now: datetime) -> None:
    result = await Theme.get_pymongo_collection().update_one(
        {"_id": id_, "workspace": workspace}, {"$set": fields | {"updated_at": now}, "$inc": {"revision": 1}}
    )
    if not result.matched_count:
        raise NotFound("No such theme.", theme=id_)
