"""Items that people moved: their issues follow. The mark for that is part of the decision's own write."""

from datetime import datetime
from typing import Any

from voc.backlog.workflow.documents import ItemWork
from voc.trackers import marking, queries

Row = dict[str, Any]
_AT_ONCE = 100
_FIELDS = dict.fromkeys(("workspace", "status", "revision"), 1)


async def unfollowed(*, limit: int) -> list[Row]:
    """Items that changed since trackers looked, of all workspaces."""
    return await ItemWork.get_pymongo_collection().find({"untracked": True}, _FIELDS).limit(limit).to_list()


async def follow(*, now: datetime) -> int:
    """Have the links of items looked at whose status is another one than at the last look; returns how many items
    there were, linked or not. Safe to run twice."""
    done = 0
    while rows := await unfollowed(limit=_AT_ONCE):
        for row in rows:
            link = await queries.link(row["workspace"], row["_id"])
            if link is not None and link["item_status"] != row["status"]:
                await marking.touch(row["workspace"], link["_id"], now=now)
            same = {name: row[name] for name in ("_id", "workspace", "revision")}
            await ItemWork.get_pymongo_collection().update_one(same, {"$set": {"untracked": False}})
        done += len(rows)
    return done
