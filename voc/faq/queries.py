"""Reads of entries."""

from collections.abc import Sequence
from typing import Any

from voc.errors import NotFound
from voc.faq.content import Content
from voc.faq.documents import FaqEntry, FaqVersion
from voc.faq.domain import Entry, VersionLine
from voc.faq.rewording import RewordingState
from voc.feedback.documents import Feedback
from voc.values import Value

Row = dict[str, Any]
_LONG = ("lines", "versions", "members", "given_out")
"""What lists do without."""


class Held(Value):
    """An entry as it is stored."""

    entry: Entry
    versions: tuple[VersionLine, ...]
    revision: int


async def row(workspace: str, id_: str) -> Row:
    """One entry as it is stored.

    Raises:
        NotFound: not in this workspace.
    """
    found = await FaqEntry.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if found is None:
        raise NotFound("No such entry.", faq=id_[:80])
    return found


async def held(workspace: str, id_: str) -> Held:
    """One entry as decisions read it.

    Raises:
        NotFound: not in this workspace.
    """
    return held_of(await row(workspace, id_))


def held_of(stored: Row) -> Held:
    """A stored row as decisions read it."""
    entry = Entry.model_validate({name: stored[name] for name in Entry.model_fields if name in stored})
    return Held(entry=entry, versions=tuple(stored["versions"]), revision=int(stored["revision"]))


async def listed(workspace: str) -> list[Row]:
    """All entries without their history: a company has hundreds, and one answer to a list reads them all."""
    without = dict.fromkeys(_LONG, 0)
    return await FaqEntry.get_pymongo_collection().find({"workspace": workspace}, without).to_list()


async def whole(workspace: str) -> list[Row]:
    """All entries with everything."""
    return await FaqEntry.get_pymongo_collection().find({"workspace": workspace}).to_list()


async def given_out(workspace: str) -> list[Row]:
    """Entries of which a version is given out: `given_out` holds its `content.Content`."""
    fields = dict.fromkeys(("language", "given_out", "live", "published_at", "askers", "theme"), 1)
    rows = await FaqEntry.get_pymongo_collection().find({"workspace": workspace}, fields).to_list()
    return [each for each in rows if each.get("given_out")]


async def questions_of(workspace: str, ids: Sequence[str]) -> dict[str, str]:
    """What some entries ask, by id."""
    condition = {"_id": {"$in": list(ids)}, "workspace": workspace}
    rows = await FaqEntry.get_pymongo_collection().find(condition, {"content": 1}).to_list()
    return {each["_id"]: each["content"]["question"] for each in rows}


async def citing(workspace: str, passages: Sequence[str]) -> list[Row]:
    """Entries that cite any of these passages: id, content and passages."""
    condition = {"workspace": workspace, "passages": {"$in": list(passages)}}
    return await FaqEntry.get_pymongo_collection().find(condition, {"content": 1, "passages": 1}).to_list()


async def unchecked(workspace: str) -> list[str]:
    """Ids of entries with sentences that wait to be held against their sources."""
    rows = await FaqEntry.get_pymongo_collection().find({"workspace": workspace}, {"unchecked": 1}).to_list()
    return [each["_id"] for each in rows if each["unchecked"]]


async def standing(workspace: str, feedback: Sequence[str]) -> set[str]:
    """Those of the verbatims that are still there."""
    found: set[str] = set()
    for start in range(0, len(feedback), 500):
        some = {"_id": {"$in": list(feedback[start : start + 500])}, "workspace": workspace}
        rows = await Feedback.get_pymongo_collection().find(some, {"_id": 1}).to_list()
        found |= {row["_id"] for row in rows}
    return found


async def rewordings(workspace: str) -> list[Row]:
    """Entries that wait to be rewritten, with who wishes it."""
    rows = await FaqEntry.get_pymongo_collection().find({"workspace": workspace}, {"rewording": 1}).to_list()
    return [row for row in rows if (row.get("rewording") or {}).get("state") == RewordingState.waiting.value]


async def version(workspace: str, id_: str, number: int) -> Content:
    """What a version said.

    Raises:
        NotFound: no such version, or entry.
    """
    line = next((each for each in (await held(workspace, id_)).versions if each.number == number), None)
    stored = line and await FaqVersion.get_pymongo_collection().find_one({"_id": line.id, "workspace": workspace})
    if not stored:
        raise NotFound("No such version.", faq=id_, version=number)
    return Content.model_validate(stored["content"])
