"""Reads of what a ranking is made from."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from voc.backlog.documents import BacklogWeights
from voc.backlog.ranking.weights import Weights
from voc.customers import queries as customers
from voc.feedback import domain as feedback
from voc.feedback.documents import Feedback

Row = dict[str, Any]
BATCH = 500
"""Values per `$in`."""
SAID = (
    "respondent", "occurred_at", "theme", "also", "segments", "sentiment", "urgency", "noise", "kind", "rating",
    "rating_scale", "response",
)  # fmt: skip


async def said_between(workspace: str, since: datetime, until: datetime) -> list[Row]:
    """Feedback of the window, no spam: who, when, which themes, how they feel, and the score beside it."""
    condition = {"workspace": workspace, "position": _span(since, until)}
    rows = await Feedback.get_pymongo_collection().find(condition, dict.fromkeys(SAID, 1)).to_list()
    return [row for row in rows if not row.get("noise")]


async def unsigned_between(workspace: str, since: datetime, until: datetime) -> list[tuple[str, str]]:
    """Ids and texts of what nobody known said in the window, the oldest id first."""
    condition = {"workspace": workspace, "position": _span(since, until), "customer": None}
    rows = await Feedback.get_pymongo_collection().find(condition, {"text": 1}).to_list()
    return sorted((row["_id"], row["text"]) for row in rows)


async def attributes(workspace: str, ids: Sequence[str]) -> dict[str, Row]:
    """Attributes of customers, by id."""
    found: dict[str, Row] = {}
    for start in range(0, len(ids), BATCH):
        rows = await customers.rows(workspace, ids[start : start + BATCH], {"attributes": 1})
        found |= {row["_id"]: row.get("attributes") or {} for row in rows}
    return found


async def weights(workspace: str) -> Weights:
    """What the workspace weighs; as usual where nobody has changed anything."""
    row = await BacklogWeights.get_pymongo_collection().find_one({"_id": workspace, "workspace": workspace})
    return Weights.model_validate(row["weights"]) if row else Weights()


def _span(since: datetime, until: datetime) -> dict[str, str]:
    return {"$gte": feedback.instant(since), "$lt": feedback.instant(until + timedelta(milliseconds=1))}
