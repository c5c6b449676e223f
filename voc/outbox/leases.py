"""Finding, leasing and settling records that carry work."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from beanie import Document
from pymongo import UpdateOne
from pymongo.errors import PyMongoError

from voc.clock import stamp, utc_now
from voc.outbox.record import Due, State
from voc.settings import Work
from voc.values import Value

Model = type[Document]
Fields = dict[str, Any]


class Lease(Value):
    """The records one worker holds, as stored documents."""

    owner: str
    rows: tuple[dict[str, Any], ...]

    @property
    def ids(self) -> list[str]:
        """Ids of the records held."""
        return [row["_id"] for row in self.rows]


async def due(model: Model, *, now: datetime, limit: int) -> list[Due]:
    """Pending records whose time has come, the longest waiting first.

    Reads in the order of the index and compares times here: a range costs the embedded engine five
    times as much.
    """
    fields = {"workspace": 1, "attempts": 1, "revision": 1, "next_dispatch_at": 1, "task": 1}
    cursor = model.get_pymongo_collection().find({"state": State.pending.value}, fields)
    rows = await cursor.sort("next_dispatch_at", 1).limit(limit).to_list()
    return [
        Due(
            id=row["_id"],
            workspace=row["workspace"],
            attempts=row["attempts"],
            revision=row["revision"],
            task=row.get("task"),
        )
        for row in rows
        if row["next_dispatch_at"] <= stamp(now)
    ]


async def postpone(model: Model, rows: Sequence[Due], *, until: datetime) -> None:
    """Do not dispatch `rows` again before `until`; those changed meanwhile stay as they are.

    Leaves `revision` alone: a worker that was already woken may be reading the record to lease it.
    """
    if rows:
        later = {"$set": {"next_dispatch_at": stamp(until)}}
        await model.get_pymongo_collection().bulk_write(
            [UpdateOne({"_id": row.id, "revision": row.revision}, later) for row in rows], ordered=False
        )


async def lease(model: Model, ids: Sequence[str], *, now: datetime, work: Work, also: Fields | None = None) -> Lease:
    """Take those of `ids` that are pending and free; parks what a worker died on too often.

    The lease ends by itself after `work.lease_seconds`; the record is then due again. `also` is set with what is
    parked.
    """
    collection = model.get_pymongo_collection()
    found = await collection.find({"_id": {"$in": list(ids)}}).to_list()
    free = [row for row in found if row["state"] == State.pending and not _held(row, now)]
    exhausted = [row for row in free if row["attempts"] >= work.attempts_limit]
    takeable = [row for row in free if row["attempts"] < work.attempts_limit]
    owner, until = secrets.token_hex(8), stamp(now + timedelta(seconds=work.lease_seconds))
    held = {"lease_until": until, "next_dispatch_at": until, "owner": owner}
    changes = [_guarded(row, {"$set": held, "$inc": {"attempts": 1, "revision": 1}}) for row in takeable]
    stopped = _parked("The worker stopped each time.") | (also or {})
    changes += [_guarded(row, {"$set": stopped, "$inc": {"revision": 1}}) for row in exhausted]
    if not changes:
        return Lease(owner=owner, rows=())
    await collection.bulk_write(changes, ordered=False)
    mine = await collection.find({"_id": {"$in": [row["_id"] for row in takeable]}, "owner": owner}).to_list()
    return Lease(owner=owner, rows=tuple(mine))


@asynccontextmanager
async def kept(model: Model, held: Lease, *, work: Work) -> AsyncIterator[None]:
    """Renew the lease while the block runs, so that leases can be short and a crash is noticed soon."""

    async def renew() -> None:
        while True:
            await asyncio.sleep(work.lease_seconds / 3)
            until = stamp(utc_now() + timedelta(seconds=work.lease_seconds))
            longer = {"$set": {"lease_until": until, "next_dispatch_at": until}}
            # an engine that is away for a moment may be back before the lease ends
            with suppress(PyMongoError):
                await model.get_pymongo_collection().bulk_write(
                    [UpdateOne({"_id": id_, "owner": held.owner}, longer) for id_ in held.ids], ordered=False
                )

    renewing = asyncio.create_task(renew())
    try:
        yield
    finally:
        renewing.cancel()
        await asyncio.gather(renewing, return_exceptions=True)


async def is_held(model: Model, held: Lease) -> bool:
    """Whether the lease still stands: a worker that slept through its end must not write."""
    rows = await model.get_pymongo_collection().find({"_id": {"$in": held.ids}}, {"owner": 1}).to_list()
    return len(rows) == len(held.rows) and all(row.get("owner") == held.owner for row in rows)


async def complete(
    model: Model, changes: Sequence[tuple[str, dict[str, Any]]], *, owner: str, state: str = State.done
) -> int:
    """Write results under the lease and let go: `changes` are (id, fields to set).

    Returns:
        How many were still held; a record whose lease was lost is left to its new owner.
    """
    settled = {"state": state, "attempts": 0, "owner": None, "lease_until": None, "last_error": None}
    if not changes:
        return 0
    result = await model.get_pymongo_collection().bulk_write(
        [
            UpdateOne({"_id": id_, "owner": owner}, {"$set": settled | fields, "$inc": {"revision": 1}})
            for id_, fields in changes
        ],
        ordered=False,
    )
    return result.matched_count


async def fail(
    model: Model, held: Lease, errors: dict[str, str], *, now: datetime, work: Work, also: Fields | None = None
) -> None:
    """Give records back with what went wrong; the attempt counts, and the last one parks.

    Args:
        errors: message by record id.
        also: set with what is parked.
    """
    changes = []
    for row in held.rows:
        if row["_id"] not in errors:
            continue
        attempts, error = row["attempts"], errors[row["_id"]][:2_000]
        wait = timedelta(seconds=min(2.0**attempts, 300.0) * (0.5 + secrets.randbelow(1000) / 1000))
        later = {"next_dispatch_at": stamp(now + wait), "owner": None, "lease_until": None, "last_error": error}
        fields = _parked(error) | (also or {}) if attempts >= work.attempts_limit else later
        changes.append(UpdateOne({"_id": row["_id"], "owner": held.owner}, {"$set": fields, "$inc": {"revision": 1}}))
    if changes:
        await model.get_pymongo_collection().bulk_write(changes, ordered=False)


async def release(model: Model, held: Lease, *, at: datetime, fields: dict[str, Any] | None = None) -> None:
    """Give records back unharmed, due at `at`: the attempt does not count."""
    freed = {"next_dispatch_at": stamp(at), "owner": None, "lease_until": None, "attempts": 0} | (fields or {})
    for id_ in held.ids:
        await model.get_pymongo_collection().update_one(
            {"_id": id_, "owner": held.owner}, {"$set": freed, "$inc": {"revision": 1}}
        )


async def retry(model: Model, workspace: str, ids: Sequence[str], *, now: datetime, also: Fields | None = None) -> int:
    """Set parked records going again; returns how many were parked."""
    if not ids:
        return 0
    fresh = {
        "state": State.pending.value,
        "attempts": 0,
        "next_dispatch_at": stamp(now),
        "owner": None,
        "lease_until": None,
    }
    result = await model.get_pymongo_collection().bulk_write(
        [
            UpdateOne(
                {"_id": id_, "workspace": workspace, "state": State.parked.value},
                {"$set": fresh | (also or {}), "$inc": {"revision": 1}},
            )
            for id_ in ids
        ],
        ordered=False,
    )
    return result.modified_count


def _held(row: dict[str, Any], now: datetime) -> bool:
    return row.get("lease_until") is not None and row["lease_until"] > stamp(now)


def _guarded(row: dict[str, Any], change: dict[str, Any]) -> UpdateOne:
    return UpdateOne({"_id": row["_id"], "revision": row["revision"]}, change)


def _parked(error: str) -> dict[str, Any]:
    return {"state": State.parked.value, "owner": None, "lease_until": None, "last_error": error}
