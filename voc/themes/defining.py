"""Put feedback where a person said that it belongs."""

import asyncio
from collections import defaultdict
from datetime import datetime
from typing import Any

import numpy as np

from voc import inference
from voc.themes import moving, queries
from voc.themes.documents import Theme, ThemeEdit
from voc.themes.vectors import stored, unpack

ANYWHERE = ("praise|en", "praise|ko", "voiced|en", "voiced|ko")
"""Until there is feedback, a definition stands for any kind and language."""


async def define(edit: ThemeEdit, now: datetime) -> None:
    """Carry out a definition; what people hold elsewhere, or put there themselves, stays where it is."""
    if not edit.planned:
        await _plan(edit, now)
        await ThemeEdit.get_pymongo_collection().update_one({"_id": edit.id}, {"$set": {"planned": True}})
    for moves in await queries.moves(edit.workspace, edit.id):
        await moving.put(edit.workspace, moves["feedback"], moves["before"], moves["after"])


async def _plan(edit: ThemeEdit, now: datetime) -> None:
    model = (await queries.progress(edit.workspace)).model
    packed = await queries.embeddings(edit.workspace, model)
    themes = {row["_id"]: row for row in await queries.active_rows(edit.workspace)}
    defined = sorted(id_ for id_, row in themes.items() if row.get("description") or row.get("examples"))
    defined = list(dict.fromkeys([edit.theme, *defined]))
    rows = [row for row in await queries.analysed_feedback(edit.workspace) if row["_id"] in packed]
    vectors = unpack([packed[row["_id"]] for row in rows]) if rows else np.empty((0, 1), np.float32)
    words = [_words(themes[id_]) for id_ in defined]
    labels, places = await asyncio.to_thread(inference.claims, vectors, words)
    chosen = [i for i in np.flatnonzero(labels == 0) if _is_free(rows[i], themes)]
    await _describe(edit, [rows[i] for i in chosen], vectors[chosen], places[0], model, now)
    leaving: dict[str | None, list[str]] = defaultdict(list)
    for i in chosen:
        leaving[rows[i].get("theme")].append(rows[i]["_id"])
    for number, (before, ids) in enumerate(leaving.items()):
        for start in range(0, len(ids), moving.BATCH):
            batch = ids[start : start + moving.BATCH]
            await moving.note(edit.workspace, batch, before, edit.theme, edit.id, f"{number}-{start}")


def _words(theme: dict[str, Any]) -> list[str]:
    return [theme["name"], theme.get("description") or theme["name"], *theme.get("examples", ())]


def _is_free(row: dict[str, Any], themes: dict[str, dict[str, Any]]) -> bool:
    held = themes.get(row.get("theme") or "", {}).get("held_by")
    return not held and "theme" not in row["corrected"]


async def _describe(
    edit: ThemeEdit,
    rows: list[dict[str, Any]],
    vectors: np.ndarray,
    place: tuple[np.ndarray, float],
    model: str,
    now: datetime,
) -> None:
    """What the theme is like: as its feedback is, or as it was said to be while it has none."""
    if rows:
        texts, languages, kinds = ([row[name] for row in rows] for name in ("text", "language", "kind"))
        one = np.zeros(len(rows), dtype=np.int64)
        _, (found,) = await asyncio.to_thread(inference.divide, texts, languages, kinds, vectors, one)
        fields = stored(found, [row["_id"] for row in rows], model)
    else:
        centroid = place[0].astype("<f4").tobytes()
        fields = {
            "model": model,
            "centroid": centroid,
            "anchors": list(ANYWHERE),
            "anchor_centroids": centroid * len(ANYWHERE),
            "anchor_thresholds": [place[1]] * len(ANYWHERE),
        }
    await Theme.get_pymongo_collection().update_one({"_id": edit.theme}, {"$set": fields | {"updated_at": now}})
