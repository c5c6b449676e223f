"""What a shard has to do."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np

from voc import inference, outbox
from voc.outbox import State
from voc.queue import Task
from voc.settings import Work
from voc.themes import queries as themes
from voc.themes import storing
from voc.themes.sharded import coding, parts, queries
from voc.themes.sharded.documents import Shard
from voc.themes.sharded.domain import Step
from voc.themes.sharded.parts import Arrays
from voc.themes.vectors import unpack

Row = dict[str, Any]


async def run(shard_id: str, *, now: datetime, work: Work) -> None:
    """Do what is due of a shard, if it is ours to take; the last one wakes the reducer."""
    held = await outbox.lease(Shard, [shard_id], now=now, work=work)
    if not held.rows:
        return
    shard = held.rows[0]
    run = await queries.under_way(shard["workspace"])
    try:
        async with outbox.kept(Shard, held, work=work):
            if run is not None and run["run"] == shard["run"]:
                await _STEPS[Step(shard["step"])](run, shard["number"])
    except Exception as error:  # whatever went wrong is kept with the shard, which is tried again or parked
        await outbox.fail(Shard, held, {shard_id: repr(error)}, now=now, work=work)
        raise
    await outbox.complete(Shard, [(shard_id, {})], owner=held.owner)
    if run is not None and not any(row["state"] == State.pending for row in await queries.shards(run)):
        await outbox.request(shard["workspace"], Task.discover, at=now)


async def sample(run: Row, ids: Sequence[str]) -> tuple[list[Row], np.ndarray]:
    """Feedback as it stands, with its vectors; of what was erased meanwhile nothing is left but its place."""
    said = await queries.said(run["workspace"], ids)
    packed = await themes.embeddings_of(run["workspace"], run["model"], ids)
    width = len(next(iter(packed.values()), b""))
    gone = {"text": "", "customer": None, "respondent": None}
    rows = [said.get(id_, gone | {"_id": id_}) for id_ in ids]
    return rows, unpack([packed.get(id_, bytes(width)) for id_ in ids])


async def _sum_up(run: Row, number: int) -> None:
    texts = await parts.read(run, "texts", number)
    plans = coding.plans(await parts.read(run, "plans"))
    rows, vectors = await sample(run, texts["ids"].tolist())
    told = await asyncio.to_thread(
        inference.sharded().summed_up, [row["text"] for row in rows], texts["languages"].tolist(),
        texts["kinds"].tolist(), vectors, parts.or_none(texts["before"]), [row["customer"] for row in rows], plans,
        run["held"], run["lasting"],
    )  # fmt: skip
    await parts.keep(run, "told", number, coding.of_told(told))


async def _place(run: Row, number: int) -> None:
    """Give the texts their themes, and keep how many went from which theme to which."""
    texts = await parts.read(run, "texts", number)
    plans = coding.plans(await parts.read(run, "plans"))
    told = [coding.told(await parts.read(run, "told", each), len(plans)) for each in range(run["shards"])]
    standing, of_micros = coding.standing(await parts.read(run, "found"), plans, told, run["held"])
    rows, vectors = await sample(run, texts["ids"].tolist())
    after = await asyncio.to_thread(
        inference.sharded().placed, texts["languages"].tolist(), texts["kinds"].tolist(), vectors,
        parts.or_none(texts["before"]), told[number], of_micros[number], standing,
    )  # fmt: skip
    before = parts.or_none(texts["themes"])
    await storing.move(_as_planned(texts), after)
    await storing.join_echoes(rows, told[number].echoes.tolist())
    flows = Counter(zip([was if was in run["known"] else None for was in before], after, strict=True))
    await parts.keep(run, "flows", number, _flows(flows))


def _as_planned(texts: Arrays) -> list[Row]:
    fields = (texts[name].tolist() for name in ("ids", "revisions", "themes", "chosen"))
    return [
        {"_id": id_, "revision": revision, "theme": theme or None, "corrected": ["theme"] if chosen else []}
        for id_, revision, theme, chosen in zip(*fields, strict=True)
    ]


def _flows(flows: Counter[tuple[str | None, str | None]]) -> dict[str, np.ndarray]:
    return {
        "before": parts.names([was for was, _ in flows]),
        "after": parts.names([now for _, now in flows]),
        "texts": np.array(list(flows.values()), dtype=np.int64),
    }


_STEPS = {Step.summing: _sum_up, Step.placing: _place}
