"""Webhooks are told what people decide about items, and colleagues of notes that name them.

The mark for that is part of the decision's own write.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from pymongo.errors import ConnectionFailure

from voc.backlog.documents import BacklogItem
from voc.backlog.workflow.documents import ItemWork
from voc.backlog.workflow.domain import Change, Note
from voc.backlog.workflow.mentioning import mail_mentions
from voc.clock import from_stamp, stamp
from voc.redaction import redacted
from voc.settings import Settings
from voc.webhooks.announcing import Happened, announce
from voc.webhooks.catalogue import Type

log = structlog.get_logger("voc.backlog")
Row = dict[str, Any]
PATIENCE = timedelta(days=1)
"""What could not be told of by then is no news: the mark goes, and with it whatever cannot be told at all."""
SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
_AT_ONCE = 100
_FIELDS = dict.fromkeys(("workspace", "status", "title", "changes", "notes", "revision", "announced", "announce_at"), 1)


async def unannounced(*, now: datetime, limit: int) -> list[Row]:
    """Items with changes that webhooks and colleagues were not told of, of all workspaces, whose turn has come."""
    marked = ItemWork.get_pymongo_collection().find({"unannounced": True}, _FIELDS)
    rows = await marked.sort("announce_at", 1).limit(limit).to_list()
    return [row for row in rows if row.get("announce_at", 0) <= stamp(now)]


async def announce_changes(*, settings: Settings, now: datetime) -> int:
    """Announce every change since the last announced one; returns how many items that were.

    Safe to run twice: a change's event has the change's own id, and a mail that of its notes. What cannot be announced
    must not stop the others: it keeps its mark, and is tried again ever more seldom until it is no news any more.
    """
    done = 0
    while rows := await unannounced(now=now, limit=_AT_ONCE):
        for row in rows:
            told = await _told(row, settings=settings, now=now)
            if told or _is_old(row, now):
                await _take_mark(row)
            else:
                await _wait(row, now)
        done += len(rows)
    return done


async def _told(row: Row, *, settings: Settings, now: datetime) -> bool:
    """Tell webhooks, and colleagues by mail; whether both went well."""
    well = True
    for tell in (partial(_announce, now=now), partial(_mail, settings=settings, now=now)):
        try:
            await tell(row)
        except ConnectionFailure:
            raise  # concerns all of them, and the marks stand
        except Exception as error:
            well = False
            log.error("item not announced", item=row["_id"], error=redacted(repr(error)).text[:300])
    return well


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


def _age(row: Row, now: datetime) -> timedelta:
    """How long the oldest change of those waits; read as it is stored, since what is spoilt is asked as well."""
    waiting = [
        each["at"] for each in row["changes"] if "at" in each and each.get("revision", 0) > row.get("announced", 0)
    ]
    return now - from_stamp(min(waiting)) if waiting else PATIENCE


def _is_old(row: Row, now: datetime) -> bool:
    return _age(row, now) >= PATIENCE


async def _take_mark(row: Row) -> None:
    """Where nothing has changed since it was read."""
    await _mark(row, {"unannounced": False, "announced": row["revision"]})


async def _wait(row: Row, now: datetime) -> None:
    """Half as long again as it has waited; a change in between is told of at once."""
    wait = min(max(_age(row, now) / 2, SHORTEST_WAIT), LONGEST_WAIT)
    await _mark(row, {"announce_at": stamp(now + wait)})


async def _mark(row: Row, fields: Row) -> None:
    same = {name: row[name] for name in ("_id", "workspace", "revision")}
    await ItemWork.get_pymongo_collection().update_one(same, {"$set": fields})


def _happened(change: Change, about: Row) -> Happened:
    steps = [step.model_dump(mode="json") for step in change.steps]
    data = about | {"change": change.id, "by": change.by, "steps": steps, "undoes": change.undoes}
    return Happened(key=change.id, at=from_stamp(change.at), data=data)
