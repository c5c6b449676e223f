"""Keeps with each theme whether more people speak of it this week than usual, as `insights` found it out."""

from collections.abc import Mapping

from pymongo import UpdateOne

from voc.themes.documents import Theme
from voc.themes.domain import ThemeWeek


async def keep(workspace: str, found: Mapping[str, ThemeWeek]) -> None:
    """Keep what was found of each theme, and nothing of those of which nothing was. Twice is once."""
    collection = Theme.get_pymongo_collection()
    known = await collection.find({"workspace": workspace}, {"week": 1}).to_list()
    writes = []
    for row in known:
        week = found[row["_id"]].model_dump(mode="json") if row["_id"] in found else None
        if row.get("week") != week:
            writes.append(UpdateOne({"_id": row["_id"], "workspace": workspace}, {"$set": {"week": week}}))
    if writes:
        await collection.bulk_write(writes, ordered=False)
