"""Feedback that says several things: each of its segments is evidence of a theme of its own.

A text is analysed and grouped as a whole, which gives it its theme. Its segments are then held against the themes in
use, and what they speak of beside that theme is kept in `Feedback.also`: a theme's page, the counters and the backlog
find it there. After every discovery all of them are held against the new themes.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from pymongo import UpdateOne

from voc import inference
from voc.feedback.documents import Feedback
from voc.feedback.domain import Kind, Part, Reading, with_several
from voc.feedback.parts import beside
from voc.themes import queries
from voc.themes.documents import Theme
from voc.themes.vectors import anchors, heirs, unpack

WRITE_BATCH = 200
Row = dict[str, Any]


class Anchor(NamedTuple):
    """Where texts of a theme lie; as `inference.find_themes` has it."""

    space: str
    language: str
    centroid: np.ndarray
    threshold: float


class KnownTheme(NamedTuple):
    """A theme in use; as `inference.find_themes` has it."""

    key: str
    kind: str
    keywords: Sequence[str]
    centroid: np.ndarray
    anchors: Sequence[Anchor]


class Standing(NamedTuple):
    """Themes in use, and the theme of each text."""

    assignments: Sequence[str | None]
    themes: Sequence[KnownTheme]


class Segment(NamedTuple):
    """A segment that was read before; as `inference.analyse` has it."""

    start: int
    end: int
    kind: str
    language: str
    embedding: np.ndarray


def known_themes(themes: Sequence[Row], merged: Sequence[Row], model: str) -> list[KnownTheme]:
    """Stored themes of one model; what went up in another by a person's will draws to that one."""
    becomes = heirs(themes, merged)
    rows = [row for row in (*themes, *merged) if row["_id"] in becomes and row["model"] == model]
    return [
        KnownTheme(
            key=theme["_id"],
            kind=theme["kind"],
            keywords=[word for row in rows if becomes[row["_id"]] == theme["_id"] for word in _words(row)],
            centroid=np.frombuffer(theme["centroid"], "<f4"),
            anchors=[
                Anchor(*where.split("|"), centroid, threshold)
                for row in rows
                if becomes[row["_id"]] == theme["_id"]
                for where, centroid, threshold in anchors(row)
            ],
        )
        for theme in themes
        if theme["model"] == model
    ]


def _words(theme: Row) -> list[str]:
    """A theme that a person defined goes by its name until its feedback tells its words."""
    return theme["keywords"] or [theme["name"]]


def marked(
    texts: Sequence[str],
    readings: Sequence[Reading],
    segments: Sequence[Sequence[inference.Segment]],
    themes: Sequence[Row],
    merged: Sequence[Row],
) -> list[Reading]:
    """Readings with the parts of those texts that say several things, and the themes of these.

    Args:
        texts: of one workspace.
        readings: one per text, all by one model.
        segments: of each text.
        themes: in use.
        merged: themes that went up in others.
    """
    at = [place for place, own in enumerate(segments) if len(own) > 1]
    if not at:
        return list(readings)
    standing = Standing([readings[i].theme for i in at], known_themes(themes, merged, readings[at[0]].model))
    found = inference.segment_themes([texts[i] for i in at], [segments[i] for i in at], standing)
    out = list(readings)
    for place, own in zip(at, found, strict=True):
        parts = tuple(_part(segment, theme) for segment, theme in zip(segments[place], own, strict=True))
        out[place] = readings[place].model_copy(
            update={"segments": parts, "also": beside(readings[place].theme, parts)}
        )
    return out


def _part(segment: inference.Segment, theme: str | None) -> Part:
    return Part(
        start=segment.start,
        end=segment.end,
        kind=Kind(segment.kind),
        kind_confidence=segment.kind_confidence,
        sentiment=segment.sentiment,
        theme=theme,
    )


async def settle(workspace: str, model: str) -> None:
    """Hold the segments of all feedback that `model` read against the themes that are now in use.

    Safe to cut off and repeat: what is as it should be is not written again.
    """
    themes = await queries.active_rows(workspace)
    known = known_themes(themes, await queries.merged_rows(workspace), model)
    counted: Counter[str] = Counter()
    for batch in await queries.segmented(workspace, model):
        rows = await queries.spoken(workspace, [each["feedback"] for each in batch], model)
        mine = [each for each in batch if _parted_alike(each, rows.get(each["feedback"]))]
        said = await asyncio.to_thread(_evidence, mine, [rows[each["feedback"]] for each in mine], known)
        counted.update(theme for _, fields in said for theme in fields["also"])
        changed = [(row, fields) for row, fields in said if any(row.get(name) != fields[name] for name in fields)]
        await _in_batches(Feedback, [_update(row, fields) for row, fields in changed])
    sizes = {theme["_id"]: counted[theme["_id"]] for theme in themes}
    differ = [id_ for theme in themes if theme.get("also_size", 0) != sizes[id_ := theme["_id"]]]
    await _in_batches(Theme, [UpdateOne({"_id": id_}, {"$set": {"also_size": sizes[id_]}}) for id_ in differ])


def _parted_alike(analysis: Row, row: Row | None) -> bool:
    return row is not None and len(row["segments"]) == len(analysis["parts"])


def _evidence(analyses: Sequence[Row], rows: Sequence[Row], known: Sequence[KnownTheme]) -> list[tuple[Row, Row]]:
    """Each record, and what it holds once its parts have the themes that they speak of."""
    if not rows:
        return []
    standing = Standing([row.get("theme") for row in rows], known)
    texts = [row["text"] for row in rows]
    found = inference.segment_themes(texts, [_segments(each) for each in analyses], standing)
    return [(row, _fields(row, own)) for row, own in zip(rows, found, strict=True)]


def _update(row: Row, fields: Row) -> UpdateOne:
    change = {"$set": fields | {"uncounted": True}, "$inc": {"revision": 1}}
    return UpdateOne({"_id": row["_id"], "revision": row["revision"]}, change)


def _segments(analysis: Row) -> list[Segment]:
    vectors = unpack([analysis["part_embeddings"]]).reshape(len(analysis["parts"]), -1)
    return [Segment(**part, embedding=vector) for part, vector in zip(analysis["parts"], vectors, strict=True)]


def _fields(row: Row, themes: Sequence[str | None]) -> Row:
    """What a record holds once its parts have these themes; where a person chose the theme, the parts have none."""
    chosen = "theme" in row["corrected"]
    parts = [part | {"theme": None if chosen else theme} for part, theme in zip(row["segments"], themes, strict=True)]
    also = beside(row.get("theme"), [Part(**part) for part in parts])
    return with_several({"segments": parts, "also": list(also)})


async def _in_batches(model: type[Theme] | type[Feedback], writes: Sequence[UpdateOne]) -> None:
    for start in range(0, len(writes), WRITE_BATCH):
        await model.get_pymongo_collection().bulk_write(list(writes[start : start + WRITE_BATCH]), ordered=False)
