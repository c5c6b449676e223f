"""Carry out what people asked to be done to themes."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import structlog

from voc import inference, outbox
from voc.queue import Task
from voc.settings import Work
from voc.themes import defining, editing, moving, queries
from voc.themes.documents import Theme, ThemeEdit
from voc.themes.domain import Action, ThemeState
from voc.themes.vectors import stored, unpack

log = structlog.get_logger()

Divide = Callable[..., Any]
"""As `inference.divide`."""
SETTLE = timedelta(seconds=3)
"""Themes are looked for again this long after the last of several changes."""


async def run(edit_id: str, *, now: datetime, work: Work, divide: Divide = inference.divide) -> bool:
    """Carry out an edit if it is ours to take; returns whether it was."""
    held = await outbox.lease(ThemeEdit, [edit_id], now=now, work=work)
    if not held.rows:
        return False
    edit = ThemeEdit.model_validate(held.rows[0])
    try:
        async with outbox.kept(ThemeEdit, held, work=work):
            await _carry_out(edit, now, divide)
    except Exception as error:  # whatever went wrong is kept with the edit, which is tried again or parked
        await outbox.fail(ThemeEdit, held, {edit_id: repr(error)}, now=now, work=work)
        raise
    await editing.rearranged(edit.workspace)
    await outbox.complete(ThemeEdit, [(edit_id, {})], owner=held.owner)
    await outbox.request(edit.workspace, Task.rank, at=now)
    await outbox.request(edit.workspace, Task.discover, at=now + SETTLE)
    return True


async def _carry_out(edit: ThemeEdit, now: datetime, divide: Divide) -> None:
    await editing.apply(edit, now)
    if edit.action == Action.merge:
        for other in edit.others:
            await moving.move_all(edit.workspace, other, edit.theme, edit.id, now)
    elif edit.action == Action.split:
        await _split(edit, now, divide)
    elif edit.action == Action.define:
        await defining.define(edit, now)
    elif edit.action == Action.undo:
        await _undo(edit, now)
    for id_ in edit.touched:
        size = await queries.size(edit.workspace, id_)
        await Theme.get_pymongo_collection().update_one({"_id": id_}, {"$set": {"size": size}})
    log.info("themes rearranged", workspace=edit.workspace, action=edit.action, theme=edit.theme)


async def _undo(edit: ThemeEdit, now: datetime) -> None:
    for moves in await queries.moves(edit.workspace, edit.undoes or ""):
        await moving.put(edit.workspace, moves["feedback"], moves["after"], moves["before"])
    for theme in edit.created:  # what joined a part since it was split off
        await moving.move_all(edit.workspace, theme, edit.theme, edit.id, now)


async def _split(edit: ThemeEdit, now: datetime, divide: Divide) -> None:
    """Where everything goes is written down before anything moves: what a crash left undone is done the same way."""
    if not edit.planned:
        await _plan(edit, now, divide)
        log = ThemeEdit.get_pymongo_collection()
        await log.update_one({"_id": edit.id}, {"$set": {"planned": True}})
    for moves in await queries.moves(edit.workspace, edit.id):
        await moving.put(edit.workspace, moves["feedback"], moves["before"], moves["after"])


async def _plan(edit: ThemeEdit, now: datetime, divide: Divide) -> None:
    theme = await queries.row(edit.workspace, edit.theme)
    rows = await queries.readable_of(edit.workspace, edit.theme, theme["model"])
    parts: np.ndarray | int = edit.parts
    if edit.feedback:
        leaves = set(edit.feedback)
        parts = np.array([int(row["_id"] in leaves) for row in rows])
    vectors = unpack([row["embedding"] for row in rows])
    texts, languages, kinds = ([row[name] for row in rows] for name in ("text", "language", "kind"))
    labels, found = await asyncio.to_thread(divide, texts, languages, kinds, vectors, parts)
    ids = [row["_id"] for row in rows]
    for place, part in enumerate(found[: 1 + len(edit.created)]):
        fields = stored(part, ids, theme["model"]) | {"held_by": edit.member, "updated_at": now}
        if not place:  # the first part stays what the theme is
            fields |= {} if theme.get("named_by") else {"name": part.name}
            await Theme.get_pymongo_collection().update_one({"_id": edit.theme}, {"$set": fields})
            continue
        id_ = edit.created[place - 1]
        fresh = fields | _fresh(edit, part, theme, now)
        await Theme.get_pymongo_collection().update_one({"_id": id_}, {"$set": fresh}, upsert=True)
        leaving = [each for each, label in zip(ids, labels, strict=True) if label == place]
        for start in range(0, len(leaving), moving.BATCH):
            batch = leaving[start : start + moving.BATCH]
            await moving.note(edit.workspace, batch, edit.theme, id_, edit.id, f"{place}-{start}")


def _fresh(edit: ThemeEdit, part: Any, theme: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What a new theme starts with: its neighbour's place in the tree."""
    named = {"name": edit.name, "named_by": edit.member} if edit.name else {"name": part.name, "named_by": None}
    return named | {
        "workspace": edit.workspace,
        "parent": theme.get("parent"),
        "placed_by": theme.get("placed_by"),
        "merged_into": None,
        "state": ThemeState.active.value,
        "revision": 0,
        "created_at": now,
    }
