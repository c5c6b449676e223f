"""Reads of trackers and links."""

from collections.abc import Sequence
from typing import Any

from voc.errors import NotFound
from voc.trackers.documents import Tracker, TrackerLink
from voc.trackers.domain import link_id

Row = dict[str, Any]
READ_AT_MOST = 500
"""Links of one tracker, to find those in trouble among them."""


async def tracker(workspace: str, id_: str) -> Row:
    """One tracker as it is stored.

    Raises:
        NotFound: not in this workspace.
    """
    found = await Tracker.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if found is None:
        raise NotFound("No such tracker.", tracker=id_)
    return dict(found)


async def trackers(workspace: str) -> list[Row]:
    """A workspace's trackers, in the order in which they were connected."""
    found = Tracker.get_pymongo_collection().find({"workspace": workspace})
    return await found.sort("created_at", 1).to_list()


async def by_ids(ids: Sequence[str]) -> dict[str, Row]:
    """Trackers of any workspace, by id: for whoever calls them."""
    rows = await Tracker.get_pymongo_collection().find({"_id": {"$in": list(ids)}}).to_list()
    return {row["_id"]: row for row in rows}


async def called(kind: str, id_: str) -> Row:
    """The tracker that a webhook is sent to, of whichever workspace.

    Raises:
        NotFound: there is none of this kind.
    """
    found = (await by_ids([id_])).get(id_)
    if found is None or found["kind"] != kind:
        raise NotFound("No such tracker.", tracker=id_)
    return found


async def link(workspace: str, item: str) -> Row | None:
    """The link of an item; None: it has none."""
    return await TrackerLink.get_pymongo_collection().find_one({"_id": link_id(item), "workspace": workspace})


async def of_issue(workspace: str, tracker_id: str, issue: str) -> list[str]:
    """Ids of the links to an issue: several items may share one."""
    condition = {"workspace": workspace, "tracker": tracker_id, "issue": issue}
    return [row["_id"] for row in await TrackerLink.get_pymongo_collection().find(condition, {"_id": 1}).to_list()]


async def links(workspace: str, tracker_id: str, *, limit: int) -> list[Row]:
    """Links to a tracker's issues: those in trouble first, then the latest made."""
    condition = {"workspace": workspace, "tracker": tracker_id}
    rows = await TrackerLink.get_pymongo_collection().find(condition).limit(READ_AT_MOST).to_list()
    return sorted(rows, key=lambda row: (row["trouble"] is None, -row["made_at"], row["_id"]))[:limit]


async def linked(workspace: str, tracker_id: str) -> int:
    """How many items have an issue there."""
    stages = [
        {"$match": {"workspace": workspace, "tracker": tracker_id}},
        {"$group": {"_id": "$tracker", "n": {"$sum": 1}}},
    ]
    rows = await (await TrackerLink.get_pymongo_collection().aggregate(stages)).to_list()
    return rows[0]["n"] if rows else 0
