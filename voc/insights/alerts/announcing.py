"""Webhooks are told when an alert opens."""

from datetime import datetime, timedelta
from typing import Any

from voc.clock import from_stamp, stamp
from voc.insights.alerts.documents import Alert
from voc.insights.alerts.domain import Standing
from voc.themes import queries as themes
from voc.webhooks.announcing import Happened, announce
from voc.webhooks.catalogue import Type

RECENT = timedelta(days=7)
"""Looked back upon each time: a look that was cut off announces nothing, and somebody may have closed it since."""


async def announce_opened(workspace: str, *, now: datetime) -> None:
    """Announce every alert that opened lately; each opening once, however often this runs."""
    rows = await recent(workspace, now=now)
    names = {theme.id: theme.name for theme in await themes.active(workspace)}
    happened = [_happened(row, names.get(row["theme"])) for row in rows]
    await announce(workspace, Type.alert_opened, happened, now=now)


async def recent(workspace: str, *, now: datetime) -> list[dict[str, Any]]:
    """Alerts that opened lately, as they are stored."""
    condition = {"workspace": workspace, "position": {"$gte": f"at{stamp(now - RECENT):015d}"}}
    fields = {"theme": 1, "standing": 1, "state": 1}
    return await Alert.get_pymongo_collection().find(condition, fields).to_list()


def _happened(row: dict[str, Any], name: str | None) -> Happened:
    standing = Standing.model_validate(row["standing"])
    numbers = standing.numbers.model_dump(include={"people", "expected", "ratio_low", "ratio_high", "p_adjusted"})
    data = {"alert": row["_id"], "theme": row["theme"], "name": name, "times": standing.times} | numbers
    return Happened(key=f"{row['_id']}:{standing.times}", at=from_stamp(standing.opened_at), data=data)
