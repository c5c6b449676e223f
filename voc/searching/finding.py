"""What is near to a question. For workers: it needs vectors and the model."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np

from voc import outbox
from voc.analysed import Analysed
from voc.searching import domain, queries
from voc.searching.documents import MeaningSearch
from voc.settings import Work

Row = dict[str, Any]
Read = Callable[[Sequence[str]], Sequence[Analysed]]
KEPT_SECONDS = 60.0
"""Vectors stay in memory no longer: what comes in is found, and what is erased is gone, by then."""
MOST_KEPT = 120_000
"""Vectors that a worker keeps of all workspaces: 92 MB at 384 numbers each."""
TOGETHER = 8_192
"""Vectors that are multiplied at once; as float32 they take twice their room."""


class Vectors(NamedTuple):
    """A workspace's feedback as one model reads it."""

    ids: list[str]
    owners: np.ndarray
    """(n,) int32: the place in `ids` of each row."""
    rows: np.ndarray
    """(n, width) float16, unit rows: of texts, and of the parts of those that say several things."""
    is_complete: bool
    until: float


_kept: OrderedDict[tuple[str, str], Vectors] = OrderedDict()


async def run(ids: Sequence[str], *, now: datetime, work: Work, read: Read) -> None:
    """Answer the searches of `ids`."""
    held = await outbox.lease(MeaningSearch, ids, now=now, work=work)
    for row in held.rows:
        try:
            fields = await find(row["workspace"], row["question"], read)
            await outbox.complete(MeaningSearch, [(row["_id"], fields)], owner=held.owner)
        except Exception as error:  # one search's trouble must not stop the others
            await outbox.fail(MeaningSearch, held, {row["_id"]: repr(error)}, now=now, work=work)


async def find(workspace: str, question: str, read: Read) -> Row:
    """The nearest feedback: what is stored of a search."""
    (asked,) = await asyncio.to_thread(read, [question])
    vectors = await _vectors(workspace, asked.model)
    best = await asyncio.to_thread(nearest, vectors, asked.embedding)
    return {
        "found": [{"feedback": id_, "likeness": round(likeness, 4)} for id_, likeness in best],
        "looked_at": len(vectors.ids),
        "is_complete": vectors.is_complete,
    }


def nearest(vectors: Vectors, asked: np.ndarray) -> list[tuple[str, float]]:
    """Feedback that is alike enough, the nearest first: by its text or the part that is nearest."""
    if not vectors.ids:
        return []
    asked = asked / max(float(np.linalg.norm(asked)), 1e-9)
    best = np.full(len(vectors.ids), -1.0, np.float32)
    for start in range(0, len(vectors.rows), TOGETHER):
        some = slice(start, start + TOGETHER)
        np.maximum.at(best, vectors.owners[some], vectors.rows[some].astype(np.float32) @ asked)
    order = np.argsort(-best, kind="stable")[: domain.FOUND]
    return [(vectors.ids[place], float(best[place])) for place in order if best[place] >= domain.LEAST_LIKENESS]


async def _vectors(workspace: str, model: str) -> Vectors:
    found = _kept.pop((workspace, model), None)
    if found is None or found.until < time.monotonic():
        found = await _load(workspace, model)
    _kept[workspace, model] = found
    while sum(len(each.rows) for each in _kept.values()) > MOST_KEPT and len(_kept) > 1:
        _kept.popitem(last=False)
    return found


async def _load(workspace: str, model: str) -> Vectors:
    newest, is_complete = await queries.newest(workspace, domain.LOOKED_AT)
    ids: list[str] = []
    owners: list[int] = []
    packed: list[bytes] = []
    for row in await queries.vectors(workspace, model, newest):
        own = bytes(row["embedding"])
        parts = bytes(row.get("part_embeddings") or b"")
        packed += [own, parts]
        owners += [len(ids)] * (1 + len(parts) // len(own))
        ids.append(row["feedback"])
    rows = np.frombuffer(b"".join(packed), "<f2").reshape(len(owners), -1) if ids else np.zeros((0, 0), "<f2")
    until = time.monotonic() + KEPT_SECONDS
    return Vectors(ids, np.array(owners, np.int32), rows, is_complete, until)
