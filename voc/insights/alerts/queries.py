"""Reads of alerts."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from voc.clock import from_stamp
from voc.errors import NotFound
from voc.insights.alerts.documents import Alert
from voc.insights.alerts.domain import AlertState, Standing
from voc.insights.alerts.schemas import AlertEntry, AlertOut, AlertPage
from voc.themes.documents import Theme
from voc.values import StoredTime

Row = dict[str, Any]
IN_LIMIT = 500
"""Values per `$in`."""


async def row(workspace: str, id_: str) -> Row:
    """An alert as it is stored.

    Raises:
        NotFound: not in this workspace.
    """
    found = await Alert.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if found is None:
        raise NotFound("No such alert.", alert=id_)
    return found


async def one(workspace: str, id_: str) -> AlertOut:
    """One alert.

    Raises:
        NotFound: not in this workspace.
    """
    return (await _out(workspace, [await row(workspace, id_)]))[0]


async def page(
    workspace: str, *, state: AlertState | None = None, after: str | None = None, limit: int = 50
) -> AlertPage:
    """A page, the latest opened first, from the place `after` that the page before gave as `next`."""
    condition: Row = {"workspace": workspace} | ({"state": state.value} if state else {})
    if after:
        condition["position"] = {"$lt": after}
    rows = await Alert.get_pymongo_collection().find(condition).sort("position", -1).limit(limit + 1).to_list()
    more = len(rows) > limit
    items = await _out(workspace, rows[:limit])
    return AlertPage(items=items, next=rows[limit - 1]["position"] if more else None)


async def counts(workspace: str) -> dict[str, int]:
    """How many there are, by state."""
    stages = [{"$match": {"workspace": workspace}}, {"$group": {"_id": "$state", "n": {"$sum": 1}}}]
    return {row["_id"]: row["n"] for row in await (await Alert.get_pymongo_collection().aggregate(stages)).to_list()}


async def themes_with_alert(workspace: str) -> set[str]:
    """Themes that ever had one."""
    rows = await Alert.get_pymongo_collection().find({"workspace": workspace}, {"theme": 1}).to_list()
    return {row["theme"] for row in rows}


def standing(row: Row) -> Standing:
    """What changes of a stored alert."""
    return Standing.model_validate(row["standing"])


async def _out(workspace: str, rows: Sequence[Row]) -> list[AlertOut]:
    wanted = [row["theme"] for row in rows]
    themes: dict[str, Row] = {}
    for start in range(0, len(wanted), IN_LIMIT):
        condition = {"_id": {"$in": wanted[start : start + IN_LIMIT]}, "workspace": workspace}
        fields = {"name": 1, "kind": 1, "language": 1}
        themes |= {row["_id"]: row for row in await Theme.get_pymongo_collection().find(condition, fields).to_list()}
    return [_one(row, themes[row["theme"]]) for row in rows if row["theme"] in themes]


def _one(row: Row, theme: Row) -> AlertOut:
    found = standing(row)
    numbers = found.numbers
    since, until = date.fromordinal(numbers.first_day), date.fromordinal(numbers.last_day)
    span = f"since={since}T00:00:00Z&until={until + timedelta(days=1)}T00:00:00Z"
    kept = numbers.model_dump(exclude={"first_day", "last_day"})
    same = found.model_dump(include={"state", "rising", "times", "acknowledged_by", "closed_by"})
    return AlertOut(
        id=row["_id"],
        theme=row["theme"],
        name=theme["name"],
        kind=theme["kind"],
        language=theme["language"],
        **kept,
        **same,
        since=since,
        until=until,
        evidence=f"/v1/feedback?theme={row['theme']}&{span}",
        first_seen_at=from_stamp(found.first_seen_at),
        opened_at=from_stamp(found.opened_at),
        calm_since=None if found.calm_since is None else date.fromordinal(found.calm_since),
        acknowledged_at=_moment(found.acknowledged_at),
        closed_at=_moment(found.closed_at),
        history=[
            AlertEntry(what=each.what, at=from_stamp(each.at), by=each.by, people=each.people) for each in found.history
        ],
    )


def _moment(at: int | None) -> StoredTime | None:
    return None if at is None else from_stamp(at)
