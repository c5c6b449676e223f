"""From an upload to an import whose columns are chosen."""

import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import BinaryIO

from voc.clock import stamp
from voc.errors import Invalid
from voc.imports import forgotten, queries
from voc.imports.dates import instant_of
from voc.imports.documents import Import, ImportPart
from voc.imports.domain import Plan
from voc.imports.errors import UnreadableFile, WrongEncoding
from voc.imports.presets import Preset, recognised, taken
from voc.imports.reading import Head, read_head
from voc.imports.rows import Row
from voc.imports.states import STARTABLE, AlreadyStarted, FileGone, ImportState
from voc.values import new_id

PART_BYTES = 512 * 1024
PREVIEW_ROWS = 5
PREVIEW_CHARACTERS = 200
_LOOK_BYTES = 4 * 1024 * 1024
"""Enough for the first rows of any table."""
_TRIED = ("utf-8", "utf-16", "cp949")


async def keep(workspace: str, filename: str, chunks: AsyncIterator[bytes], *, now: datetime) -> Import:
    """Keep a file, and only then call it uploaded.

    Raises:
        UnreadableFile: it is no table; nothing is kept.
    """
    id_ = new_id("imp", now)
    await forgotten.sweep(workspace, now=now)
    document = Import(
        id=id_, workspace=workspace, filename=_plain(filename), created_at=now, next_dispatch_at=stamp(now),
        state=ImportState.uploading,
    )  # fmt: skip
    await document.insert()
    try:
        async for data in _pieces(chunks):
            await _part(document, "file", document.parts, data)
            document.parts += 1
            document.size_bytes += len(data)
        with await queries.file_of(workspace, id_, limit_bytes=_LOOK_BYTES) as file:
            document.encoding, head = _first_look(file, document.filename)
    except BaseException:
        await forgotten.discard(workspace, id_)
        raise
    _show(document, head)
    document.state = ImportState.uploaded
    await document.replace()
    return document


async def start(workspace: str, id_: str, plan: Plan, *, now: datetime) -> Import:
    """Have the rows imported, from the first; those stored by an earlier start count as stored, once.

    Raises:
        NotFound: no such import.
        Invalid: a chosen column is none of the file's.
        AlreadyStarted: it runs or is done.
        FileGone: it failed too long ago.
    """
    document = await queries.one(workspace, id_)
    if missing := (plan.columns.named() if plan.columns else set()) - set(document.columns):
        raise Invalid(f"The file has no column {sorted(missing)[0]!r}.")
    if document.file_gone:
        raise FileGone("The file was removed a week after the import stopped; choose it again.")
    zero = dict.fromkeys(("rows_read", "bytes_read", "stored", "duplicates", "rejected", "left_out", "attempts"), 0)
    fresh = {
        "plan": plan.model_dump(), "rejects": [], "problem": None, "started_at": now, "finished_at": None,
        "state": ImportState.pending.value, "next_dispatch_at": stamp(now), "owner": None, "lease_until": None,
        "last_error": None, "preview": [], "presets": {},
    }  # fmt: skip
    await _change(document, fresh | zero)
    started = await queries.one(workspace, id_)
    earlier = {"workspace": workspace, "import_id": id_, "kind": "rejects", "start": {"$lt": started.starts}}
    await ImportPart.get_pymongo_collection().delete_many(earlier)
    return started


async def _change(document: Import, fields: dict[str, object]) -> None:
    startable = [state.value for state in STARTABLE]
    result = await Import.get_pymongo_collection().update_one(
        {"_id": document.id, "workspace": document.workspace, "state": {"$in": startable}},
        {"$set": fields, "$inc": {"starts": 1, "revision": 1}},
    )
    if not result.matched_count:
        raise AlreadyStarted("This import has already started; its progress is on its page.")


async def _part(document: Import, kind: str, number: int, data: bytes) -> None:
    part = ImportPart(
        id=f"{document.id}:{kind}:{number:09d}",
        workspace=document.workspace, import_id=document.id, kind=kind, number=number, data=data,
    )  # fmt: skip
    await part.insert()


async def _pieces(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in parts of the size we store."""
    held = bytearray()
    async for chunk in chunks:
        held += chunk
        while len(held) >= PART_BYTES:
            yield bytes(held[:PART_BYTES])
            del held[:PART_BYTES]
    if held:
        yield bytes(held)


def _first_look(file: BinaryIO, name: str) -> tuple[str, Head]:
    """The encoding that fits the beginning of the file, and what it says; Koreans export cp949."""
    problem: UnreadableFile | None = None
    for encoding in _TRIED:
        file.seek(0)
        try:
            head = read_head(file, encoding=encoding, name=name)
        except WrongEncoding as error:
            problem = problem or error
            continue
        if not isinstance(head.problem, WrongEncoding):
            return encoding, head
        problem = problem or head.problem
    raise problem or UnreadableFile("This file cannot be read.")


def _show(document: Import, head: Head) -> None:
    document.columns = head.columns
    document.preview = [
        [row.values.get(column, "")[:PREVIEW_CHARACTERS] for column in head.columns] for row in head.rows[:PREVIEW_ROWS]
    ]
    document.presets = {preset.name: _taken(head, preset) for preset in recognised(head.columns, head.rows)}


def _taken(head: Head, preset: Preset) -> list[list[str]]:
    rows = (row.said for row in taken(head.rows, preset) if isinstance(row, Row) and row.said)
    return [
        [
            _shown_time(said.at),
            said.rating,
            (said.name or said.customer or said.email)[:PREVIEW_CHARACTERS],
            said.text.replace("\n\n", " – ")[:PREVIEW_CHARACTERS],
        ]
        for said in itertools.islice(rows, PREVIEW_ROWS)
    ]


def _shown_time(written: str) -> str:
    """Seconds since 1970 as a date that can be checked by eye; anything else as it is written."""
    try:
        return f"{instant_of(written, UTC):%Y-%m-%d %H:%M} UTC" if written.isdecimal() else written[:40]
    except ValueError:
        return written[:40]


def _plain(filename: str) -> str:
    """The last part of what a browser calls the file, printable."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in name if character.isprintable())[:200] or "file"
