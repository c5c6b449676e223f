"""The night's learning: from what people said to a version of the heads. For workers: it runs the model."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from voc import inference, outbox
from voc.feedback import judging
from voc.heads import queries as heads
from voc.heads import service as heads_service
from voc.heads.domain import Version
from voc.learning import queries
from voc.learning.domain import EXAMPLES, LESSONS_LIMIT, ORDINARY
from voc.outbox import Chore
from voc.settings import Work

log = structlog.get_logger()

Learn = Callable[..., tuple[bytes | None, dict[str, Any]]]
"""As `inference.learn`."""
TOO_FEW = "too-few"


async def run(chore_id: str, *, now: datetime, work: Work) -> Version | None:
    """Learn, if the chore is ours to take."""
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    if not held.rows:
        return None
    chore = held.rows[0]
    try:
        async with outbox.kept(Chore, held, work=work):
            made = await fit(chore["workspace"], now=now, ours=partial(outbox.is_held, Chore, held))
    except Exception as error:  # whatever went wrong is kept with the chore, which is tried again or parked
        await outbox.fail(Chore, held, {chore_id: repr(error)}, now=now, work=work)
        raise
    await outbox.finish(chore, held.owner, now=now)
    return made


async def fit(
    workspace: str,
    *,
    now: datetime,
    learn: Learn | None = None,
    version: Callable[[], str] | None = None,
    ours: Callable[[], Awaitable[bool]] | None = None,
) -> Version | None:
    """Fit, judge, keep, and use the result if it is better; None: too little to learn from, or not ours any more.

    Args:
        workspace: whose.
        now: the present.
        learn: as `inference.learn`, and
        version: as `inference.version`; tests pass others.
        ours: whether the work is still ours after the minute that it takes.
    """
    taught = [_lesson(row) for row in sorted(await _judged(workspace), key=lambda row: row["_id"])]
    usual = [row for row in await queries.slice_before(workspace, None, ORDINARY) if not row["corrected"]]
    model = await asyncio.to_thread(version or inference.version)
    used = await heads.in_use(workspace)
    current = used if used is not None and used.model == model else None
    weights, report = await asyncio.to_thread(learn or inference.learn, taught, [row["text"] for row in usual], current)
    if report["verdict"] == TOO_FEW or (ours is not None and not await ours()):
        return None
    named = report | {"changed": _examples(report["changed"], usual), "changed_count": len(report["changed"])}
    made = await heads_service.add(
        workspace, model=model, lessons=len(taught), verdict=report["verdict"], report=named, weights=weights, now=now
    )
    if weights is not None:
        await heads_service.choose(workspace, made.id, by="", now=now)
    log.info("heads fitted", workspace=workspace, version=made.number, verdict=made.verdict, lessons=made.lessons)
    return made


async def _judged(workspace: str) -> list[dict[str, Any]]:
    rows = await judging.lessons(workspace, LESSONS_LIMIT)
    return [row for row in rows if set(row["corrected"]) & set(judging.TAUGHT)]


def _lesson(row: Mapping[str, Any]) -> tuple[str, str | None, float | None]:
    said = row["corrected"]
    return row["text"], row["kind"] if "kind" in said else None, row["sentiment"] if "sentiment" in said else None


def _examples(changed: Sequence[Sequence[Any]], usual: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"feedback": usual[place]["_id"], "before": before, "after": after}
        for place, before, after in changed[:EXAMPLES]
    ]
