"""Writes of the links' own outbox: something may have changed, and what came of looking."""

from datetime import datetime
from typing import Any

from voc import outbox
from voc.clock import stamp
from voc.outbox import State
from voc.trackers.documents import TrackerLink
from voc.trackers.domain import Trouble

Row = dict[str, Any]


async def touch(workspace: str, id_: str, *, now: datetime, insist: bool = False) -> bool:
    """Have both sides looked at soon; returns whether there is such a link.

    Work that is under way is done again. Where the provider asks us to wait, only a person who insists shortens that.
    """
    links = TrackerLink.get_pymongo_collection()
    found = await links.find_one_and_update({"_id": id_, "workspace": workspace}, {"$inc": {"heard": 1}})
    if found is None:
        return False
    waits = found["state"] == State.pending and found.get("owner") is None and found["next_dispatch_at"] > stamp(now)
    told_to = found["trouble"] == Trouble.busy and not insist
    if found["state"] != State.pending or (waits and not told_to):
        fresh = {"state": State.pending.value, "next_dispatch_at": stamp(now), "attempts": 0, "tries": 0}
        await links.update_one({"_id": id_, "revision": found["revision"]}, {"$set": fresh, "$inc": {"revision": 1}})
    return True


async def retry_parked(workspace: str, *, now: datetime) -> int:
    """Set going again what failed too often; returns how many there were."""
    condition = {"workspace": workspace, "state": State.parked.value}
    rows = await TrackerLink.get_pymongo_collection().find(condition, {"_id": 1}).to_list()
    return await outbox.retry(TrackerLink, workspace, [row["_id"] for row in rows], now=now)


async def settle(row: Row, fields: Row, *, now: datetime) -> None:
    """Let a leased link go with what was found; due again at once if it was touched meanwhile.

    Args:
        row: as it was when it was leased.
    """
    settled = {"state": State.done.value, "attempts": 0, "owner": None, "lease_until": None, "last_error": None}
    untouched = {"_id": row["_id"], "owner": row["owner"], "heard": row["heard"]}
    links = TrackerLink.get_pymongo_collection()
    done = await links.update_one(untouched, {"$set": settled | fields, "$inc": {"revision": 1}})
    if not done.matched_count:
        again = fields | {"next_dispatch_at": stamp(now)}
        await outbox.complete(TrackerLink, [(row["_id"], again)], owner=row["owner"], state=State.pending)


async def stands(row: Row) -> bool:
    """Whether a leased link is still there, and still ours."""
    mine = {"_id": row["_id"], "owner": row["owner"]}
    return await TrackerLink.get_pymongo_collection().find_one(mine, {"_id": 1}) is not None


async def note(row: Row, fields: Row) -> bool:
    """Write something down while working; False: the link is gone or somebody else's by now."""
    mine = {"_id": row["_id"], "owner": row["owner"]}
    written = await TrackerLink.get_pymongo_collection().update_one(mine, {"$set": fields})
    return bool(written.matched_count)
