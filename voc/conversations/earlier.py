"""Sealing what was stored before messages and conversations were sealed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from beanie import Document
from pymongo import UpdateOne

from voc import outbox, vault
from voc.channels import sealing as messages
from voc.channels.documents import Message
from voc.conversations import sealing
from voc.conversations.documents import Conversation
from voc.outbox import Chore
from voc.settings import Work

Row = dict[str, Any]
AT_ONCE = 500
"""Records sealed in one run; the next one follows at once."""
OF_MESSAGE = dict.fromkeys(("workspace", "revision", *messages.WORDS), 1)
OF_CONVERSATION = dict.fromkeys(("workspace", "revision", "run", "outgoing", "subject"), 1)


async def seal(chore_id: str, *, now: datetime, work: Work) -> int:
    """Seal a workspace's earlier messages and conversations; returns how many there were.

    A record that changes meanwhile is looked at again in the next run.
    """
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    sealed = 0
    async with outbox.kept(Chore, held, work=work):
        for chore in held.rows:
            rounds = [await _seal_messages(chore["workspace"]), await _seal_conversations(chore["workspace"])]
            sealed += sum(done for _, done in rounds)
            more = any(found == AT_ONCE or done < found for found, done in rounds)
            await outbox.finish(chore, held.owner, now=now, next_at=now if more else None)
    return sealed


async def _seal_messages(workspace: str) -> tuple[int, int]:
    """How many earlier ones there were, at most `AT_ONCE`, and how many of them were sealed."""
    earlier = {"workspace": workspace, "given": {"$exists": False}}
    rows = await Message.get_pymongo_collection().find(earlier, OF_MESSAGE).limit(AT_ONCE).to_list()
    return len(rows), await _write(Message, [(row, await messages.kept(workspace, row)) for row in rows])


async def _seal_conversations(workspace: str) -> tuple[int, int]:
    """As `_seal_messages`."""
    rows = await Conversation.get_pymongo_collection().find({"workspace": workspace}, OF_CONVERSATION).to_list()
    open_ = [row for row in rows if sealing.is_earlier(row)][:AT_ONCE]
    return len(open_), await _write(Conversation, [(row, _sealed(row)) for row in open_])


def _sealed(row: Row) -> Row:
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
