"""Find a workspace's themes afresh, carrying the ids of those it knew."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import structlog
from pymongo import UpdateOne

from voc import inference, outbox
from voc.feedback import queries as feedback
from voc.feedback import service as feedback_service
from voc.feedback.documents import Feedback
from voc.feedback.domain import FeedbackState
from voc.outbox import Chore
from voc.queue import Task
from voc.settings import Work
from voc.themes import queries
from voc.themes.documents import DiscoveryProgress, Theme
from voc.themes.domain import NIGHTLY, ThemeState
from voc.themes.vectors import unpack
from voc.values import Value, new_id

log = structlog.get_logger()

WRITE_BATCH = 200
STREAMING_WAIT = timedelta(seconds=5)


class Report(Value):
    """What a discovery did to the themes and to the texts in them."""

    texts: int
    kept: int
    new: int
    retired: int
    moved: int
    """Texts whose theme changed."""


async def run(chore_id: str, *, now: datetime, work: Work) -> bool:
    """Look for themes if the chore is ours to take and it is time; the backlog is ranked afterwards.

    Vectors of different models do not compare: what an older one read is read again first.

    Returns:
        Whether themes were looked for.
    """
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    if not held.rows:
        return False
    chore = held.rows[0]
    progress = await queries.progress(chore["workspace"])
    pending = (await feedback.counts_by_state(chore["workspace"]))[FeedbackState.pending]
    if progress.should_wait(pending=pending, now=now):
        await outbox.release(Chore, held, at=now + STREAMING_WAIT)
        return False
    if stale := await queries.read_by_others(chore["workspace"], progress.model):
        await feedback_service.read_again(chore["workspace"], stale, now=now)
        await outbox.release(Chore, held, at=now + STREAMING_WAIT)
        return False
    try:
        if progress.analysed_since:
            async with outbox.kept(Chore, held, work=work):
                await discover(chore["workspace"], now=now)
    except Exception as error:  # whatever went wrong is kept with the chore, which is tried again or parked
        await outbox.fail(Chore, held, {chore_id: repr(error)}, now=now, work=work)
        raise
    await outbox.request(chore["workspace"], Task.rank, at=now)
    await outbox.finish(chore, held.owner, now=now, next_at=now + NIGHTLY)
    return True


async def discover(workspace: str, *, now: datetime, find: Callable[..., Any] = inference.find_themes) -> Report:
    """Group all analysed feedback of a workspace and write what changed.

    Safe to cut off and repeat: themes are written before the texts that name them, and the next run
    starts from the memberships it finds.
    """
    progress = await queries.progress(workspace)
    rows, vectors = await _readable(workspace, progress.model)
    if not rows:
        return Report(texts=0, kept=0, new=0, retired=0, moved=0)
    known = {row["_id"]: row for row in await queries.active_rows(workspace)}
    previous = [row["theme"] if row.get("theme") in known else None for row in rows]
    result = await asyncio.to_thread(
        find,
        [row["text"] for row in rows],
        [row["language"] for row in rows],
        [row["kind"] for row in rows],
        vectors,
        previous,
    )
    ids = {found.key: found.key if found.key in known else new_id("th", now) for found in result.themes}
    await _write_themes(workspace, result.themes, ids, rows, known, progress.model, now)
    moved = await _move(rows, [ids.get(key) if key else None for key in result.assignments])
    retired = sorted(set(known) - set(ids.values()))
    await _retire(workspace, retired, now)
    await _remember(workspace, len(rows), progress.analysed_since, now)
    report = Report(
        texts=len(rows),
        kept=len(known) - len(retired),
        new=len(ids) - (len(known) - len(retired)),
        retired=len(retired),
        moved=moved,
    )
    log.info("themes discovered", workspace=workspace, **report.model_dump())
    return report


async def _readable(workspace: str, model: str) -> tuple[list[dict[str, Any]], np.ndarray]:
    """Analysed rows that have a vector of `model`, in order, with the vectors."""
    packed = await queries.embeddings(workspace, model)
    rows = [row for row in await queries.analysed_feedback(workspace) if row["_id"] in packed]
    return rows, unpack([packed[row["_id"]] for row in rows]) if rows else np.empty((0, 0))


async def _write_themes(
    workspace: str,
    found: Sequence[Any],
    ids: dict[str, str],
    rows: Sequence[dict[str, Any]],
    known: dict[str, dict[str, Any]],
    model: str,
    now: datetime,
) -> None:
    writes = []
    for theme in found:
        before = known.get(theme.key)
        fields = {
            "workspace": workspace,
            "kind": theme.kind,
            "language": theme.language,
            "name": before["name"] if before and before.get("named_by") else theme.name,
            "keywords": list(theme.keywords),
            "size": theme.size,
            "quotes": [rows[index]["_id"] for index in theme.quotes],
            "model": model,
            "centroid": theme.centroid.astype("<f4").tobytes(),
            "threshold": float(theme.threshold),
            "state": ThemeState.active.value,
            "updated_at": now,
        }
        fresh = {"$setOnInsert": {"created_at": now, "named_by": None}}
        writes.append(UpdateOne({"_id": ids[theme.key]}, {"$set": fields} | fresh, upsert=True))
    await _in_batches(Theme, writes)


async def _move(rows: Sequence[dict[str, Any]], themes: Sequence[str | None]) -> int:
    writes = [
        UpdateOne(
            {"_id": row["_id"], "revision": row["revision"]},
            {"$set": {"theme": theme, "uncounted": True}, "$inc": {"revision": 1}},
        )
        for row, theme in zip(rows, themes, strict=True)
        if row.get("theme") != theme and "theme" not in row["corrected"]
    ]
    await _in_batches(Feedback, writes)
    return len(writes)


async def _retire(workspace: str, ids: Sequence[str], now: datetime) -> None:
    gone = {"$set": {"state": ThemeState.retired.value, "updated_at": now}}
    await _in_batches(Theme, [UpdateOne({"_id": id_, "workspace": workspace}, gone) for id_ in ids])


async def _remember(workspace: str, size: int, seen: int, now: datetime) -> None:
    """What came in while we looked stays counted for the next time."""
    await DiscoveryProgress.get_pymongo_collection().update_one(
        {"_id": workspace},
        {"$inc": {"analysed_since": -seen}, "$set": {"workspace": workspace, "size": size, "finished_at": now}},
        upsert=True,
    )


async def _in_batches(model: type[Theme] | type[Feedback], writes: Sequence[UpdateOne]) -> None:
    for start in range(0, len(writes), WRITE_BATCH):
        await model.get_pymongo_collection().bulk_write(list(writes[start : start + WRITE_BATCH]), ordered=False)
