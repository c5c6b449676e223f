"""What an erasure asks of the capabilities above the customers' history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voc import outbox
from voc.customers.domain import shard_of
from voc.feedback.words import forgetting, upkeep
from voc.history.surroundings import Above
from voc.insights import service
from voc.insights.tenures import counting as tenures
from voc.queue import Task
from voc.results import counters, periods
from voc.themes.documents import Analysis


def above() -> Above:
    """What `voc.history.erasing.erase` is given."""
    return Above(forget=_forget, recount=_recount, held=_held)


async def _held(workspace: str, customers: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Counters and vectors are of nobody in particular, or made of verbatims that are told already."""
    return {}


async def _forget(workspace: str, feedback: Sequence[str]) -> None:
    """Remove the vectors of these verbatims, and their words from the index: a text can be read from both in part."""
    await forgetting.forget_feedback(workspace, feedback)
    of_them = {"workspace": workspace, "feedback": {"$in": list(feedback)}}
    rows = await Analysis.get_pymongo_collection().find(of_them, {"_id": 1}).to_list()
    mine = {"_id": {"$in": [row["_id"] for row in rows]}, "workspace": workspace}
    await Analysis.get_pymongo_collection().delete_many(mine)


async def _recount(
    workspace: str,
    *,
    buckets: Sequence[str],
    answered: Sequence[tuple[str, datetime]],
    customers: Sequence[str],
    now: datetime,
) -> None:
    """Have every counter that saw the removed rows computed again, and the ranking made anew."""
    await service.mark([(workspace, bucket) for bucket in buckets], now)
    days = sorted({(workspace, survey, periods.day_bucket(at)) for survey, at in answered})
    await counters.mark(days, now=now)
    await tenures.mark(workspace, sorted({shard_of(each) for each in customers}), now=now)
    if buckets:
        await outbox.request(workspace, Task.rank, at=now)
        await outbox.request(workspace, Task.tidy_words, at=now + upkeep.AGE)  # what a dead indexer left half written
