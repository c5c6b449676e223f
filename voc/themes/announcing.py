"""Webhooks are told of themes that were found; those that people make need no telling."""

from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from voc.themes.documents import Theme
from voc.themes.domain import ThemeState
from voc.webhooks.announcing import Happened, announce
from voc.webhooks.catalogue import Type

Row = dict[str, Any]
_BATCH = 200


async def announce_new(workspace: str, *, now: datetime) -> None:
    """Announce themes that carry the mark of a new one, then take it off; a crash between the two announces no more."""
    themes = Theme.get_pymongo_collection()
    mine = {"workspace": workspace, "state": ThemeState.active.value}
    fields = dict.fromkeys(("name", "kind", "language", "size", "unannounced"), 1)
    rows = [row for row in await themes.find(mine, fields).to_list() if row.get("unannounced")]
    await announce(workspace, Type.theme_created, [_happened(row, now) for row in rows], now=now)
    told = [UpdateOne({"_id": row["_id"], "workspace": workspace}, {"$set": {"unannounced": False}}) for row in rows]
    for first in range(0, len(told), _BATCH):
        await themes.bulk_write(told[first : first + _BATCH], ordered=False)


def _happened(row: Row, now: datetime) -> Happened:
    said = {name: row[name] for name in ("name", "kind", "language")}
    data = {"theme": row["_id"], **said, "feedback": row["size"]}
    return Happened(key=row["_id"], at=now, data=data)
