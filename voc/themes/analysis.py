"""Read pending feedback with the model, a leased batch at a time."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from pymongo.errors import BulkWriteError

from voc import inference, outbox
from voc.customers import service as customers
from voc.customers import standins
from voc.database import DUPLICATE_KEY
from voc.feedback import service as feedback
from voc.feedback.documents import Feedback
from voc.feedback.domain import Kind, Noise, Reading
from voc.feedback.words import source
from voc.heads import queries as heads
from voc.queue import Task
from voc.settings import Work
from voc.themes import assigning, domain, mentions, queries
from voc.themes.documents import Analysis, DiscoveryProgress
from voc.themes.vectors import pack

log = structlog.get_logger()

RANK_WAIT = timedelta(seconds=5)
"""Rankings follow a stream of new texts at this distance."""

Read = Callable[..., Sequence[inference.Analysed]]
"""As `inference.analyse`."""


async def analyse(ids: Sequence[str], *, now: datetime, work: Work, read: Read = inference.analyse) -> int:
    """Analyse those of `ids` that are pending; returns how many were written.

    A text that breaks the model fails alone: the batch is then read one by one.
    """
    held = await outbox.lease(Feedback, ids, now=now, work=work, also=feedback.CHANGED)
    if not held.rows:
        return 0
    async with outbox.kept(Feedback, held, work=work):
        readings, errors = await _read_all(held.rows, read)
    await _note_customers(held.rows, now=now)
    await keep_vectors(held.rows, readings)
    found = await with_themes(held.rows, readings)
    # what follows is asked for before the readings are final: a crash in between asks twice, never not at all
    for workspace, count in Counter(row["workspace"] for row in held.rows if row["_id"] in found).items():
        await ask_for_discovery(workspace, count, next(iter(found.values())).model, now)
        await outbox.request(workspace, Task.rank, at=now + RANK_WAIT)
    written = await feedback.record(found, held, now=now)
    await outbox.fail(Feedback, held, errors, now=now, work=work, also=feedback.CHANGED)
    return written


async def _read_all(rows: Sequence[dict[str, Any]], read: Read) -> tuple[dict[str, inference.Analysed], dict[str, str]]:
    """Each workspace's texts with the heads it has chosen; those of all that have none together."""
    used = {workspace: await heads.in_use(workspace) for workspace in {row["workspace"] for row in rows}}
    readings: dict[str, inference.Analysed] = {}
    errors: dict[str, str] = {}
    for own in {id(each): each for each in used.values()}.values():
        mine = [row for row in rows if used[row["workspace"]] is own]
        one, failed = await _read(mine, partial(read, heads=own) if own else read)
        readings |= one
        errors |= failed
    return readings, errors


async def _read(rows: Sequence[dict[str, Any]], read: Read) -> tuple[dict[str, inference.Analysed], dict[str, str]]:
    try:
        analysed = await asyncio.to_thread(read, [row["text"] for row in rows])
        return {row["_id"]: one for row, one in zip(rows, analysed, strict=True)}, {}
    except Exception as error:  # a model may fail in any way; what it cannot read must not stop the others
        if len(rows) == 1:
            log.warning("analysis failed", feedback=rows[0]["_id"], error=repr(error))
            return {}, {rows[0]["_id"]: repr(error)}
    readings: dict[str, inference.Analysed] = {}
    errors: dict[str, str] = {}
    for row in rows:
        one, failed = await _read([row], read)
        readings |= one
        errors |= failed
    return readings, errors


async def _note_customers(rows: Sequence[dict[str, Any]], *, now: datetime) -> None:
    sightings = [
        customers.Sighting(
            id=row["customer"],
            workspace=row["workspace"],
            ref=row["customer_ref"],
            at=row["occurred_at"],
            attributes=row["customer_attributes"] or {},
        )
        for row in rows
        if row["customer"]
    ]
    await customers.note(sightings)
    await standins.join(sightings, now=now)


async def keep_vectors(rows: Sequence[dict[str, Any]], readings: dict[str, inference.Analysed]) -> None:
    """Keep what the model read. A reading never changes, so one that is there already is left alone.

    Inserts rather than replaces: the embedded engine cannot replace a document that holds bytes.
    """
    analyses = [
        Analysis(
            id=f"{row['_id']}:{one.model}",
            workspace=row["workspace"],
            feedback=row["_id"],
            model=one.model,
            kind=one.kind,
            language=one.language,
            embedding=pack(one.embedding),
            **_kept_parts(one),
        ).model_dump(by_alias=True)
        for row in rows
        if (one := readings.get(row["_id"])) is not None
    ]
    try:
        if analyses:
            await Analysis.get_pymongo_collection().insert_many(analyses, ordered=False)
    except BulkWriteError as error:
        if any(failure["code"] != DUPLICATE_KEY for failure in error.details["writeErrors"]):
            raise
    await _forget_erased(rows, [analysis["_id"] for analysis in analyses])


async def _forget_erased(rows: Sequence[dict[str, Any]], kept: Sequence[str]) -> None:
    """Take vectors away again whose texts were erased while they were read: nobody would find them later."""
    gone: set[str] = set()
    for workspace in {row["workspace"] for row in rows}:
        own = {row["position"]: row["_id"] for row in rows if row["workspace"] == workspace}
        there = await source.standing(workspace, list(own))
        gone |= {id_ for position, id_ in own.items() if position not in there}
    ids = [id_ for id_ in kept if id_.partition(":")[0] in gone]
    if ids:
        await Analysis.get_pymongo_collection().delete_many({"_id": {"$in": ids}})


def _kept_parts(one: inference.Analysed) -> dict[str, Any]:
    if len(one.segments) < 2:
        return {}
    parts = [{"start": s.start, "end": s.end, "kind": s.kind, "language": s.language} for s in one.segments]
    return {"several": True, "parts": parts, "part_embeddings": b"".join(pack(s.embedding) for s in one.segments)}


async def with_themes(rows: Sequence[dict[str, Any]], readings: dict[str, inference.Analysed]) -> dict[str, Reading]:
    """Readings with the nearest theme; what is read again keeps its theme until themes are looked for."""
    found: dict[str, Reading] = {}
    for workspace in {row["workspace"]: None for row in rows}:
        mine = [row for row in rows if row["workspace"] == workspace and row["_id"] in readings]
        read = [readings[row["_id"]] for row in mine]
        themes, merged = await queries.active_rows(workspace), await queries.merged_rows(workspace)
        assigner = await assigning.assigner(workspace, themes, merged)
        about = [not one.noise or "noise" in row["corrected"] for row, one in zip(mine, read, strict=True)]
        whole = [
            _reading(one, (assigner.nearest(one) or row.get("theme")) if says else None)
            for row, one, says in zip(mine, read, about, strict=True)
        ]
        texts = [row["text"] for row in mine]
        parts = [one.segments if says else () for one, says in zip(read, about, strict=True)]
        said = mentions.marked(texts, whole, parts, themes, merged)
        found |= {row["_id"]: reading for row, reading in zip(mine, said, strict=True)}
    return found


def _reading(one: inference.Analysed, theme: str | None) -> Reading:
    return Reading(
        model=one.model,
        language=one.language,
        kind=Kind(one.kind),
        kind_confidence=one.kind_confidence,
        sentiment=one.sentiment,
        urgency=one.urgency,
        theme=theme,
        heads=one.heads,
        noise=Noise(one.noise) if one.noise else None,
        coarse=one.coarse,
    )


async def ask_for_discovery(workspace: str, analysed: int, model: str, now: datetime) -> None:
    """Look for themes when enough has come in, and when another model has begun to read."""
    before = await queries.progress(workspace)
    await DiscoveryProgress.get_pymongo_collection().update_one(
        {"_id": workspace},
        {"$inc": {"analysed_since": analysed}, "$set": {"workspace": workspace, "model": model}},
        upsert=True,
    )
    if before.model not in ("", model):  # heads of the workspace's own were made beside the old one
        await outbox.request(workspace, Task.learn, at=now)
    if before.model not in ("", model) or (await queries.progress(workspace)).worthwhile():
        await outbox.request(workspace, Task.discover, at=now + timedelta(seconds=domain.SETTLE_SECONDS))
