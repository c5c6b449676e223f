"""Reads of targets."""

from typing import Any

from voc.clock import from_stamp
from voc.errors import NotFound
from voc.insights.targets.documents import Target
from voc.insights.targets.schemas import TargetOut

LIMIT = 500
"""Most targets of a workspace."""


async def of_workspace(workspace: str, metric: str | None = None) -> list[TargetOut]:
    """A workspace's targets, of one metric or all, in the order of what they are for."""
    condition = {"workspace": workspace} | ({"metric": metric} if metric else {})
    rows = await Target.get_pymongo_collection().find(condition).limit(LIMIT).to_list()
    return sorted((_out(row) for row in rows), key=lambda each: (each.metric, each.by or "", each.value or ""))


async def one(workspace: str, id_: str) -> TargetOut:
    """One target.

    Raises:
        NotFound: not in this workspace.
    """
    row = await Target.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if row is None:
        raise NotFound("No such target.", target=id_)
    return _out(row)


def _out(row: dict[str, Any]) -> TargetOut:
    kept = {name: row[name] for name in ("metric", "goal", "set_by")}
    group = {"by": row["by"] or None, "value": row["value"] or None}
    return TargetOut(id=row["_id"], set_at=from_stamp(row["set_at"]), **kept, **group)
