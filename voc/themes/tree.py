"""The upper level of the tree: areas that a model finds and people rearrange."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from voc import inference
from voc.themes import queries
from voc.themes.documents import Area, Theme
from voc.themes.domain import ThemeState
from voc.values import new_id

SAMPLE = 40
Row = dict[str, Any]


async def settle(
    workspace: str, found: Any, ids: Mapping[str, str], rows: Sequence[Row], known: Mapping[str, Row], now: datetime
) -> None:
    """Give the themes of a discovery their areas; where a person put a theme, it stays.

    Args:
        found: as `inference.find_themes` answered.
        ids: of each found theme, by its key.
        rows: the feedback that they were found in.
        known: themes of before.
    """
    areas = {area.id: area for area in await queries.areas(workspace)}
    before = {key: row["parent"] for key, row in known.items() if row.get("parent") in areas}
    placed = {key: area for key, area in before.items() if known[key].get("placed_by")}
    samples = _samples(found, rows)
    made = await asyncio.to_thread(inference.find_areas, found.themes, samples, before, placed)
    area_ids = {area.key: area.key if area.key in areas else new_id("ar", now) for area in made}
    await _write_areas(workspace, made, area_ids, now)
    parents = {key: area_ids[area.key] for area in made for key in area.themes}
    await _write_parents(workspace, {ids[theme.key]: parents.get(theme.key) for theme in found.themes})
    unused = [id_ for id_, area in areas.items() if id_ not in area_ids.values() and not area.named_by]
    gone = {"$set": {"state": ThemeState.retired.value, "updated_at": now}}
    await _write(Area, [UpdateOne({"_id": id_, "named_by": None}, gone) for id_ in unused])


def _samples(found: Any, rows: Sequence[Row]) -> list[list[str]]:
    samples: dict[str, list[str]] = {theme.key: [rows[i]["text"] for i in theme.quotes] for theme in found.themes}
    for row, key in zip(rows, found.assignments, strict=True):
        if key in samples and len(samples[key]) < SAMPLE:
            samples[key].append(row["text"])
    return list(samples.values())


async def _write_areas(workspace: str, made: Sequence[Any], ids: Mapping[str, str], now: datetime) -> None:
    writes = []
    for area in made:
        fresh = {"created_at": now, "named_by": None, "name": area.name, "language": area.language}
        kept = {"workspace": workspace, "keywords": list(area.keywords), "state": ThemeState.active.value}
        change = {"$set": kept | {"updated_at": now}, "$setOnInsert": fresh}
        writes.append(UpdateOne({"_id": ids[area.key]}, change, upsert=True))
        renamed = {"$set": {"name": area.name, "language": area.language}}
        writes.append(UpdateOne({"_id": ids[area.key], "named_by": None}, renamed))
    await _write(Area, writes)


async def _write_parents(workspace: str, parents: Mapping[str, str | None]) -> None:
    """Guarded: somebody may have moved it meanwhile."""
    mine = {id_: {"_id": id_, "workspace": workspace, "placed_by": None} for id_ in parents}
    await _write(Theme, [UpdateOne(mine[id_], {"$set": {"parent": parent}}) for id_, parent in parents.items()])


async def _write(model: type[Area] | type[Theme], writes: Sequence[UpdateOne]) -> None:
    for start in range(0, len(writes), 200):  # in order: what is inserted may be renamed in the same batch
        await model.get_pymongo_collection().bulk_write(list(writes[start : start + 200]), ordered=True)
