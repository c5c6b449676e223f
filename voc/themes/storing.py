"""Write what a discovery found, and nothing that a person has changed meanwhile."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from voc.feedback.documents import Feedback
from voc.themes.documents import DiscoveryProgress, DiscoveryRun, Theme
from voc.themes.domain import ThemeState
from voc.themes.fates import Changes
from voc.themes.vectors import stored
from voc.values import new_id

WRITE_BATCH = 200
Row = dict[str, Any]


async def write_themes(
    workspace: str,
    found: Sequence[Any],
    ids: dict[str, str],
    rows: Sequence[Row],
    known: dict[str, Row],
    model: str,
    now: datetime,
    wordings: Mapping[str, str],
) -> None:
    """Store themes under their ids.

    Args:
        found: as `inference.find_themes` found them.
        ids: of each found theme, by its key.
        rows: the feedback that they were found in.
        known: themes of before.
        wordings: what a language model calls some of them, by key; see `polishing`.
    """
    writes, named = [], []
    places = [row["_id"] for row in rows]
    for theme in found:
        id_ = ids[theme.key]
        wording = wordings.get(theme.key)
        name = wording or theme.name
        fields = stored(theme, places, model) | {"workspace": workspace, "wording": wording, "updated_at": now}
        if before := known.get(theme.key):
            writes.append(UpdateOne({"_id": id_, "revision": before.get("revision", 0)}, {"$set": fields}))
            # apart and guarded: somebody may have named it while we looked
            named.append(UpdateOne({"_id": id_, "named_by": None}, {"$set": {"name": name}}))
        else:
            fresh = {"name": name, "named_by": None, "held_by": None, "merged_into": None, "placed_by": None}
            born = {"state": ThemeState.active.value, "revision": 0, "created_at": now, "unannounced": True}
            writes.append(UpdateOne({"_id": id_}, {"$set": fields, "$setOnInsert": fresh | born}, upsert=True))
    await _in_batches(Theme, writes)
    await _in_batches(Theme, named)


async def move(rows: Sequence[Row], themes: Sequence[str | None]) -> None:
    """Give feedback its theme; what a person chose stays."""
    writes = [
        UpdateOne(
            {"_id": row["_id"], "revision": row["revision"]},
            {"$set": {"theme": theme, "uncounted": True}, "$inc": {"revision": 1}},
        )
        for row, theme in zip(rows, themes, strict=True)
        if row.get("theme") != theme and "theme" not in row["corrected"]
    ]
    await _in_batches(Feedback, writes)


async def join_echoes(rows: Sequence[Row], echoes: Sequence[int]) -> None:
    """Let what nobody signed and somebody said before, nearly word for word, count for one person."""
    writes = [
        UpdateOne({"_id": row["_id"]}, {"$set": {"respondent": rows[at]["respondent"]}})
        for row, at in zip(rows, echoes, strict=True)
        if not row["customer"] and row["respondent"] != rows[at]["respondent"]
    ]
    await _in_batches(Feedback, writes)


async def retire(workspace: str, themes: Sequence[Row], now: datetime) -> None:
    """Take themes out of use that nobody has touched meanwhile."""
    gone = {"$set": {"state": ThemeState.retired.value, "updated_at": now}}
    mine = [{"_id": row["_id"], "workspace": workspace, "revision": row.get("revision", 0)} for row in themes]
    await _in_batches(Theme, [UpdateOne(each, gone) for each in mine])


async def remember(workspace: str, changes: Changes, texts: int, seen: tuple[int, int], now: datetime) -> None:
    """Keep the report; what came in while we looked stays counted for the next time.

    Args:
        seen: texts that had come in, and edits asked for, when we began.
    """
    run = DiscoveryRun(id=new_id("tr", now), workspace=workspace, at=now, texts=texts, **changes.model_dump())
    await DiscoveryRun.get_pymongo_collection().insert_one(run.model_dump(by_alias=True))
    standing = {"workspace": workspace, "size": texts, "finished_at": now, "edits_seen": seen[1]}
    await DiscoveryProgress.get_pymongo_collection().update_one(
        {"_id": workspace}, {"$inc": {"analysed_since": -seen[0]}, "$set": standing}, upsert=True
    )


async def _in_batches(model: type[Theme] | type[Feedback], writes: Sequence[UpdateOne]) -> None:
    for start in range(0, len(writes), WRITE_BATCH):
        await model.get_pymongo_collection().bulk_write(list(writes[start : start + WRITE_BATCH]), ordered=False)
