"""Reads of themes and of the vectors they are made from."""

from collections.abc import Sequence
from typing import Any

from voc.errors import NotFound
from voc.feedback.documents import Feedback
from voc.feedback.domain import FeedbackState
from voc.themes.documents import Analysis, DiscoveryProgress, Theme
from voc.themes.domain import Progress, ThemeState
from voc.themes.schemas import ThemeOut


async def one(workspace: str, id_: str) -> ThemeOut:
    """One theme, retired ones included.

    Raises:
        NotFound: not in this workspace.
    """
    row = await Theme.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if row is None:
        raise NotFound("No such theme.", theme=id_)
    return out(row)


async def active(workspace: str) -> list[ThemeOut]:
    """Themes in use, the largest first."""
    return [out(row) for row in sorted(await active_rows(workspace), key=lambda row: (-row["size"], row["_id"]))]


async def active_rows(workspace: str) -> list[dict[str, Any]]:
    """Themes in use with their centroids."""
    condition = {"workspace": workspace, "state": ThemeState.active.value}
    return await Theme.get_pymongo_collection().find(condition).to_list()


async def names(workspace: str) -> dict[str, str]:
    """Names of all themes, retired ones included, by id."""
    cursor = Theme.get_pymongo_collection().find({"workspace": workspace}, {"name": 1})
    return {row["_id"]: row["name"] for row in await cursor.to_list()}


async def progress(workspace: str) -> Progress:
    """How much has come in since the last discovery."""
    row = await DiscoveryProgress.get_pymongo_collection().find_one({"_id": workspace, "workspace": workspace})
    return Progress(**{name: row[name] for name in Progress.model_fields if name in row}) if row else Progress()


async def analysed_feedback(workspace: str) -> list[dict[str, Any]]:
    """All analysed feedback: id, text, kind, language, theme, corrected, revision; oldest id first."""
    fields = dict.fromkeys(("text", "kind", "language", "theme", "corrected", "revision"), 1)
    condition = {"workspace": workspace, "state": FeedbackState.analysed.value}
    rows = await Feedback.get_pymongo_collection().find(condition, fields).to_list()
    return sorted(rows, key=lambda row: row["_id"])


async def read_by_others(workspace: str, model: str) -> list[str]:
    """Ids of analysed feedback that another model than `model` has read last."""
    condition = {"workspace": workspace, "state": FeedbackState.analysed.value}
    rows = await Feedback.get_pymongo_collection().find(condition, {"model": 1}).to_list()
    return [row["_id"] for row in rows if row.get("model") != model]


async def embeddings(workspace: str, model: str) -> dict[str, bytes]:
    """Vectors by feedback id, as stored by `Analysis`."""
    condition = {"workspace": workspace, "model": model}
    cursor = Analysis.get_pymongo_collection().find(condition, {"feedback": 1, "embedding": 1})
    return {row["feedback"]: row["embedding"] for row in await cursor.to_list()}


async def embeddings_of(workspace: str, model: str, ids: Sequence[str]) -> dict[str, bytes]:
    """The same for some feedback."""
    found: dict[str, bytes] = {}
    for start in range(0, len(ids), 500):
        keys = [f"{id_}:{model}" for id_ in ids[start : start + 500]]
        condition = {"_id": {"$in": keys}, "workspace": workspace}
        cursor = Analysis.get_pymongo_collection().find(condition, {"feedback": 1, "embedding": 1})
        found |= {row["feedback"]: row["embedding"] for row in await cursor.to_list()}
    return found


def out(row: dict[str, Any]) -> ThemeOut:
    """A stored row as the outside sees it."""
    return ThemeOut.model_validate({name: row.get(name) for name in ThemeOut.model_fields} | {"id": row["_id"]})
