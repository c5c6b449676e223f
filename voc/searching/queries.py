"""Reads about searches by meaning, and of the vectors that they compare."""

from collections.abc import Sequence
from typing import Any

from voc.errors import NotFound
from voc.feedback.documents import Feedback
from voc.outbox import State
from voc.searching.documents import MeaningSearch
from voc.themes.documents import Analysis

Row = dict[str, Any]
BATCH = 500
"""Values per `$in`."""


async def search(workspace: str, id_: str) -> Row:
    """One search.

    Raises:
        NotFound: not in this workspace, or too long ago.
    """
    row = await MeaningSearch.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if row is None:
        raise NotFound("No such search; it may be too long ago. Ask again.", search=id_)
    return row


async def newest(workspace: str, limit: int) -> tuple[list[str], bool]:
    """Ids of the newest feedback that is any, of the `limit` newest verbatims; and whether there are no more."""
    cursor = Feedback.get_pymongo_collection().find({"workspace": {"$eq": workspace}}, {"noise": 1, "position": 1})
    rows = await cursor.sort("position", -1).limit(limit + 1).to_list()
    return [row["_id"] for row in rows[:limit] if not row.get("noise")], len(rows) <= limit


async def unanswered(limit: int) -> list[str]:
    """Searches, of all workspaces, that nobody has tried to answer yet, the longest waiting first."""
    fields = {"attempts": 1, "asked_at": 1}
    rows = await MeaningSearch.get_pymongo_collection().find({"state": State.pending.value}, fields).to_list()
    fresh = sorted((row["asked_at"], row["_id"]) for row in rows if not row["attempts"])
    return [id_ for _, id_ in fresh[:limit]]


async def vectors(workspace: str, model: str, ids: Sequence[str]) -> list[Row]:
    """What `model` read in these: feedback, embedding, part_embeddings."""
    found: list[Row] = []
    fields = {"feedback": 1, "embedding": 1, "part_embeddings": 1}
    for start in range(0, len(ids), BATCH):
        condition = {"_id": {"$in": [f"{id_}:{model}" for id_ in ids[start : start + BATCH]]}, "workspace": workspace}
        found += await Analysis.get_pymongo_collection().find(condition, fields).to_list()
    return found
