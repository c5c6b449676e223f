"""Reads of runs and of what their shards look at."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from voc.feedback import queries as feedback
from voc.feedback.documents import Feedback
from voc.feedback.domain import FeedbackState
from voc.themes.documents import Analysis
from voc.themes.queries import BATCH
from voc.themes.sharded.documents import Shard, ShardedRun

Row = dict[str, Any]


async def under_way(workspace: str) -> Row | None:
    """The workspace's run, if there is one."""
    return await ShardedRun.get_pymongo_collection().find_one({"_id": workspace, "workspace": workspace})


async def shards(run: Row) -> list[Row]:
    """How far the shards of a run are: number, step, state, last_error."""
    fields = dict.fromkeys(("number", "step", "state", "last_error"), 1)
    condition = {"workspace": run["workspace"], "run": run["run"]}
    return await Shard.get_pymongo_collection().find(condition, fields).to_list()


async def sizes(workspace: str) -> Counter[tuple[str, str]]:
    """Analysed feedback by kind and language."""
    condition = {"workspace": workspace, "state": FeedbackState.analysed.value}
    rows = Feedback.get_pymongo_collection().find(condition, {"kind": 1, "language": 1, "noise": 1})
    return Counter([(row["kind"], row["language"]) async for row in rows if not row.get("noise")])


async def analysed(workspace: str) -> int:
    """All of it, counted now."""
    return (await feedback.counts_by_state(workspace))[FeedbackState.analysed]


async def read_by(workspace: str, model: str) -> set[str]:
    """Ids of feedback that a model has made vectors of."""
    rows = Analysis.get_pymongo_collection().find({"workspace": workspace, "model": model}, {"feedback": 1})
    return {row["feedback"] async for row in rows}


async def said(workspace: str, ids: Sequence[str]) -> dict[str, Row]:
    """Text, customer and respondent of some feedback, by id; what was erased is missing."""
    fields = dict.fromkeys(("text", "customer", "respondent"), 1)
    found: dict[str, Row] = {}
    for start in range(0, len(ids), BATCH):
        condition = {"_id": {"$in": list(ids[start : start + BATCH])}, "workspace": workspace}
        rows = await Feedback.get_pymongo_collection().find(condition, fields).to_list()
        found |= {row["_id"]: row for row in rows}
    return found
