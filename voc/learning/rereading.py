"""Read history again, slowly: a share of the time, and never while new feedback waits. For workers."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from pymongo import UpdateOne

from voc import inference, outbox
from voc.clock import utc_now
from voc.feedback import queries as feedback
from voc.feedback.documents import Feedback
from voc.feedback.domain import FeedbackState, Reading, kept, with_several
from voc.heads import queries as heads
from voc.learning import queries, service
from voc.learning.documents import RereadingProgress
from voc.learning.domain import RereadingState, pause_after
from voc.outbox import Chore
from voc.queue import Task
from voc.settings import Work
from voc.themes import analysis
from voc.themes import queries as themes

Row = dict[str, Any]
Read = Callable[..., Sequence[inference.Analysed]]
SLICE = 100
BURST_SECONDS = 2.0
"""Work at a stretch: new feedback waits no longer than this."""
ROUNDING = 0.02
NOTHING = (None, [], False)
"""What older records and the embedded engine write for nothing."""
ASIDE = timedelta(seconds=5)
SEEN_BY_COUNTERS = ("language", "kind", "sentiment", "urgency", "also")


async def run(chore_id: str, *, now: datetime, work: Work, read: Read | None = None) -> None:
    """A stretch of it, if the chore is ours to take; then a pause that leaves the rest of the time to others."""
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    if not held.rows:
        return
    chore = held.rows[0]
    workspace = chore["workspace"]
    if await feedback.waiting(workspace, FeedbackState.pending):
        await outbox.release(Chore, held, at=now + ASIDE)
        return
    began, more = time.monotonic(), False
    try:
        await _begin_for_another_model(workspace, now)
        async with outbox.kept(Chore, held, work=work):
            while more := await step(workspace, now=now, read=read or inference.analyse):
                if time.monotonic() - began >= BURST_SECONDS:
                    break
    except Exception as error:  # whatever went wrong is kept with the chore, which is tried again or parked
        await outbox.fail(Chore, held, {chore_id: repr(error)}, now=now, work=work)
        raise
    if more:
        pause = pause_after(time.monotonic() - began, work.history_share)
        await outbox.release(Chore, held, at=now + pause)
        return
    await outbox.request(workspace, Task.rank, at=now)
    await outbox.finish(chore, held.owner, now=now)


async def _begin_for_another_model(workspace: str, now: datetime) -> None:
    """Begin, if it was asked for because texts are left that another model read (see `themes.discovery`)."""
    under_way = await queries.rereading(workspace)
    if under_way is not None and under_way.state is RereadingState.running:
        return
    model = (await themes.progress(workspace)).model
    if model and await themes.read_by_others(workspace, model):
        await service.begin_rereading(workspace, by="", now=now)


async def step(workspace: str, *, now: datetime, read: Read) -> bool:
    """Read one slice; returns whether there may be more."""
    progress = await RereadingProgress.get_pymongo_collection().find_one({"_id": workspace, "workspace": workspace})
    if progress is None or progress["state"] != RereadingState.running:
        return False
    began = time.monotonic()
    rows = await queries.slice_before(workspace, progress["cursor"], SLICE)
    changed = await _read(workspace, rows, read, now) if rows else 0
    over = len(rows) < SLICE
    fields: Row = {"cursor": rows[-1]["position"]} if rows else {}
    if over:
        fields |= {"state": RereadingState.done.value, "finished_at": now}
    counted = {"seen": len(rows), "changed": changed, "busy_seconds": time.monotonic() - began}
    guard = {"_id": workspace, "run": progress["run"], "state": RereadingState.running.value}
    await RereadingProgress.get_pymongo_collection().update_one(guard, {"$set": fields, "$inc": counted})
    return not over


async def _read(workspace: str, rows: Sequence[Row], read: Read, now: datetime) -> int:
    """Read a slice by the present model and heads, and write what differs; returns how many readings changed."""
    used = await heads.in_use(workspace)
    texts = [row["text"] for row in rows]
    told = await asyncio.to_thread(partial(read, heads=used) if used else read, texts)
    readings = {row["_id"]: one for row, one in zip(rows, told, strict=True)}
    found = await analysis.with_themes(rows, readings)
    other = {row["_id"]: readings[row["_id"]] for row in rows if row.get("model") != readings[row["_id"]].model}
    if other:  # vectors of another model: discovery must not mix them
        await analysis.keep_vectors(rows, other)
        await analysis.ask_for_discovery(workspace, len(other), told[0].model, now)
    writes, changed = [], 0
    for row in rows:
        if not (fields := difference(row, found[row["_id"]])):
            continue
        if any(name in fields for name in SEEN_BY_COUNTERS):
            changed += 1
            fields["uncounted"] = True
        guard = {"_id": row["_id"], "revision": row["revision"]}
        writes.append(UpdateOne(guard, {"$set": fields | {"analysed_at": utc_now()}, "$inc": {"revision": 1}}))
    if writes:
        await Feedback.get_pymongo_collection().bulk_write(writes, ordered=False)
    return changed


def difference(row: Mapping[str, Any], reading: Reading) -> Row:
    """What to set on a record that was read again; a person's word stays, and the theme, which discovery gives."""
    found = kept(reading, row["corrected"])
    beside = [theme for theme in found["also"] if theme != row.get("theme")]
    found = with_several(found | {"theme": row.get("theme"), "also": beside})
    return {name: value for name, value in found.items() if not _same(row.get(name), value)}


def _same(before: Any, after: Any) -> bool:
    """Equal, or so close that only the company differs in which the text was read: int8 rounds batch by batch."""
    if isinstance(before, float) and isinstance(after, float):
        return abs(before - after) < ROUNDING
    if isinstance(before, dict) and isinstance(after, dict):
        return before.keys() == after.keys() and all(_same(before[name], after[name]) for name in after)
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(_same(*pair) for pair in zip(before, after, strict=True))
    return before == after or (before in NOTHING and after in NOTHING)
