"""What goes when a source goes, or part of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voc.faq.sources import queries, staleness, storing
from voc.faq.sources.documents import FaqPassage, FaqSource, FaqSourceText

Row = dict[str, Any]


async def remove(workspace: str, ids: Sequence[str], *, now: datetime) -> None:
    """Forget sources with all that was read of them; what cites them becomes stale first.

    Broken off it is done again whole: the sources themselves go last.
    """
    for id_ in ids:
        await forget_passages(workspace, (await queries.passage_ids(workspace, [id_]))[id_], now=now)
        row = await queries.row(workspace, id_)
        if row is not None and row["waiting"] and "upload" in row["waiting"]:
            await storing.discard(workspace, row["waiting"]["upload"])
        await FaqSourceText.get_pymongo_collection().delete_many({"workspace": workspace, "source": id_})
        await FaqSource.get_pymongo_collection().delete_one({"_id": id_, "workspace": workspace})


async def forget_passages(workspace: str, gone: Sequence[str], *, now: datetime) -> None:
    """Remove passages that no source holds any more; entries that cite them are stale before they go.

    And once more after: one that a colleague approved and published in between has seen them stand.
    """
    for start in range(0, len(gone), 500):
        some = list(gone[start : start + 500])
        await staleness.mark(workspace, some, now=now)
        await FaqPassage.get_pymongo_collection().delete_many({"_id": {"$in": some}, "workspace": workspace})
        await staleness.mark(workspace, some, now=now)
