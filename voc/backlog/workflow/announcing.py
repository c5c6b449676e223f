"""Webhooks are told what people decide about items: the mark for that is part of the decision's own write."""

from datetime import datetime
from typing import Any

import structlog
from pymongo.errors import ConnectionFailure

from voc.backlog.documents import BacklogItem
from voc.backlog.workflow.documents import ItemWork
from voc.backlog.workflow.domain import Change
from voc.clock import from_stamp
from voc.webhooks.announcing import Happened, announce
from voc.webhooks.catalogue import Type

log = structlog.get_logger("voc.backlog")
Row = dict[str, Any]
_AT_ONCE = 100
_FIELDS = dict.fromkeys(("workspace", "status", "title", "changes", "revision", "announced"), 1)


async def unannounced(*, limit: int) -> list[Row]:
    """Items with changes that webhooks were not told of, of all workspaces."""
    return await ItemWork.get_pymongo_collection().find({"unannounced": True}, _FIELDS).limit(limit).to_list()


async def announce_changes(*, now: datetime) -> int:
    """Announce every change since the last announced one; returns how many items that were.

    Safe to run twice: a change's event has the change's own id. What cannot be announced must not stop the others.
    """
    done = 0
    while rows := await unannounced(limit=_AT_ONCE):
        for row in rows:
            try:
                await _announce(row, now=now)
            except ConnectionFailure:
                raise  # concerns all of them, and the marks stand
            except Exception as error:
                log.error("item not announced", item=row["_id"], error=repr(error)[:300])
            await _take_mark(row)
        done += len(rows)
    return done


async def _announce(row: Row, *, now: datetime) -> None:
    item = {"_id": row["_id"], "workspace": row["workspace"]}
    ranked = await BacklogItem.get_pymongo_collection().find_one(item, {"title": 1}) or {}
    about = {"item": row["_id"], "title": row.get("title") or ranked.get("title"), "status": row["status"]}
    changes = [Change.model_validate(each) for each in row["changes"]]
    fresh = [change for change in changes if change.revision > row.get("announced", 0)]
    happened = [_happened(change, about) for change in fresh]
    await announce(row["workspace"], Type.backlog_item_changed, happened, now=now)


async def _take_mark(row: Row) -> None:
    """Where nothing has changed since it was read."""
    same = {name: row[name] for name in ("_id", "workspace", "revision")}
    told = {"unannounced": False, "announced": row["revision"]}
    await ItemWork.get_pymongo_collection().update_one(same, {"$set": told})


def _happened(change: Change, about: Row) -> Happened:
    steps = [step.model_dump(mode="json") for step in change.steps]
    data = about | {"change": change.id, "by": change.by, "steps": steps, "undoes": change.undoes}
    return Happened(key=change.id, at=from_stamp(change.at), data=data)
