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
    recent = {"workspace": workspace, "position": {"$gte": f"at{stamp(now - RECENT):015d}"}}
    rows = await Alert.get_pymongo_collection().find(recent, {"theme": 1, "standing": 1}).to_list()
    names = {theme.id: theme.name for theme in await themes.active(workspace)}
    happened = [_happened(row, names.get(row["theme"])) for row in rows]
    await announce(workspace, Type.alert_opened, happened, now=now)


def _happened(row: dict[str, Any], name: str | None) -> Happened:
    standing = Standing.model_validate(row["standing"])
    numbers = standing.numbers.model_dump(include={"people", "expected", "ratio_low", "ratio_high", "p_adjusted"})
    data = {"alert": row["_id"], "theme": row["theme"], "name": name, "times": standing.times} | numbers
    return Happened(key=f"{row['_id']}:{standing.times}", at=from_stamp(standing.opened_at), data=data)
