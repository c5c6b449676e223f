"""Move feedback from theme to theme, and note what moved."""

from collections.abc import Sequence
from datetime import datetime

from pymongo import UpdateOne

from voc.feedback.documents import Feedback
from voc.themes import queries
from voc.themes.documents import ThemeMoves
from voc.values import new_id

BATCH = 500


async def move_all(workspace: str, before: str, after: str, edit: str, now: datetime) -> None:
    """Move all feedback of a theme to another, and note which."""
    while ids := await queries.feedback_of(workspace, before, BATCH):
        await _move(workspace, ids, before, after, edit, now)


async def _move(workspace: str, ids: Sequence[str], before: str, after: str, edit: str, now: datetime) -> None:
    await note(workspace, ids, before, after, edit, new_id("m", now))
    await put(workspace, ids, before, after)


async def note(workspace: str, ids: Sequence[str], before: str | None, after: str, edit: str, number: str) -> None:
    """Write down what an edit moves, before it moves; the same `number` is written once."""
    noted = {"workspace": workspace, "edit": edit, "before": before, "after": after, "feedback": list(ids)}
    await ThemeMoves.get_pymongo_collection().update_one({"_id": f"{edit}:{number}"}, {"$set": noted}, upsert=True)


async def put(workspace: str, ids: Sequence[str], before: str | None, after: str | None) -> None:
    """Move what is still where it was."""
    change = {"$set": {"theme": after, "uncounted": True}, "$inc": {"revision": 1}}
    writes = [UpdateOne({"_id": id_, "workspace": workspace, "theme": before}, change) for id_ in ids]
    if writes:
        await Feedback.get_pymongo_collection().bulk_write(writes, ordered=False)
