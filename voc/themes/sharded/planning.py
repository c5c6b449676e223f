"""Begin a run, and give one up."""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np

from voc import inference
from voc.clock import stamp
from voc.themes import queries as themes
from voc.themes.domain import Progress
from voc.themes.sharded import coding, parts, queries
from voc.themes.sharded.documents import Shard, ShardedRun, ShardPart
from voc.themes.sharded.domain import Step, shard_count
from voc.themes.vectors import heirs

Row = dict[str, Any]
SHAPED, NAMED = ("held_by",), ("held_by", "named_by", "placed_by")
"""What tells that a person shaped a theme, or made it theirs."""


async def is_large(workspace: str, at_once: int) -> bool:
    """Whether a space and language of it holds more texts than one process looks at."""
    if await queries.analysed(workspace) <= at_once:
        return False
    groups: dict[tuple[str, str], int] = {}
    for (kind, language), count in (await queries.sizes(workspace)).items():
        group = (inference.space_of(kind), language)
        groups[group] = groups.get(group, 0) + count
    return max(groups.values(), default=0) > at_once


async def begin(workspace: str, progress: Progress, *, at_once: int, now: datetime) -> None:
    """Write down which shard looks at what, and send the shards out.

    Cut off, it is begun anew, and whatever shards did by then goes.
    """
    await give_up(workspace)
    read = await queries.read_by(workspace, progress.model)
    rows = [row for row in await themes.analysed_feedback(workspace) if row["_id"] in read]
    known = {row["_id"]: row for row in await themes.active_rows(workspace)}
    becomes = heirs(list(known.values()), await themes.merged_rows(workspace))
    shards = shard_count(len(rows), at_once)
    run = ShardedRun(
        id=workspace, workspace=workspace, run=secrets.token_hex(8), step=Step.planning, model=progress.model,
        texts=len(rows), shards=shards, analysed_since=progress.analysed_since, edits=progress.edits,
        held=_with(known, SHAPED), lasting=_with(known, NAMED), known=sorted(known),
    ).model_dump(by_alias=True)  # fmt: skip
    await ShardedRun.get_pymongo_collection().insert_one(run)
    plans, of = await asyncio.to_thread(_planned, rows, shards, at_once)
    await parts.keep(run, "plans", 0, coding.of_plans(plans))
    for number in range(shards):
        await parts.keep(run, "texts", number, _texts([rows[at] for at in np.flatnonzero(of == number)], becomes))
    made = [
        Shard(id=f"{run['run']}:{number}", workspace=workspace, run=run["run"], number=number, step=Step.summing,
              next_dispatch_at=stamp(now)).model_dump(by_alias=True)
        for number in range(shards)
    ]  # fmt: skip
    for start in range(0, shards, themes.BATCH):
        await Shard.get_pymongo_collection().insert_many(made[start : start + themes.BATCH])
    sent_out = {"$set": {"step": Step.summing.value}}
    await ShardedRun.get_pymongo_collection().update_one({"_id": workspace, "run": run["run"]}, sent_out)


async def give_up(workspace: str) -> None:
    """Leave nothing of a run."""
    for model in (ShardedRun, Shard, ShardPart):
        await model.get_pymongo_collection().delete_many({"workspace": workspace})


def _with(known: dict[str, Row], marks: Sequence[str]) -> list[str]:
    return sorted(id_ for id_, row in known.items() if any(row.get(mark) for mark in marks))


def _planned(rows: Sequence[Row], shards: int, at_once: int) -> tuple[list[Any], np.ndarray]:
    steps = inference.sharded()
    texts = [row["text"] for row in rows]
    plans = steps.planned(texts, [row["language"] for row in rows], [row["kind"] for row in rows], at_once)
    return plans, steps.dealt(texts, [row["customer"] for row in rows], shards)


def _texts(rows: Sequence[Row], becomes: dict[str, str]) -> dict[str, np.ndarray]:
    """What a shard looks at, as it stood when the run began: whatever is changed meanwhile is left alone."""
    return {
        "ids": parts.names([row["_id"] for row in rows]),
        "languages": parts.names([row["language"] for row in rows]),
        "kinds": parts.names([row["kind"] for row in rows]),
        "themes": parts.names([row.get("theme") for row in rows]),
        "before": parts.names([becomes.get(row.get("theme") or "") for row in rows]),
        "chosen": np.array(["theme" in row["corrected"] for row in rows], dtype=bool),
        "revisions": np.array([row["revision"] for row in rows], dtype=np.int64),
    }
