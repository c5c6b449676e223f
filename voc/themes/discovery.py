"""Find a workspace's themes afresh, carrying the ids of those it knew."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
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
from voc.themes.domain import NIGHTLY, LeaseLost, ThemeState
from voc.themes.vectors import unpack
from voc.values import Value, new_id

log = structlog.get_logger()

Find = Callable[..., Any]
"""As `inference.find_themes`."""
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
                await discover(chore["workspace"], now=now, ours=partial(outbox.is_held, Chore, held))
    except Exception as error:  # whatever went wrong is kept with the chore, which is tried again or parked
        await outbox.fail(Chore, held, {chore_id: repr(error)}, now=now, work=work)
        raise
    await outbox.request(chore["workspace"], Task.rank, at=now)
    await outbox.finish(chore, held.owner, now=now, next_at=now + NIGHTLY)
    return True


async def discover(
    workspace: str,
    *,
    now: datetime,
    find: Find = inference.find_themes,
    ours: Callable[[], Awaitable[bool]] | None = None,
) -> Report:
    """Group all analysed feedback of a workspace and write what changed.

    Safe to cut off and repeat: themes are written before the texts that name them, and the next run
    starts from the memberships it finds.

    Args:
        ours: whether the work is still ours after the minutes that finding may take.

    Raises:
        LeaseLost: it is not; nothing was written.
    """
    progress = await queries.progress(workspace)
    rows, vectors = await _readable(workspace, progress.model)
    if not rows:
        return Report(texts=0, kept=0, new=0, retired=0, moved=0)
    known = {row["_id"]: row for row in await queries.active_rows(workspace)}
    result = await asyncio.to_thread(_find, find, rows, vectors, known)
    if ours is not None and not await ours():
        raise LeaseLost("Another worker has taken this over.", workspace=workspace)
    ids = {found.key: found.key if found.key in known else new_id("th", now) for found in result.themes}
    await _write_themes(workspace, result.themes, ids, rows, known, progress.model, now)
    moved = await _move(rows, [ids.get(key) if key else None for key in result.assignments])
    retired = sorted(set(known) - set(ids.values()))
    await _retire(workspace, retired, now)
    await _remember(workspace, len(rows), progress.analysed_since, now)
    kept = len(known) - len(retired)
    report = Report(texts=len(rows), kept=kept, new=len(ids) - kept, retired=len(retired), moved=moved)
    log.info("themes discovered", workspace=workspace, **report.model_dump())
    return report


def _find(find: Find, rows: Sequence[dict[str, Any]], vectors: np.ndarray, known: dict[str, dict[str, Any]]) -> Any:
    texts, languages, kinds = ([row[name] for row in rows] for name in ("text", "language", "kind"))
    previous = [row["theme"] if row.get("theme") in known else None for row in rows]
    return find(texts, languages, kinds, vectors, previous)


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
        fields = {
            "workspace": workspace,
            "kind": theme.kind,
            "language": theme.language,
            "keywords": list(theme.keywords),
            "size": theme.size,
            "quotes": [rows[index]["_id"] for index in theme.quotes],
            "model": model,
            "centroid": theme.centroid.astype("<f4").tobytes(),
            "threshold": float(theme.threshold),
            "state": ThemeState.active.value,
            "updated_at": now,
        }
        fresh = {"$setOnInsert": {"created_at": now, "named_by": None, "name": theme.name}}
        writes.append(UpdateOne({"_id": ids[theme.key]}, {"$set": fields} | fresh, upsert=True))
    await _in_batches(Theme, writes)
    # apart and guarded: somebody may have named it while we looked
    named = [
        UpdateOne({"_id": ids[theme.key], "named_by": None}, {"$set": {"name": theme.name}})
        for theme in found
        if theme.key in known
    ]
    await _in_batches(Theme, named)


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
