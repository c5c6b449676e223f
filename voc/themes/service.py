"""Use cases about themes that a person asks for."""

from datetime import datetime

from voc import outbox
from voc.errors import NotFound
from voc.queue import Task
from voc.themes import queries
from voc.themes.documents import Theme
from voc.themes.domain import ThemeRetired, ThemeState
from voc.themes.schemas import ThemeOut, ThemePatch


async def rename(workspace: str, id_: str, patch: ThemePatch, *, member: str, now: datetime) -> ThemeOut:
    """Give a theme a name that no model replaces.

    Raises:
        NotFound: no such theme in this workspace.
        ThemeRetired: its texts moved elsewhere.
    """
    theme = await queries.one(workspace, id_)
    if theme.state == ThemeState.retired:
        raise ThemeRetired("This theme is no longer in use; its texts moved to others.", theme=id_)
    result = await Theme.get_pymongo_collection().update_one(
        {"_id": id_, "workspace": workspace},
        {"$set": {"name": patch.name.strip(), "named_by": member, "updated_at": now}},
    )
    if not result.matched_count:
        raise NotFound("No such theme.", theme=id_)
    await outbox.request(workspace, Task.rank, at=now)
    return await queries.one(workspace, id_)
