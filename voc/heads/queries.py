"""Reads of versions."""

from collections import OrderedDict
from typing import Any

from voc.errors import NotFound
from voc.heads.documents import HeadChoice, HeadVersion
from voc.heads.domain import Choice, Heads, Version

IN_MEMORY = 64
"""Weights that a process remembers; they never change."""
_remembered: OrderedDict[tuple[str, str], Heads] = OrderedDict()
_FIELDS = dict.fromkeys(("number", "model", "created_at", "lessons", "verdict", "report", "workspace"), 1)


async def versions(workspace: str) -> list[Version]:
    """All that are kept, the newest first."""
    cursor = HeadVersion.get_pymongo_collection().find({"workspace": workspace}, _FIELDS)
    return [_version(row) for row in await cursor.sort("number", -1).to_list()]


async def version(workspace: str, id_: str) -> Version:
    """One version.

    Raises:
        NotFound: not in this workspace.
    """
    row = await HeadVersion.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace}, _FIELDS)
    if row is None:
        raise NotFound("No such version of the heads.", heads=id_)
    return _version(row)


async def choice(workspace: str) -> Choice:
    """What is in use."""
    row = await HeadChoice.get_pymongo_collection().find_one({"_id": workspace, "workspace": workspace})
    return Choice(**{name: row[name] for name in Choice.model_fields if name in row}) if row else Choice()


async def in_use(workspace: str) -> Heads | None:
    """The weights in use; None: the shipped heads read."""
    chosen = (await choice(workspace)).heads
    return await weights(workspace, chosen) if chosen else None


async def weights(workspace: str, id_: str) -> Heads | None:
    """Weights by id; None where there are none."""
    key = (workspace, id_)
    if key not in _remembered:
        row = await HeadVersion.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
        if row is None or not row.get("weights"):
            return None
        _remembered[key] = Heads(id=id_, model=row["model"], weights=row["weights"])
        while len(_remembered) > IN_MEMORY:
            _remembered.popitem(last=False)
    _remembered.move_to_end(key)
    return _remembered[key]


def _version(row: dict[str, Any]) -> Version:
    named = {name: row[name] for name in Version.model_fields if name in row}
    return Version(**named, id=row["_id"], has_weights=row["verdict"] == "better")
