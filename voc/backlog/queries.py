"""Reads of the backlog."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from voc.backlog.documents import BacklogItem, Ranking
from voc.backlog.schemas import BacklogItemOut, RankingOut
from voc.errors import NotFound
from voc.feedback import domain as feedback
from voc.feedback.documents import Feedback
from voc.picking import pick

WINDOW = timedelta(days=365)
"""The ranking looks at this much, ending with the newest feedback: an import of old reviews ranks, too."""
BATCH = 500
"""Values per `$in`."""


async def one_and_active(workspace: str, id_: str) -> tuple[BacklogItemOut, bool]:
    """One item, and whether it is in the latest ranking.

    Raises:
        NotFound: not in this workspace.
    """
    row = await BacklogItem.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if row is None:
        raise NotFound("No such backlog item.", item=id_)
    return out(row), bool(row["active"])


async def title_of(workspace: str, id_: str) -> str:
    """What an item is called by its theme.

    Raises:
        NotFound: not in this workspace.
    """
    row = await BacklogItem.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace}, {"title": 1})
    if row is None:
        raise NotFound("No such backlog item.", item=id_)
    return str(row["title"])


async def outlines(workspace: str) -> list[dict[str, Any]]:
    """All items, inactive ones included, by what lists are filtered and ordered by; the first rank first."""
    rows = await pick(BacklogItem, {"workspace": workspace}, ("rank", "kind", "title", "active"))
    return sorted(rows, key=lambda row: (not row["active"], row["rank"]))


async def many(workspace: str, ids: Sequence[str]) -> dict[str, BacklogItemOut]:
    """Some items by id; those of other workspaces are left out."""
    found: dict[str, BacklogItemOut] = {}
    for start in range(0, len(ids), BATCH):
        condition = {"_id": {"$in": list(ids[start : start + BATCH])}, "workspace": workspace}
        rows = await BacklogItem.get_pymongo_collection().find(condition).to_list()
        found |= {row["_id"]: out(row) for row in rows}
    return found


async def ranking(workspace: str) -> RankingOut | None:
    """What the latest ranking rests on; None before the first."""
    row = await Ranking.get_pymongo_collection().find_one({"_id": workspace, "workspace": workspace})
    fields = {name: row[name] for name in RankingOut.model_fields if name in row} if row else {}
    return RankingOut.model_validate(fields) if fields else None


async def standings(workspace: str) -> list[BacklogItemOut]:
    """The whole ranking, the first first."""
    condition = {"workspace": workspace, "active": True}
    return [out(row) for row in await BacklogItem.get_pymongo_collection().find(condition).sort("rank", 1).to_list()]


async def driving(workspace: str) -> dict[str, dict[str, Any]]:
    """What the quadrant of drivers shows of items, by id."""
    told = ("theme", "rank", "kind", "language", "customers", "mentions", "mean_sentiment", "driver")
    share = ("active_customers", "share_mid", "share_low", "share_high")
    rows = await pick(BacklogItem, {"workspace": workspace}, (*told, *share))
    return {row["_id"]: row | {"id": row["_id"]} for row in rows}


async def places(workspace: str) -> dict[str, dict[str, Any]]:
    """Where themes stand in the latest ranking, by theme: id of the item, rank, customers, weekly mentions, mood."""
    fields = ("theme", "rank", "customers", "weekly_mentions", "mean_sentiment")
    rows = await pick(BacklogItem, {"workspace": workspace, "active": True}, fields)
    return {row["theme"]: row | {"id": row["_id"]} for row in rows}


async def widest_share(workspace: str) -> float:
    """The upper end of the widest interval: where the axis of all of them ends."""
    rows = await pick(BacklogItem, {"workspace": workspace, "active": True}, ["share_high"])
    return max((row["share_high"] for row in rows), default=1.0)


async def first_ranked_at(workspace: str) -> datetime | None:
    """When the first of all items appeared."""
    return min((row["first_ranked_at"] for row in (await item_ids(workspace)).values()), default=None)


async def item_ids(workspace: str) -> dict[str, dict[str, Any]]:
    """All items, inactive ones included: when each was first ranked, by id."""
    rows = await pick(BacklogItem, {"workspace": workspace}, ("first_ranked_at", "active"))
    return {row["_id"]: row for row in rows}


async def newest_at(workspace: str, *, now: datetime) -> datetime | None:
    """When the newest feedback was said; a date in the future, a slip in some file, does not count."""
    condition = {"workspace": workspace, "position": {"$lt": feedback.instant(now + timedelta(days=1))}}
    cursor = Feedback.get_pymongo_collection().find(condition, {"occurred_at": 1})
    rows = await cursor.sort("position", -1).limit(1).to_list()
    return rows[0]["occurred_at"] if rows else None


def out(row: dict[str, Any]) -> BacklogItemOut:
    """A stored row as the outside sees it."""
    fields = {name: row.get(name) for name in BacklogItemOut.model_fields}
    return BacklogItemOut.model_validate(fields | {"id": row["_id"]})
