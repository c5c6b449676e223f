"""Webhooks are told what people decide about items, and colleagues of notes that name them.

The mark for that is part of the decision's own write.
"""

from datetime import datetime
from functools import partial
from typing import Any

import structlog
from pymongo.errors import ConnectionFailure

from voc.backlog.documents import BacklogItem
from voc.backlog.workflow.documents import ItemWork
from voc.backlog.workflow.domain import Change, Note
from voc.backlog.workflow.mentioning import mail_mentions
from voc.clock import from_stamp
from voc.settings import Settings
from voc.webhooks.announcing import Happened, announce
from voc.webhooks.catalogue import Type

log = structlog.get_logger("voc.backlog")
Row = dict[str, Any]
_AT_ONCE = 100
_FIELDS = dict.fromkeys(("workspace", "status", "title", "changes", "notes", "revision", "announced"), 1)


async def unannounced(*, limit: int) -> list[Row]:
    """Items with changes that webhooks were not told of, of all workspaces."""
    return await ItemWork.get_pymongo_collection().find({"unannounced": True}, _FIELDS).limit(limit).to_list()


async def announce_changes(*, settings: Settings, now: datetime) -> int:
    """Announce every change since the last announced one; returns how many items that were.

    Safe to run twice: a change's event has the change's own id, and a mail that of its notes. What cannot be announced
    must not stop the others.
    """
    tells = (partial(_announce, now=now), partial(_mail, settings=settings, now=now))
    done = 0
    while rows := await unannounced(limit=_AT_ONCE):
        for row in rows:
            for tell in tells:
                try:
                    await tell(row)
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
    happened = [_happened(change, about) for change in _fresh(row)]
    await announce(row["workspace"], Type.backlog_item_changed, happened, now=now)


async def _mail(row: Row, *, settings: Settings, now: datetime) -> None:
    notes = [Note.model_validate(each) for each in row["notes"]]
    await mail_mentions(row["workspace"], notes, _fresh(row), settings=settings, now=now)


def _fresh(row: Row) -> list[Change]:
    """Changes since the last announced one."""
    changes = [Change.model_validate(each) for each in row["changes"]]
    return [change for change in changes if change.revision > row.get("announced", 0)]


async def _take_mark(row: Row) -> None:
    """Where nothing has changed since it was read."""
    same = {name: row[name] for name in ("_id", "workspace", "revision")}
    told = {"unannounced": False, "announced": row["revision"]}
    await ItemWork.get_pymongo_collection().update_one(same, {"$set": told})


def _happened(change: Change, about: Row) -> Happened:
    steps = [step.model_dump(mode="json") for step in change.steps]
    data = about | {"change": change.id, "by": change.by, "steps": steps, "undoes": change.undoes}
    return Happened(key=change.id, at=from_stamp(change.at), data=data)
