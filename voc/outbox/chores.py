"""Work on a whole workspace: find its themes, rank its backlog."""

from datetime import datetime
from typing import Any

from beanie import Document
from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from voc.clock import stamp
from voc.outbox.record import DUE_INDEX, Outbox, State


class Chore(Outbox, Document):
    """One kind of work for one workspace; asked for often, done once for all that asked."""

    id: str
    workspace: str
    task: str
    requested: int = 0
    """Raised by every request: work that began before the last one must run again."""

    class Settings:
        name = "chores"
        indexes = [
            DUE_INDEX,
            # a workspace's chores, for its status page
            IndexModel([("workspace", ASCENDING), ("task", ASCENDING)], name="of_workspace"),
        ]


async def request(workspace: str, task: str, *, at: datetime) -> None:
    """Have `task` run for `workspace` at `at` or soon after; an earlier date already set stays."""
    chores = Chore.get_pymongo_collection()
    id_ = f"{workspace}:{task}"
    found = await chores.find_one_and_update({"_id": id_}, {"$inc": {"requested": 1}})
    if found is None:
        chore = Chore(id=id_, workspace=workspace, task=task, next_dispatch_at=stamp(at), requested=1)
        try:
            await chores.insert_one(chore.model_dump(by_alias=True))
        except DuplicateKeyError:  # a colleague asked first
            await request(workspace, task, at=at)
        return
    if found["state"] != State.pending or found["next_dispatch_at"] > stamp(at) and found.get("owner") is None:
        fresh = {"state": State.pending.value, "next_dispatch_at": stamp(at), "attempts": 0}
        await chores.update_one({"_id": id_, "revision": found["revision"]}, {"$set": fresh, "$inc": {"revision": 1}})


async def finish(chore: dict[str, Any], owner: str, *, now: datetime, next_at: datetime | None = None) -> None:
    """Let a chore go: done, or due again at `next_at`; at once if it was asked for while it ran.

    Args:
        chore: the leased record as it was when the work began.
    """
    chores = Chore.get_pymongo_collection()
    settled = {"attempts": 0, "owner": None, "lease_until": None, "last_error": None}
    again = {"state": State.pending.value, "next_dispatch_at": stamp(next_at or now)}
    rest = again if next_at else {"state": State.done.value}
    unasked = {"_id": chore["_id"], "owner": owner, "requested": chore["requested"]}
    result = await chores.update_one(unasked, {"$set": settled | rest, "$inc": {"revision": 1}})
    if not result.matched_count:
        again = settled | {"state": State.pending.value, "next_dispatch_at": stamp(now)}
        await chores.update_one({"_id": chore["_id"], "owner": owner}, {"$set": again, "$inc": {"revision": 1}})
