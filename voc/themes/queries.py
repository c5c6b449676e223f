"""Reads of themes and of the vectors they are made from."""

from collections.abc import Sequence
from typing import Any

from voc.errors import NotFound
from voc.feedback.documents import Feedback
from voc.feedback.domain import FeedbackState
from voc.feedback.surroundings import ThemeLink
from voc.outbox import State
from voc.picking import pick
from voc.themes.documents import Analysis, Area, DiscoveryProgress, DiscoveryRun, Theme, ThemeEdit, ThemeMoves
from voc.themes.domain import Progress, ThemeState
from voc.themes.schemas import AreaOut, EditOut, RunOut, ThemeOut

BATCH = 500
"""Values per `$in`."""


async def one(workspace: str, id_: str) -> ThemeOut:
    """One theme, retired ones included.

    Raises:
        NotFound: not in this workspace.
    """
    return out(await row(workspace, id_))


async def row(workspace: str, id_: str) -> dict[str, Any]:
    """One theme as it is stored.

    Raises:
        NotFound: not in this workspace.
    """
    found = await Theme.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if found is None:
        raise NotFound("No such theme.", theme=id_)
    return found


async def active(workspace: str) -> list[ThemeOut]:
    """Themes in use, the largest first."""
    condition = {"workspace": workspace, "state": ThemeState.active.value}
    fields = [name for name in (*ThemeOut.model_fields, "also_size") if name != "id"]
    rows = await pick(Theme, condition, fields)
    return sorted(map(out, rows), key=lambda theme: (-theme.size, theme.id))


async def in_use(workspace: str) -> int:
    """How many there are. Picked and not counted: counting takes the embedded engine six times as long."""
    return len(await pick(Theme, {"workspace": workspace, "state": ThemeState.active.value}, ("state",)))


async def active_rows(workspace: str) -> list[dict[str, Any]]:
    """Themes in use with their centroids."""
    condition = {"workspace": workspace, "state": ThemeState.active.value}
    return await Theme.get_pymongo_collection().find(condition).to_list()


async def centres(workspace: str, kind: str) -> list[dict[str, Any]]:
    """Themes in use of a kind, by what tells which of them is near: model, language, centroid, quotes."""
    condition = {"workspace": workspace, "state": ThemeState.active.value, "kind": kind}
    fields = dict.fromkeys(("model", "language", "centroid", "quotes"), 1)
    return await Theme.get_pymongo_collection().find(condition, fields).to_list()


async def merged_rows(workspace: str) -> list[dict[str, Any]]:
    """Themes that went up in others by a person's will; their anchors still draw new texts."""
    condition = {"workspace": workspace, "merged_into": {"$gt": ""}}
    return await Theme.get_pymongo_collection().find(condition).to_list()


async def names(workspace: str) -> dict[str, str]:
    """Names of all themes, retired ones included, by id."""
    return {row["_id"]: row["name"] for row in await pick(Theme, {"workspace": workspace}, ["name"])}


async def links(workspace: str) -> dict[str, ThemeLink]:
    """Themes in use by id, the largest first: what lists and choices of feedback say of them."""
    condition = {"workspace": workspace, "state": ThemeState.active.value}
    rows = await pick(Theme, condition, ("name", "language", "size", "also_size"))
    rows.sort(key=lambda row: (-row["size"] - (row.get("also_size") or 0), row["_id"]))
    return {row["_id"]: ThemeLink(id=row["_id"], name=row["name"], language=row["language"]) for row in rows}


async def areas(workspace: str) -> list[AreaOut]:
    """Areas in use, by name."""
    condition = {"workspace": workspace, "state": ThemeState.active.value}
    rows = await Area.get_pymongo_collection().find(condition).to_list()
    found = [AreaOut.model_validate({f: row.get(f) for f in AreaOut.model_fields} | {"id": row["_id"]}) for row in rows]
    return sorted(found, key=lambda area: (area.name.casefold(), area.id))


async def progress(workspace: str) -> Progress:
    """How much has come in since the last discovery."""
    row = await DiscoveryProgress.get_pymongo_collection().find_one({"_id": workspace, "workspace": workspace})
    return Progress(**{name: row[name] for name in Progress.model_fields if name in row}) if row else Progress()


async def analysed_feedback(workspace: str) -> list[dict[str, Any]]:
    """All analysed feedback that is about something, spam and mere abuse left out; oldest id first."""
    wanted = ("text", "kind", "language", "theme", "corrected", "revision", "customer", "respondent", "noise")
    fields = dict.fromkeys(wanted, 1)
    condition = {"workspace": workspace, "state": FeedbackState.analysed.value}
    rows = await Feedback.get_pymongo_collection().find(condition, fields).to_list()
    return sorted((row for row in rows if not row.get("noise")), key=lambda row: row["_id"])


async def readable_of(workspace: str, theme: str, model: str) -> list[dict[str, Any]]:
    """Analysed feedback of a theme with its vectors by `model`: as `analysed_feedback`, and `embedding`."""
    fields = dict.fromkeys(("text", "kind", "language"), 1)
    rows = await Feedback.get_pymongo_collection().find({"workspace": workspace, "theme": theme}, fields).to_list()
    packed = await embeddings(workspace, model)
    readable = [row | {"embedding": packed[row["_id"]]} for row in rows if row["_id"] in packed]
    return sorted(readable, key=lambda row: row["_id"])


async def read_by_others(workspace: str, model: str) -> list[str]:
    """Ids of analysed feedback that another model than `model` has read last."""
    condition = {"workspace": workspace, "state": FeedbackState.analysed.value}
    rows = await Feedback.get_pymongo_collection().find(condition, {"model": 1}).to_list()
    return [row["_id"] for row in rows if row.get("model") != model]


async def segmented(workspace: str, model: str) -> list[list[dict[str, Any]]]:
    """What `model` read in feedback that says several things, in batches: feedback, parts, part_embeddings."""
    condition = {"workspace": workspace, "model": model, "several": True}
    fields = {"feedback": 1, "parts": 1, "part_embeddings": 1}
    rows = await Analysis.get_pymongo_collection().find(condition, fields).to_list()
    return [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]


async def spoken(workspace: str, ids: Sequence[str], model: str) -> dict[str, dict[str, Any]]:
    """Those of `ids` that `model` read last, by id: text, theme, segments, also, corrected, revision."""
    fields = dict.fromkeys(("text", "theme", "segments", "also", "several_themes", "corrected", "revision", "model"), 1)
    condition = {"_id": {"$in": list(ids)}, "workspace": workspace}
    rows = await Feedback.get_pymongo_collection().find(condition, fields).to_list()
    return {row["_id"]: row for row in rows if row.get("model") == model and row.get("segments")}


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


async def size(workspace: str, theme: str) -> int:
    """Feedback in a theme, counted now."""
    stages = [{"$match": {"workspace": workspace, "theme": theme}}, {"$group": {"_id": "$theme", "n": {"$sum": 1}}}]
    rows = await (await Feedback.get_pymongo_collection().aggregate(stages)).to_list()
    return rows[0]["n"] if rows else 0


async def feedback_of(workspace: str, theme: str, limit: int) -> list[str]:
    """Ids of some of a theme's feedback."""
    cursor = Feedback.get_pymongo_collection().find({"workspace": workspace, "theme": theme}, {"_id": 1}).limit(limit)
    return [row["_id"] for row in await cursor.to_list()]


async def edits(workspace: str, limit: int = 200) -> list[EditOut]:
    """What people did to themes, the latest first."""
    cursor = ThemeEdit.get_pymongo_collection().find({"workspace": workspace}).sort("_id", -1).limit(limit)
    return [edit_out(row | {"id": row["_id"]}) for row in await cursor.to_list()]


async def edits_pending(workspace: str) -> bool:
    """Whether a change that a person asked for is not carried out yet."""
    condition = {"workspace": workspace, "state": State.pending.value}
    return await ThemeEdit.get_pymongo_collection().find_one(condition, {"_id": 1}) is not None


async def moves(workspace: str, edit: str) -> list[dict[str, Any]]:
    """Which feedback an edit moved."""
    return await ThemeMoves.get_pymongo_collection().find({"workspace": workspace, "edit": edit}).to_list()


async def runs(workspace: str, limit: int = 30) -> list[RunOut]:
    """What discoveries did, the latest first."""
    cursor = DiscoveryRun.get_pymongo_collection().find({"workspace": workspace}).sort("_id", -1).limit(limit)
    return [RunOut.model_validate(row | {"id": row["_id"]}) for row in await cursor.to_list()]


def edit_out(row: dict[str, Any]) -> EditOut:
    """A stored edit as the outside sees it."""
    return EditOut.model_validate({name: row.get(name) for name in EditOut.model_fields})


def out(row: dict[str, Any]) -> ThemeOut:
    """A stored row as the outside sees it."""
    fields = {name: row.get(name) for name in ThemeOut.model_fields}
    return ThemeOut.model_validate(fields | {"id": row["_id"], "size": row["size"] + row.get("also_size", 0)})
