"""What the index asks of feedback."""

from collections.abc import Sequence
from typing import Any

from voc.database import flush
from voc.feedback.documents import Feedback

Row = dict[str, Any]
AT_ONCE = 500


async def texts(workspace: str, positions: Sequence[str]) -> dict[str, str]:
    """What stands at these positions; what is gone, or about to go, is left out."""
    found: dict[str, str] = {}
    for some in _batches(positions):
        found |= {row["position"]: row["text"] for row in await _rows(workspace, some, "text")}
    return found


async def standing(workspace: str, positions: Sequence[str]) -> set[str]:
    """Those of these positions that there is feedback at which is not about to go."""
    return {row["position"] for some in _batches(positions) for row in await _rows(workspace, some)}


async def mark_erasing(workspace: str, ids: Sequence[str]) -> None:
    """Say that feedback is about to go, so that whoever is indexing it right now takes it out again."""
    mine = {"_id": {"$in": list(ids)}, "workspace": workspace}
    await Feedback.get_pymongo_collection().update_many(mine, {"$set": {"erasing": True}})
    await flush(Feedback)


async def _rows(workspace: str, positions: Sequence[str], *fields: str) -> list[Row]:
    ids = [position.rpartition("|")[2] for position in positions]
    condition = {"_id": {"$in": ids}, "workspace": workspace}
    wanted = dict.fromkeys(("position", "erasing", *fields), 1)
    rows = await Feedback.get_pymongo_collection().find(condition, wanted).to_list()
    return [row for row in rows if not row.get("erasing")]


def _batches(positions: Sequence[str]) -> list[Sequence[str]]:
    return [positions[start : start + AT_ONCE] for start in range(0, len(positions), AT_ONCE)]
