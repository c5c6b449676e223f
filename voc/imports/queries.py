"""Every read of imports, their parts, and what became of their rows."""

import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from typing import Any, BinaryIO

from voc.errors import NotFound
from voc.feedback.documents import Feedback
from voc.imports.documents import Import, ImportPart
from voc.imports.states import ImportState

SPOOL_BYTES = 8 * 1024 * 1024


async def one(workspace: str, id_: str) -> Import:
    """One import.

    Raises:
        NotFound: not in this workspace.
    """
    found = await Import.find_one({"_id": id_, "workspace": workspace})
    if found is None or found.state == ImportState.uploading:
        raise NotFound("No such import.", import_id=id_)
    return found


async def latest(workspace: str, *, limit: int = 100) -> list[Import]:
    """The newest imports, without those whose upload never finished."""
    found = await Import.find({"workspace": workspace}).sort("-created_at").limit(limit).to_list()
    return [each for each in found if each.state != ImportState.uploading]


async def older(workspace: str, states: Sequence[ImportState], *, before: datetime) -> list[Import]:
    """Imports in one of these states that were uploaded, or started since, before then."""
    found = await Import.find({"workspace": workspace, "state": {"$in": [state.value for state in states]}}).to_list()
    return [each for each in found if (each.started_at or each.created_at) < before]


async def parts(workspace: str, id_: str, kind: str, *, start: int = 0) -> AsyncIterator[bytes]:
    """The pieces of a file, or of the table of rejects that this start has found, in order."""
    condition = {"workspace": workspace, "import_id": id_, "kind": kind, "start": start}
    # one at a time by id: a cursor over large documents would keep many of them in memory
    ids = await ImportPart.get_pymongo_collection().find(condition, {"_id": 1}).sort("number", 1).to_list()
    for row in ids:
        part = await ImportPart.get_pymongo_collection().find_one({"_id": row["_id"], "workspace": workspace})
        if part is not None:
            yield part["data"]


async def file_of(workspace: str, id_: str, *, limit_bytes: int | None = None) -> BinaryIO:
    """The uploaded file, or not much more than its first `limit_bytes`, as a temporary one at its beginning.

    Whoever asked closes it, and with that it is gone.
    """
    with ExitStack() as failing:
        file = failing.enter_context(tempfile.SpooledTemporaryFile(SPOOL_BYTES))
        async for data in parts(workspace, id_, "file"):
            file.write(data)
            if limit_bytes is not None and file.tell() >= limit_bytes:
                break
        file.seek(0)
        failing.pop_all()
        return file  # type: ignore[return-value]  # has every method of BinaryIO that is used


async def sources(workspace: str, ids: Sequence[str]) -> dict[str, str]:
    """Where feedback came in, by its id."""
    cursor = Feedback.get_pymongo_collection().find({"_id": {"$in": list(ids)}, "workspace": workspace}, {"source": 1})
    return {row["_id"]: row["source"] for row in await cursor.to_list()}


async def analysed(workspace: str, id_: str) -> int:
    """How many of an import's feedback a model has read or given up on, counted now.

    Buckets begin with their source, so that these are one range of an index.
    """
    stages: list[dict[str, Any]] = [
        {"$match": {"workspace": workspace, "bucket": {"$gte": f"{id_}|", "$lt": f"{id_}}}"}}},
        {"$group": {"_id": "$state", "n": {"$sum": 1}}},
    ]
    rows = await (await Feedback.get_pymongo_collection().aggregate(stages)).to_list()
    return sum(row["n"] for row in rows if row["_id"] != "pending")
