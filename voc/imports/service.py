"""Importing the rows of an uploaded file, a slice at a time, under a lease.

A slice is stored, its rejects are written under ids that its place in the file decides, and one
conditional update moves the counters and the place to go on from. Killed anywhere between, the same
slice is done again: feedback of this very import that is already there counts as stored, and the
counters move once.
"""

import io
from datetime import timedelta
from typing import Any

import structlog
from pymongo.errors import ConnectionFailure

from voc import outbox
from voc.clock import Clock, stamp
from voc.feedback.service import receive
from voc.imports import queries
from voc.imports.documents import Import, ImportPart
from voc.imports.domain import CONFLICT
from voc.imports.places import Places
from voc.imports.reading import Rejected, Row
from voc.imports.rejects import RejectsTable
from voc.imports.slices import Slice
from voc.imports.states import ImportState
from voc.outbox import Lease
from voc.settings import Work

log = structlog.get_logger()

STINT = timedelta(seconds=10)
"""A worker turns to other work after this long with new rows; the import is due again at once."""
SHOWN_REJECTS = 100
KEPT_CELL_CHARACTERS = 1_000
"""Of a rejected row's cell; the file itself has the rest."""
REJECTS_PART_BYTES = 512 * 1024
_PARTS_PER_SLICE = 1_000
"""More than a slice of `slices.SLICE_CHARACTERS` can fill."""
_places = Places()


async def run(id_: str, *, clock: Clock, work: Work) -> None:
    """Import for one stint, if nobody else does."""
    held = await outbox.lease(Import, [id_], now=clock(), work=work)
    if not held.rows:
        return
    try:
        async with outbox.kept(Import, held, work=work):
            await _stint(held, clock=clock, work=work)
    except ConnectionFailure:
        raise  # nothing can be written now; the import is due again when its lease ends
    except Exception as error:  # whatever went wrong, the page says so and not only the log
        log.exception("import failed", import_id=id_)
        await outbox.fail(Import, held, {id_: f"{type(error).__name__}: {error}"}, now=clock(), work=work)


async def _stint(held: Lease, *, clock: Clock, work: Work) -> None:
    row = held.rows[0]
    async with _places.of(row) as slices:
        ends_at = clock() + STINT
        while (cut := slices.take()) is not None:
            if not await _import(row, cut, held, clock=clock, work=work):
                return
            if cut.problem is not None:
                await _end(row, held, ImportState.failed, clock=clock, problem=cut.problem.for_page())
                return
            if clock() >= ends_at:
                await outbox.release(Import, held, at=clock())
                return
    await _end(row, held, ImportState.done, clock=clock)


async def _import(row: dict[str, Any], cut: Slice, held: Lease, *, clock: Clock, work: Work) -> bool:
    """Store a slice and count it; False when another worker has the import now."""
    workspace, id_ = row["workspace"], row["_id"]
    stored = duplicates = 0
    received = await receive(workspace, [item for _, item in cut.accepted], now=clock(), source=id_)
    repeated = [one.id for one in received if one.status == "duplicate" and one.id]
    own = await queries.sources(workspace, repeated) if repeated else {}
    own_ids = (row["plan"] or {}).get("preset") is not None
    for (record, _), one in zip(cut.accepted, received, strict=True):
        if one.status == "conflict" and not own_ids:
            cut.rejected.append((Rejected(record.line, CONFLICT, ""), record))
        elif one.status == "stored" or own.get(one.id or "") == id_:
            stored += 1
        else:  # of a preset also the same words with another state or tag around them
            duplicates += 1
    cut.rejected.sort(key=lambda pair: pair[0].line)
    await _keep_rejects(row, cut)
    counted = {
        "rows_read": cut.end,
        "bytes_read": cut.bytes_read,
        "stored": row["stored"] + stored,
        "duplicates": row["duplicates"] + duplicates,
        "rejected": row["rejected"] + len(cut.rejected),
        "left_out": row.get("left_out", 0) + cut.left_out,
        "rejects": row["rejects"] + _first(cut, SHOWN_REJECTS - len(row["rejects"])),
    }
    return await _save(row, held, counted, clock=clock, work=work)


async def _save(row: dict[str, Any], held: Lease, counted: dict[str, Any], *, clock: Clock, work: Work) -> bool:
    until = stamp(clock() + timedelta(seconds=work.lease_seconds))
    # attempts begin anew with every slice done: only an import that does not move is parked
    counted = counted | {"attempts": 0}
    lease = {"lease_until": until, "next_dispatch_at": until}
    result = await Import.get_pymongo_collection().update_one(
        {"_id": row["_id"], "workspace": row["workspace"], "owner": held.owner, "rows_read": row["rows_read"]},
        {"$set": counted | lease, "$inc": {"revision": 1}},
    )
    row.update(counted)
    return bool(result.matched_count)


async def _end(
    row: dict[str, Any], held: Lease, state: ImportState, *, clock: Clock, problem: str | None = None
) -> None:
    fields = {"finished_at": clock(), "problem": problem, "bytes_read": row["size_bytes"]}
    ended = await outbox.complete(Import, [(row["_id"], fields)], owner=held.owner, state=state.value)
    if ended and state is ImportState.done:
        condition = {"workspace": row["workspace"], "import_id": row["_id"], "kind": "file"}
        await ImportPart.get_pymongo_collection().delete_many(condition)


async def _keep_rejects(row: dict[str, Any], cut: Slice) -> None:
    """In parts under ids that the slice's place decides, so that doing it again replaces them."""
    table = _table(row["columns"], cut.rejected) if cut.rejected else b""
    for piece, at in enumerate(range(0, len(table), REJECTS_PART_BYTES)):
        part = {
            "workspace": row["workspace"], "import_id": row["_id"], "kind": "rejects", "start": row["starts"],
            "number": cut.start * _PARTS_PER_SLICE + piece, "data": table[at : at + REJECTS_PART_BYTES],
        }  # fmt: skip
        id_ = f"{row['_id']}:rejects:{row['starts']}:{part['number']:015d}"
        await ImportPart.get_pymongo_collection().update_one({"_id": id_}, {"$set": part}, upsert=True)


def _table(columns: list[str], rejected: list[tuple[Rejected, Row | None]]) -> bytes:
    file = io.StringIO(newline="")
    table = RejectsTable(file, columns, cell_limit=KEPT_CELL_CHARACTERS)
    for refused, record in rejected:
        table.add(refused, record)
    return file.getvalue().encode()


def _first(cut: Slice, room: int) -> list[dict[str, Any]]:
    return [{"line": refused.line, "reason": refused.reason[:300]} for refused, _ in cut.rejected[: max(room, 0)]]
