"""Find a workspace's themes afresh, carrying the ids of those it knew."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import numpy as np
import structlog

from voc import inference, outbox
from voc.feedback import queries as feedback
from voc.feedback.domain import FeedbackState
from voc.outbox import Chore
from voc.queue import Task
from voc.settings import Naming, Work
from voc.themes import mentions, polishing, queries, storing, tree
from voc.themes.domain import NIGHTLY, LeaseLost, Progress, Rearranged
from voc.themes.fates import Changes, changes
from voc.themes.vectors import heirs, unpack
from voc.values import new_id

log = structlog.get_logger()

Find = Callable[..., Any]
"""As `inference.find_themes`."""
Row = dict[str, Any]
STREAMING_WAIT = timedelta(seconds=5)
REREADING_WAIT = timedelta(seconds=30)
"""Another model's texts are read again slowly, beside the daily work."""
AS_FOUND = Naming()


async def run(chore_id: str, *, now: datetime, work: Work, naming: Naming = AS_FOUND) -> bool:
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
    if await queries.read_by_others(chore["workspace"], progress.model):
        await outbox.request(chore["workspace"], Task.reread, at=now)
        await outbox.release(Chore, held, at=now + REREADING_WAIT)
        return False
    if await queries.edits_pending(chore["workspace"]):
        await outbox.release(Chore, held, at=now + STREAMING_WAIT)
        return False
    ours = partial(outbox.is_held, Chore, held)
    try:
        if progress.due():
            async with outbox.kept(Chore, held, work=work):
                await discover(chore["workspace"], now=now, ours=ours, naming=naming)
    except Rearranged:
        await outbox.release(Chore, held, at=now + STREAMING_WAIT)
        return False
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
    naming: Naming = AS_FOUND,
) -> Changes:
    """Group all analysed feedback of a workspace and write what changed.

    Safe to cut off and repeat: themes are written before the texts that name them, and the next run
    starts from the memberships it finds.

    Args:
        ours: whether the work is still ours after the minutes that finding may take.
        naming: a language model that words the names.

    Raises:
        LeaseLost: it is not; nothing was written.
        Rearranged: somebody rearranged themes meanwhile; nothing was written.
    """
    progress = await queries.progress(workspace)
    rows, vectors = await _readable(workspace, progress.model)
    if not rows:
        return changes([], [])
    known = {row["_id"]: row for row in await queries.active_rows(workspace)}
    becomes = heirs(list(known.values()), await queries.merged_rows(workspace))
    before = [becomes.get(row.get("theme") or "") for row in rows]
    result = await asyncio.to_thread(_find, find, rows, vectors, before, known)
    wordings = await polishing.worded(result.themes, rows, known, naming)
    await _check(workspace, progress, ours)
    ids = {found.key: found.key if found.key in known else new_id("th", now) for found in result.themes}
    await storing.write_themes(workspace, result.themes, ids, rows, known, progress.model, now, wordings)
    await tree.settle(workspace, result, ids, rows, known, now)
    after = [ids.get(key) if key else None for key in result.assignments]
    await storing.move(rows, after)
    await storing.join_echoes(rows, result.echoes)
    await storing.retire(workspace, _out_of_use(known, set(ids.values())), now)
    await mentions.settle(workspace, progress.model)
    found = changes([row.get("theme") if row.get("theme") in known else None for row in rows], after)
    await storing.remember(workspace, found, len(rows), (progress.analysed_since, progress.edits), now)
    log.info("themes discovered", workspace=workspace, texts=len(rows), kept=found.kept, new=len(found.new))
    return found


async def _check(workspace: str, progress: Progress, ours: Callable[[], Awaitable[bool]] | None) -> None:
    if ours is not None and not await ours():
        raise LeaseLost("Another worker has taken this over.", workspace=workspace)
    if (await queries.progress(workspace)).edits != progress.edits:
        raise Rearranged("Themes were rearranged while they were looked for.", workspace=workspace)


def _find(
    find: Find, rows: Sequence[Row], vectors: np.ndarray, before: Sequence[str | None], known: dict[str, Row]
) -> Any:
    texts, languages, kinds = ([row[name] for row in rows] for name in ("text", "language", "kind"))
    held = {id_ for id_, row in known.items() if row.get("held_by")}
    lasting = {id_ for id_, row in known.items() if _lasts(row)}
    speakers = [row["customer"] for row in rows]
    return find(texts, languages, kinds, vectors, before, held=held, lasting=lasting, speakers=speakers)


def _out_of_use(known: dict[str, Row], found: set[str]) -> list[Row]:
    return [row for id_, row in sorted(known.items()) if id_ not in found and not _lasts(row)]


def _lasts(theme: Row) -> bool:
    """Whether a person has made it theirs: it is not taken out of use, be it without texts."""
    return any(theme.get(name) for name in ("held_by", "named_by", "placed_by"))


async def _readable(workspace: str, model: str) -> tuple[list[Row], np.ndarray]:
    """Analysed rows that have a vector of `model`, in order, with the vectors."""
    packed = await queries.embeddings(workspace, model)
    rows = [row for row in await queries.analysed_feedback(workspace) if row["_id"] in packed]
    return rows, unpack([packed[row["_id"]] for row in rows]) if rows else np.empty((0, 0))
