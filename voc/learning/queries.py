"""Reads about learning."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from voc.errors import NotFound
from voc.estimates import Estimate, share
from voc.feedback.documents import Feedback
from voc.feedback.domain import FeedbackState, Reading
from voc.learning.documents import Lookalikes, RereadingProgress, ThemeCheck
from voc.learning.domain import MEMBERS_LIMIT, Rereading

Row = dict[str, Any]
ANALYSED = FeedbackState.analysed.value
READ_FIELDS = dict.fromkeys(
    (*Reading.model_fields, "several_themes", "text", "position", "revision", "corrected", "workspace", "unsure"), 1
)
"""What reading again needs, and compares."""


async def unsure_count(workspace: str) -> int:
    """Readings that wait for a person's word."""
    stages = [{"$match": {"workspace": workspace, "unsure": True}}, {"$group": {"_id": "$unsure", "n": {"$sum": 1}}}]
    rows = await (await Feedback.get_pymongo_collection().aggregate(stages)).to_list()
    return sum(row["n"] for row in rows)


async def lessons_count(workspace: str) -> int:
    """Texts that people judged."""
    stages = [{"$match": {"workspace": workspace, "judged": True}}, {"$group": {"_id": "$judged", "n": {"$sum": 1}}}]
    rows = await (await Feedback.get_pymongo_collection().aggregate(stages)).to_list()
    return sum(row["n"] for row in rows)


async def slice_before(workspace: str, position: str | None, limit: int) -> list[Row]:
    """Analysed feedback older than `position`, the newest first; None: from the newest."""
    condition: Row = {"workspace": workspace, "state": ANALYSED}
    if position is not None:
        condition["position"] = {"$lt": position}
    cursor = Feedback.get_pymongo_collection().find(condition, READ_FIELDS).sort("position", -1)
    return await cursor.limit(limit).to_list()


async def read_alike(workspace: str, field: str, value: str | None, language: str, limit: int) -> list[Row]:
    """The newest feedback that a model read alike in `field`, without what people judged."""
    condition: Row = {"workspace": workspace, field: value}
    cursor = Feedback.get_pymongo_collection().find(condition, READ_FIELDS).sort("position", -1)
    rows = await cursor.limit(limit).to_list()
    return [row for row in rows if row.get("language") == language and field not in row["corrected"]]


async def members(workspace: str, theme: str) -> list[str]:
    """Ids of the newest feedback of a theme that the model, not a person, put there."""
    condition = {"workspace": workspace, "theme": theme}
    cursor = Feedback.get_pymongo_collection().find(condition, {"corrected": 1, "position": 1}).sort("position", -1)
    return [row["_id"] for row in await cursor.limit(MEMBERS_LIMIT).to_list() if "theme" not in row["corrected"]]


async def lookalikes(workspace: str, id_: str) -> Row:
    """One search.

    Raises:
        NotFound: not in this workspace.
    """
    row = await Lookalikes.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if row is None:
        raise NotFound("No such search for look-alikes.", alike=id_)
    return row


async def checks(workspace: str, themes: Sequence[str]) -> dict[str, list[Row]]:
    """What people said about members, by theme."""
    condition = {"workspace": workspace, "theme": {"$in": list(themes)}}
    by_theme: dict[str, list[Row]] = defaultdict(list)
    for row in await ThemeCheck.get_pymongo_collection().find(condition).to_list():
        by_theme[row["theme"]].append(row)
    return by_theme


async def precisions(workspace: str, themes: Sequence[str]) -> dict[str, Estimate]:
    """Share of a theme's sampled members that belong to it, of themes that somebody checked."""
    found = await checks(workspace, themes)
    shares = {theme: share(sum(bool(row["fits"]) for row in rows), len(rows)) for theme, rows in found.items()}
    return {theme: estimate for theme, estimate in shares.items() if estimate is not None}


async def rereading(workspace: str) -> Rereading | None:
    """The last time that history was read again; None: never."""
    row = await RereadingProgress.get_pymongo_collection().find_one({"_id": workspace, "workspace": workspace})
    return Rereading(**{name: row[name] for name in Rereading.model_fields if name in row}) if row else None
