"""Feedback into the index: what came in, and what an older release had stored."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from voc import outbox
from voc.feedback.documents import Feedback
from voc.feedback.words import blocks, domain, forgetting, merging, source
from voc.feedback.words.documents import EarlierWords
from voc.outbox import Chore
from voc.settings import Work

Row = dict[str, Any]
AT_ONCE = 500
"""Rows per block that is written, and per look at what was stored earlier."""
_FIELDS = {"workspace": 1, "text": 1, "position": 1, "unindexed": 1}


async def unindexed(*, limit: int) -> list[Row]:
    """Rows that the index does not know, over all workspaces."""
    return await Feedback.get_pymongo_collection().find({"unindexed": True}, _FIELDS).limit(limit).to_list()


async def settle(*, now: datetime) -> int:
    """Index some of what came in; returns how many rows."""
    rows = await unindexed(limit=AT_ONCE)
    by_workspace: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_workspace[row["workspace"]].append(row)
    for workspace, own in by_workspace.items():
        await _index(workspace, own, now=now)
        await merging.merge(workspace, now=now)
    return len(rows)


async def catch_up(chore_id: str, *, now: datetime, work: Work) -> None:
    """Index some more of what was stored before there was an index, the newest first; due again until all is done."""
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    for chore in held.rows:
        workspace = chore["workspace"]
        progress = await EarlierWords.get_pymongo_collection().find_one({"_id": workspace}) or {}
        rows = await _slice(workspace, progress.get("before"))
        old = [row for row in rows if "unindexed" not in row]
        await _index(workspace, old, now=now)
        await merging.merge(workspace, now=now)
        if rows:
            reached = {"$set": {"workspace": workspace, "before": rows[-1]["position"]}, "$inc": {"indexed": len(old)}}
            await EarlierWords.get_pymongo_collection().update_one({"_id": workspace}, reached, upsert=True)
        await outbox.finish(chore, held.owner, now=now, next_at=now if rows else None)


async def _slice(workspace: str, before: str | None) -> list[Row]:
    condition: Row = {"workspace": {"$eq": workspace}}
    if before is not None:
        condition["position"] = {"$lt": before}
    cursor = Feedback.get_pymongo_collection().find(condition, _FIELDS).sort("position", -1)
    return await cursor.limit(AT_ONCE).to_list()


async def _index(workspace: str, rows: Sequence[Row], *, now: datetime) -> None:
    """Write a block of rows, then let the rows know. What is erased meanwhile is taken out before the block stands."""
    if not rows:
        return
    texts = await asyncio.to_thread(lambda: {row["position"]: domain.keys(row["text"]) for row in rows})
    block = await blocks.write(workspace, texts, now=now)
    there = await source.standing(workspace, list(texts))
    if len(there) < len(texts):
        await forgetting.forget(workspace, {place: keys for place, keys in texts.items() if place not in there})
    if await blocks.stand(block):
        known = [UpdateOne({"_id": row["_id"]}, {"$set": {"unindexed": False}}) for row in rows]
        await Feedback.get_pymongo_collection().bulk_write(known, ordered=False)
