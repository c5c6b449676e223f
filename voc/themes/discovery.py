"""Find a workspace's themes afresh, carrying the ids of those it knew."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
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
from voc.themes import announcing, mentions, polishing, queries, storing, tree
from voc.themes.domain import NIGHTLY, LeaseLost, Progress, Rearranged
from voc.themes.fates import Changes, changes
from voc.themes.sharded import driving, planning
from voc.themes.vectors import heirs, unpack
from voc.values import new_id

log = structlog.get_logger()

Find = Callable[..., Any]
"""As `inference.find_themes`."""
Ours = Callable[[], Awaitable[bool]]
Row = dict[str, Any]
STREAMING_WAIT = timedelta(seconds=5)
REREADING_WAIT = timedelta(seconds=30)
"""Another model's texts are read again slowly, beside the daily work."""
SHARDS_WAIT = timedelta(seconds=10)
"""Between two looks at shards whose last one was cut off before it could wake us."""
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
    workspace = chore["workspace"]
    progress = await queries.progress(workspace)
    goes_on = await driving.goes_on(workspace, progress)
    if not goes_on and (wait := await _wait(workspace, progress, now)):
        await outbox.release(Chore, held, at=now + wait)
        return False
    ours = partial(outbox.is_held, Chore, held)
    try:
        async with outbox.kept(Chore, held, work=work):
            over = not (goes_on or progress.due()) or await _look(
                workspace, progress, goes_on, now=now, at_once=work.themes_at_once, ours=ours, naming=naming
            )
    except Rearranged:
        await outbox.release(Chore, held, at=now + STREAMING_WAIT)
        return False
    except Exception as error:  # whatever went wrong is kept with the chore, which is tried again or parked
        await outbox.fail(Chore, held, {chore_id: repr(error)}, now=now, work=work)
        raise
    if not over:  # the last shard wakes us; waiting is no failed attempt
        await outbox.release(Chore, held, at=now + SHARDS_WAIT, fields={"attempts": chore["attempts"] - 1})
        return False
    await announcing.announce_new(workspace, now=now)
    await outbox.request(workspace, Task.rank, at=now)
    await outbox.request(workspace, Task.mine_questions, at=now)
    await outbox.finish(chore, held.owner, now=now, next_at=now + NIGHTLY)
    return True


async def _wait(workspace: str, progress: Progress, now: datetime) -> timedelta | None:
    """How long to put off looking for themes; None: not at all."""
    pending = (await feedback.counts_by_state(workspace))[FeedbackState.pending]
    if progress.should_wait(pending=pending, now=now):
        return STREAMING_WAIT
    if await queries.read_by_others(workspace, progress.model):
        await outbox.request(workspace, Task.reread, at=now)
        return REREADING_WAIT
    return STREAMING_WAIT if await queries.edits_pending(workspace) else None


async def _look(
    workspace: str, progress: Progress, goes_on: bool, *, now: datetime, at_once: int, ours: Ours, naming: Naming
) -> bool:
    """By one process, or by shards where there is too much for one; False: they are at work."""
    if not (goes_on or await planning.is_large(workspace, at_once)):
        await discover(workspace, now=now, ours=ours, naming=naming)
        return True
    check = partial(_check, workspace, progress, ours)
    found = await driving.advance(workspace, progress, now=now, at_once=at_once, check=check, naming=naming)
    if found is not None:
        log.info("themes discovered by shards", workspace=workspace, kept=found.kept, new=len(found.new))
    return found is not None


async def discover(
    workspace: str,
    *,
    now: datetime,
    find: Find = inference.find_themes,
    ours: Ours | None = None,
    naming: Naming = AS_FOUND,
) -> Changes:
    """Group all analysed feedback of a workspace and write what changed.

    Safe to repeat: themes are written before the texts that name them, and the next run starts from these.

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
    ids = {one.key: one.key if one.key in known else new_id("th", now) for one in result.themes}
    await storing.write_themes(workspace, result.themes, ids, rows, known, progress.model, now, wordings)
    await tree.settle(workspace, result, ids, rows, known, now)
    after = await _move(rows, result, ids)
    await storing.retire(workspace, _out_of_use(known, set(ids.values())), now)
    await mentions.settle(workspace, progress.model)
    found = changes([theme if (theme := row.get("theme")) in known else None for row in rows], after)
    await storing.remember(workspace, found, len(rows), (progress.analysed_since, progress.edits), now)
    log.info("themes discovered", workspace=workspace, texts=len(rows), kept=found.kept, new=len(found.new))
    return found


async def _move(rows: Sequence[Row], result: Any, ids: Mapping[str, str]) -> list[str | None]:
    """Give texts their themes; returns the theme of each."""
    after = [ids.get(key) if key else None for key in result.assignments]
    await storing.move(rows, after)
    await storing.join_echoes(rows, result.echoes)
    return after


async def _check(workspace: str, progress: Progress, ours: Ours | None) -> None:
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
