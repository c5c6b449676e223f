"""Every read of the audit, and its two writes."""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from pymongo import DESCENDING
from pymongo.errors import DuplicateKeyError

from voc.audit.documents import AuditEntry, AuditHead
from voc.audit.domain import Entry
from voc.database import durable

_PAGE = 500


def entry_id(workspace: str, number: int) -> str:
    """Of the entry with this number."""
    return f"{workspace}/{number:010d}"


async def insert(entry: Entry) -> bool:
    """Write an entry; False: somebody else wrote one of that number."""
    row = {"_id": entry_id(entry.workspace, entry.number), **entry.model_dump(mode="json")}
    try:
        await durable(AuditEntry).insert_one(row)
    except DuplicateKeyError:
        return False
    return True


async def move_head(entry: Entry) -> None:
    """Say that the chain ends here, unless it is known to have gone on."""
    heads = AuditHead.get_pymongo_collection()
    place = {"number": entry.number, "hash": entry.hash}
    moved = await heads.update_one({"_id": entry.workspace, "number": {"$lt": entry.number}}, {"$set": place})
    if not moved.matched_count and entry.number == 1:
        with suppress(DuplicateKeyError):
            await heads.insert_one({"_id": entry.workspace, "workspace": entry.workspace, **place})


async def head(workspace: str) -> dict[str, Any] | None:
    """Where the chain was last known to end."""
    return await AuditHead.get_pymongo_collection().find_one({"_id": workspace})


async def entry(workspace: str, number: int) -> Entry | None:
    """The entry with this number."""
    row = await AuditEntry.get_pymongo_collection().find_one({"_id": entry_id(workspace, number)})
    return _entry(row) if row else None


async def in_order(workspace: str) -> AsyncIterator[Entry]:
    """All of them, the first first; by their ids, so that one that is missing does not end it."""
    known, number = await latest_number(workspace), 0
    while number < known:
        ids = [entry_id(workspace, each) for each in range(number + 1, min(number + _PAGE, known) + 1)]
        rows = await AuditEntry.get_pymongo_collection().find({"_id": {"$in": ids}}).to_list()
        for row in sorted(rows, key=lambda each: each["_id"]):
            yield _entry(row)
        number += _PAGE


async def latest_number(workspace: str) -> int:
    """The highest number in use; 0: nothing is on record."""
    found = await latest(workspace, below=None, limit=1)
    return found[0].number if found else 0


async def latest(workspace: str, *, below: int | None, limit: int) -> list[Entry]:
    """The latest entries with a number under `below`, the last first."""
    condition: dict[str, Any] = {"workspace": {"$eq": workspace}}
    if below is not None:
        condition["number"] = {"$lt": below}
    rows = AuditEntry.get_pymongo_collection().find(condition).sort([("number", DESCENDING)]).limit(limit)
    return [_entry(row) for row in await rows.to_list()]


def _entry(row: dict[str, Any]) -> Entry:
    return Entry.model_validate({name: value for name, value in row.items() if name not in ("_id", "revision_id")})
