"""Texts like one that a person judged. For workers: it needs vectors and the model."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from voc import inference, outbox
from voc.feedback import queries as feedback
from voc.heads import queries as heads
from voc.learning import queries, service
from voc.learning.documents import Lookalikes
from voc.learning.domain import LikeField
from voc.settings import Work
from voc.themes import queries as themes
from voc.themes.vectors import unpack

Row = dict[str, Any]
Merits = Callable[..., list[float]]
"""As `inference.alike_merits`."""
LOOKED_AT = 5_000
"""Newest texts with the same reading that are compared."""
READ_AGAIN = 150
"""The most alike of them that the model is asked about."""
FOUND = 30
LEAST_LIKENESS = 0.3


async def run(ids: Sequence[str], *, now: datetime, work: Work, merits: Merits | None = None) -> None:
    """Do what the records of `ids` wait for: find, or carry out what a person decided."""
    held = await outbox.lease(Lookalikes, ids, now=now, work=work)
    for row in held.rows:
        try:
            if row["found"] is None:
                found = await find(row, merits or inference.alike_merits)
                await outbox.complete(Lookalikes, [(row["_id"], {"found": found})], owner=held.owner)
            else:
                await service.carry_out(row, now=now)
                await outbox.complete(Lookalikes, [(row["_id"], {})], owner=held.owner)
        except Exception as error:  # one search's trouble must not stop the others
            await outbox.fail(Lookalikes, held, {row["_id"]: repr(error)}, now=now, work=work)


async def find(search: Row, merits: Merits) -> list[Row]:
    """The best look-alikes: id and likeness."""
    workspace = search["workspace"]
    of = await feedback.one(workspace, search["feedback"])
    rows = await queries.read_alike(workspace, search["field"], search["before"], of.language or "", LOOKED_AT)
    rows = [row for row in rows if row["_id"] != of.id and row.get("model") == of.model]
    likeness = await _likeness(workspace, of.id, of.model or "", rows)
    near = sorted((row for row in rows if likeness.get(row["_id"], 0) >= LEAST_LIKENESS), key=_by(likeness))
    near = near[:READ_AGAIN]
    order = {row["_id"]: likeness[row["_id"]] for row in near}
    if near and search["field"] == LikeField.kind and search["value"] is not None:
        used = await heads.in_use(workspace)
        texts, cosines = [row["text"] for row in near], list(order.values())
        told = await asyncio.to_thread(merits, texts, cosines, search["value"], used)
        order = dict(zip(order, told, strict=True))
    best = sorted(near, key=_by(order))[:FOUND]
    return [{"feedback": row["_id"], "likeness": round(float(likeness[row["_id"]]), 4)} for row in best]


async def _likeness(workspace: str, id_: str, model: str, rows: Sequence[Row]) -> dict[str, float]:
    """Cosine to the text `id_`, of those that have a vector by `model`."""
    packed = await themes.embeddings_of(workspace, model, [id_, *(row["_id"] for row in rows)])
    if id_ not in packed:
        return {}
    ids = [row["_id"] for row in rows if row["_id"] in packed]
    if not ids:
        return {}
    (own,) = unpack([packed[id_]])
    cosines = unpack([packed[each] for each in ids]) @ (own / max(float(np.linalg.norm(own)), 1e-9))
    return dict(zip(ids, cosines.tolist(), strict=True))


def _by(values: dict[str, float]) -> Callable[[Row], tuple[float, str]]:
    return lambda row: (-values[row["_id"]], row["_id"])
