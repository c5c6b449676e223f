"""Reports that overtake us: a provider may say that a message arrived before we have written down its id of it."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from voc.channels.documents import EarlyReport
from voc.channels.domain import StatusUpdate
from voc.channels.redacting import redacted
from voc.clock import stamp
from voc.database import durable

KEPT = timedelta(days=1)
"""Providers are waited for less than a minute; whatever nobody has asked for by then is about other messages."""


async def keep(workspace: str, kind: str, update: StatusUpdate, *, now: datetime) -> None:
    """Keep a report for the delivery that will bear its provider's id; on disk when it returns."""
    id_ = _id(workspace, kind, update.provider_id or "")
    reason = redacted(update.reason) if update.reason else None
    said = update.model_copy(update={"address": None, "reason": reason}).model_dump(mode="json")
    change = {
        "$set": {f"reports.{update.status.value}": said},
        "$setOnInsert": {"workspace": workspace, "adapter": kind, "at": stamp(now)},
    }
    await durable(EarlyReport).update_one({"_id": id_}, change, upsert=True)


async def of(workspace: str, kind: str, provider_id: str) -> list[StatusUpdate]:
    """What was reported of a message before we knew its id."""
    row = await EarlyReport.get_pymongo_collection().find_one({"_id": _id(workspace, kind, provider_id)})
    return _updates(row) if row else []


async def kept(workspace: str) -> list[tuple[str, StatusUpdate]]:
    """Everything that is kept, with the kind of the adapter that it came by."""
    rows = await EarlyReport.get_pymongo_collection().find({"workspace": workspace}).to_list()
    return [(row["adapter"], update) for row in rows for update in _updates(row)]


async def forget(workspace: str, *, now: datetime) -> None:
    """Remove what was kept long ago, taken or not."""
    old = {"workspace": workspace, "at": {"$lt": stamp(now - KEPT)}}
    await EarlyReport.get_pymongo_collection().delete_many(old)


def _updates(row: dict[str, Any]) -> list[StatusUpdate]:
    return [StatusUpdate.model_validate(said) for said in row["reports"].values()]


def _id(workspace: str, kind: str, provider_id: str) -> str:
    digest = hashlib.sha256("\0".join((workspace, kind, provider_id)).encode("utf-8", "surrogatepass")).hexdigest()
    return f"erl_{digest[:26]}"
