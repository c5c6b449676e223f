"""Every read of feedback."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voc.errors import NotFound
from voc.feedback import domain
from voc.feedback.documents import Feedback
from voc.feedback.domain import FeedbackState
from voc.feedback.schemas import FeedbackOut, FeedbackPage
from voc.values import Value


class Filters(Value):
    """What a list of feedback is narrowed by; None: not at all. A theme's are those that speak of it, be it beside
    another."""

    kind: str | None = None
    theme: str | None = None
    language: str | None = None
    customers: Sequence[str] | None = None
    """The records of one person, by our ids."""
    channel: str | None = None
    segment: str | None = None
    """Only answers to surveys, of those who were in this segment."""
    state: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Exclusive."""
    q: str | None = None
    """Text contained in the verbatim, any case."""
    unsure: bool = False
    """Only what a person should look at."""
    noise: str | None = None
    """Only what is no feedback, for this reason."""

    def conditions(self) -> list[dict[str, Any]]:
        """As MongoDB filters, without workspace and paging; what fits any of them is meant."""
        plain = self._conditions()
        return [plain | {"theme": self.theme}, plain | {"also": self.theme}] if self.theme else [plain]

    def _conditions(self) -> dict[str, Any]:
        equal = {"kind", "language", "channel", "state", "unsure", "noise"}
        conditions: dict[str, Any] = {name: value for name, value in self if name in equal and value}
        if self.customers is not None:
            conditions["customer"] = {"$in": list(self.customers)}
        if self.segment:
            conditions["respondent_segments"] = self.segment
        if self.q:
            conditions["text"] = {"$regex": re.escape(self.q), "$options": "i"}
        return conditions


async def one(workspace: str, id_: str) -> FeedbackOut:
    """One verbatim.

    Raises:
        NotFound: not in this workspace.
    """
    row = await Feedback.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if row is None:
        raise NotFound("No such feedback.", feedback=id_)
    return out(row)


async def page(workspace: str, filters: Filters, *, after: str | None = None, limit: int = 50) -> FeedbackPage:
    """A page, newest first, from the place `after` that the page before gave as `next`."""
    span: dict[str, str] = {}
    if filters.since:
        span["$gte"] = domain.instant(filters.since)
    if upper := min((p for p in (after, filters.until and domain.instant(filters.until)) if p), default=None):
        span["$lt"] = upper
    within = {"workspace": workspace} | ({"position": span} if span else {})
    found: dict[str, dict[str, Any]] = {}
    for condition in filters.conditions():  # one by one: `$or` finds no index on the embedded engine
        cursor = Feedback.get_pymongo_collection().find(within | condition).sort("position", -1).limit(limit + 1)
        found |= {row["_id"]: row for row in await cursor.to_list()}
    rows = sorted(found.values(), key=lambda row: row["position"], reverse=True)
    more = len(rows) > limit
    rows = rows[:limit]
    return FeedbackPage(items=[out(row) for row in rows], next=rows[-1]["position"] if more else None)


async def many(workspace: str, ids: Sequence[str]) -> dict[str, FeedbackOut]:
    """Verbatims by id; those of other workspaces are left out."""
    cursor = Feedback.get_pymongo_collection().find({"_id": {"$in": list(ids)}, "workspace": workspace})
    return {row["_id"]: out(row) for row in await cursor.to_list()}


async def submissions(workspace: str, submission_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Id and fingerprint of stored submissions, by submission id."""
    fields = {"submission_id": 1, "fingerprint": 1}
    condition = {"workspace": workspace, "submission_id": {"$in": list(submission_ids)}}
    cursor = Feedback.get_pymongo_collection().find(condition, fields)
    return {row["submission_id"]: row for row in await cursor.to_list()}


async def counts_by_state(workspace: str) -> dict[FeedbackState, int]:
    """How many verbatims are in each state, counted now."""
    stages = [{"$match": {"workspace": workspace}}, {"$group": {"_id": "$state", "n": {"$sum": 1}}}]
    rows = await (await Feedback.get_pymongo_collection().aggregate(stages)).to_list()
    counted = {row["_id"]: row["n"] for row in rows}
    return {state: counted.get(state.value, 0) for state in FeedbackState}


async def waiting(workspace: str, state: FeedbackState) -> int:
    """How many verbatims are in `state`, counted now: few, and by an index."""
    stages = [
        {"$match": {"workspace": workspace, "state": state.value}},
        {"$group": {"_id": "$state", "n": {"$sum": 1}}},
    ]
    rows = await (await Feedback.get_pymongo_collection().aggregate(stages)).to_list()
    return rows[0]["n"] if rows else 0


async def parked_ids(workspace: str, limit: int = 10_000) -> list[str]:
    """Ids of parked feedback."""
    condition = {"workspace": workspace, "state": FeedbackState.parked.value}
    cursor = Feedback.get_pymongo_collection().find(condition, {"_id": 1}).limit(limit)
    return [row["_id"] for row in await cursor.to_list()]


def out(row: dict[str, Any]) -> FeedbackOut:
    """A stored row as the outside sees it."""
    fields = {name: row.get(name) for name in FeedbackOut.model_fields}
    return FeedbackOut.model_validate(fields | {"id": row["_id"], "hidden": row.get("hidden") or []})
