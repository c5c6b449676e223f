"""Change what a workspace weighs."""

from datetime import datetime

from voc import outbox
from voc.backlog import evidence
from voc.backlog.documents import BacklogWeights
from voc.backlog.ranking.weights import Weights
from voc.queue import Task


async def change(workspace: str, weights: Weights, *, now: datetime) -> Weights:
    """Set those of `weights` that were named; the others stay. The backlog is ranked again.

    Each is a field of its own, so that two colleagues who change different ones do not undo each other.
    """
    fields = weights.model_dump(mode="json", exclude_unset=True)
    if fields:
        change = {"$set": {f"weights.{name}": value for name, value in fields.items()} | {"workspace": workspace}}
        await BacklogWeights.get_pymongo_collection().update_one({"_id": workspace}, change, upsert=True)
        await outbox.request(workspace, Task.rank, at=now)
    return await evidence.weights(workspace)


async def reset(workspace: str, *, now: datetime) -> Weights:
    """Weigh as usual again."""
    return await change(workspace, Weights.model_validate(Weights().model_dump()), now=now)
