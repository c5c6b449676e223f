"""Every read of feedback."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from voc.errors import NotFound
from voc.feedback.documents import Feedback
from voc.feedback.domain import FeedbackState
from voc.feedback.filters import Filters, beside_another
from voc.feedback.listing import listed
from voc.feedback.schemas import FeedbackOut, FeedbackPage


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
    found = await listed(workspace, filters, after=after, limit=limit)
    return FeedbackPage(items=[out(row) for row in found.rows], next=found.next)


async def many(workspace: str, ids: Sequence[str]) -> dict[str, FeedbackOut]:
    """Verbatims by id; those of other workspaces are left out."""
    cursor = Feedback.get_pymongo_collection().find({"_id": {"$in": list(ids)}, "workspace": workspace})
    return {row["_id"]: out(row) for row in await cursor.to_list()}


async def said(workspace: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Text and sentiment by id, of many; see `many` for everything."""
    condition = {"_id": {"$in": list(ids)}, "workspace": workspace}
    rows = await Feedback.get_pymongo_collection().find(condition, {"text": 1, "sentiment": 1}).to_list()
    return {row["_id"]: row for row in rows}


async def submissions(workspace: str, submission_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Id and fingerprint of stored submissions, by submission id."""
    fields = {"submission_id": 1, "fingerprint": 1}
    condition = {"workspace": workspace, "submission_id": {"$in": list(submission_ids)}}
    cursor = Feedback.get_pymongo_collection().find(condition, fields)
    return {row["submission_id"]: row for row in await cursor.to_list()}


async def mentions_by_customer(workspace: str, theme: str) -> Counter[str | None]:
    """How often each customer spoke of a theme, counted now; None: those whom nobody knows.

    Those who speak of it beside another theme are read one by one, which are few: grouped, the embedded engine finds
    no member of an array that has an index. The others it counts itself, since reading each takes seconds.
    """
    collection = Feedback.get_pymongo_collection()
    stages = [
        {"$match": {"workspace": workspace, "theme": {"$eq": theme}}},
        {"$group": {"_id": "$customer", "n": {"$sum": 1}}},
    ]
    found: Counter[str | None] = Counter()
    for row in await (await collection.aggregate(stages)).to_list():
        found[row["_id"]] += row["n"]
    beside = collection.find({"workspace": workspace} | beside_another(theme), {"customer": 1, "theme": 1})
    found.update(row.get("customer") for row in await beside.to_list() if row.get("theme") != theme)
    return found


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
