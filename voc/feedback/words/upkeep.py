"""The index's housekeeping, workspace by workspace, each day and an hour after somebody was erased.

What a dead process left is removed, blocks of an older release are made anew, and a block that names feedback which is
gone is made anew without it. Each step may be cut off anywhere; the next run finds what is left.
"""

from datetime import datetime, timedelta
from typing import Any

from ulid import ULID

from voc import outbox
from voc.clock import stamp
from voc.feedback.words import blocks, merging, source
from voc.feedback.words.documents import WordBlock, WordPart, WordRows
from voc.outbox import Chore
from voc.queue import Task
from voc.settings import Work

Row = dict[str, Any]
AGE = timedelta(hours=1)
"""A block that does not stand by then is a dead process's: the largest takes seconds."""
PAUSE = timedelta(days=1)
ROWS_AT_ONCE = 4_096
"""Rows that are looked at before other work has its turn; one block at least."""
BATCH = 500


async def begin(*, now: datetime) -> None:
    """Have what an older release indexed made anew, as soon as possible."""
    heads = await WordBlock.get_pymongo_collection().find({}, {"workspace": 1, "version": 1}).to_list()
    for workspace in sorted({block["workspace"] for block in heads if blocks.is_outdated(block)}):
        await outbox.request(workspace, Task.tidy_words, at=now)


async def run(chore_id: str, *, now: datetime, work: Work) -> None:
    """Some of a workspace's housekeeping; due again at once where there is more."""
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    for chore in held.rows:
        async with outbox.kept(Chore, held, work=work):
            wait = await tidy(chore["workspace"], now=now)
        await outbox.finish(chore, held.owner, now=now, next_at=now + wait)


async def tidy(workspace: str, *, now: datetime) -> timedelta:
    """Returns when to look again."""
    young = await _remove_fallen(workspace, now)
    due = [block for block in await blocks.heads(workspace) if _is_due(block, now)]
    looked_at, settled = 0, True
    while due and looked_at < ROWS_AT_ONCE:
        block = due.pop(0)
        looked_at += block["rows"]
        settled &= await _look(workspace, block, now)
    if due:
        return timedelta()
    await merging.merge(workspace, now=now)
    await _remove_nameless(workspace, now)
    return AGE if young or not settled else PAUSE


def _is_due(block: Row, now: datetime) -> bool:
    return blocks.is_outdated(block) or block["checked_at"] <= stamp(now - PAUSE)


async def _look(workspace: str, block: Row, now: datetime) -> bool:
    """Make a block anew if it has to be, else note that it need not; False: somebody changed it meanwhile."""
    if not blocks.is_outdated(block):
        named = [position for position in await blocks.rows_of(block) if position]
        if len(await source.standing(workspace, named)) == len(set(named)):
            checked = {"$set": {"checked_at": stamp(now)}}
            await WordBlock.get_pymongo_collection().update_one({"_id": block["_id"]}, checked)
            return True
    return await merging.renew(workspace, block, now=now)


async def _remove_fallen(workspace: str, now: datetime) -> bool:
    """Remove what does not stand and never will; returns whether some may still come to stand."""
    fallen = [block for block in await blocks.all_heads(workspace) if not block.get("standing", True)]
    dead = [block for block in fallen if block.get("checked_at", 0) <= stamp(now - AGE)]
    if dead:
        await blocks.remove(dead)
    return len(dead) < len(fallen)


async def _remove_nameless(workspace: str, now: datetime) -> None:
    """Remove rows and words of blocks that have no head; older releases left such."""
    for model in (WordPart, WordRows):
        stored = await model.get_pymongo_collection().find({"workspace": {"$eq": workspace}}, {"_id": 1}).to_list()
        named = {block["_id"] for block in await blocks.all_heads(workspace)}
        old = [row["_id"] for row in stored if (of := _block_of(row["_id"])) not in named and _made_at(of) <= now - AGE]
        for start in range(0, len(old), BATCH):
            await model.get_pymongo_collection().delete_many({"_id": {"$in": old[start : start + BATCH]}})


def _block_of(id_: str) -> str:
    return id_.partition("|")[0]


def _made_at(block: str) -> datetime:
    return ULID.from_str(block.partition("_")[2]).datetime
