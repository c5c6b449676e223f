"""Sealing what was stored before messages and conversations were sealed."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from beanie import Document
from pymongo import ASCENDING, UpdateOne

from voc import outbox, vault
from voc.channels import sealing as messages
from voc.channels.documents import Message
from voc.conversations import faults, sealing
from voc.conversations.documents import Conversation
from voc.outbox import Chore
from voc.settings import Work

Row = dict[str, Any]
AT_ONCE = 500
"""Records read and sealed at a time."""
log = structlog.get_logger("voc.conversations")


@dataclass(frozen=True)
class Kind:
    """A collection with records of before."""

    model: type[Document]
    read: tuple[str, ...]
    """What of a record tells whether it is one, and is sealed."""
    is_earlier: Callable[[Row], bool]
    sealed: Callable[[Row], Awaitable[Row]]
    """The fields that seal a record."""

    @property
    def fields(self) -> dict[str, int]:
        """Of a record, all that is read."""
        return dict.fromkeys(("workspace", "revision", *self.read), 1)


async def seal(chore_id: str, *, now: datetime, work: Work) -> int:
    """Seal a workspace's earlier messages and conversations; returns how many there were.

    A record that changes meanwhile is looked at again in the next run; one that cannot be sealed is left as it is.
    """
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    sealed = 0
    async with outbox.kept(Chore, held, work=work):
        for chore in held.rows:
            rounds = [await _seal(chore["workspace"], kind) for kind in (MESSAGES, CONVERSATIONS)]
            sealed += sum(done for _, done in rounds)
            more = any(done < found for found, done in rounds)
            await outbox.finish(chore, held.owner, now=now, next_at=now if more else None)
    return sealed


async def _seal(workspace: str, kind: Kind) -> tuple[int, int]:
    """How many earlier records could be sealed, and how many were: the others changed meanwhile."""
    found = done = 0
    async for rows in _pages(workspace, kind):
        changes = [each for row in rows if kind.is_earlier(row) for each in await _change(row, kind)]
        found += len(changes)
        done += await _write(kind.model, changes)
    return found, done


async def _pages(workspace: str, kind: Kind) -> AsyncIterator[list[Row]]:
    """All records of a workspace, some at a time, each once."""
    after = ""
    while True:
        condition = {"workspace": workspace, "_id": {"$gt": after}}
        cursor = kind.model.get_pymongo_collection().find(condition, kind.fields).sort("_id", ASCENDING)
        rows = await cursor.limit(AT_ONCE).to_list()
        if rows:
            yield rows
        if len(rows) < AT_ONCE:
            return
        after = rows[-1]["_id"]


async def _change(row: Row, kind: Kind) -> list[tuple[Row, Row]]:
    """The record with the fields that seal it; nothing where that fails."""
    try:
        return [(row, await kind.sealed(row))]
    except Exception as error:  # whatever is wrong with one must not leave the others in clear
        log.warning("earlier record not sealed", record=row["_id"], error=faults.told(error))
        return []


async def _sealed_message(row: Row) -> Row:
    return await messages.kept(row["workspace"], row)


async def _sealed_conversation(row: Row) -> Row:
    workspace, subject = row["workspace"], row.get("subject")
    return {
        "run": sealing.run_kept(workspace, sealing.run_of(row)),
        "outgoing": sealing.effect_kept(workspace, sealing.effect_of(row)),
        "subject": vault.seal(workspace, subject) if subject and not vault.is_sealed(subject) else subject,
    }


async def _write(model: type[Document], changes: Sequence[tuple[Row, Row]]) -> int:
    writes = [
        UpdateOne({"_id": row["_id"], "revision": row["revision"]}, {"$set": fields, "$inc": {"revision": 1}})
        for row, fields in changes
    ]
    if not writes:
        return 0
    return (await model.get_pymongo_collection().bulk_write(writes, ordered=False)).matched_count


MESSAGES = Kind(Message, ("given", *messages.WORDS), messages.is_earlier, _sealed_message)
CONVERSATIONS = Kind(Conversation, ("run", "outgoing", "subject"), sealing.is_earlier, _sealed_conversation)
