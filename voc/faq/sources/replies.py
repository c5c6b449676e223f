"""Colleagues' answers in conversations that ended well become sources, every night."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from voc import outbox
from voc.channels import contents
from voc.channels import sealing as messages
from voc.channels.documents import Delivery, Message
from voc.channels.domain import WAYS_ON, Status
from voc.clock import stamp
from voc.conversations.documents import Conversation
from voc.conversations.understanding.commands import is_courtesy
from voc.faq.sources import ended, service
from voc.faq.sources.domain import TITLE_CHARACTERS, Block
from voc.faq.sources.ended import Answered, Rating, Turn
from voc.feedback.documents import Feedback
from voc.outbox import Chore
from voc.queue import Task
from voc.redaction import redact
from voc.settings import Work
from voc.values import one_line

Row = dict[str, Any]
PAUSE = timedelta(days=1)
LOOKED_BACK = timedelta(days=90)
LOOKED_AT = 500
"""Answers, the latest first, whose conversations are looked at in one night."""
TURNS = 100
_WENT_OUT = {status.value for status, place in WAYS_ON.items() if place >= WAYS_ON[Status.sent]}


async def take(workspace: str, *, now: datetime) -> None:
    """Look for answers now, and every night from then on."""
    await outbox.request(workspace, Task.gather_replies, at=now)


async def run(chore_id: str, *, now: datetime, work: Work) -> bool:
    """Look for answers if the chore is ours to take; returns whether it was ours."""
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    if not held.rows:
        return False
    (chore,) = held.rows
    async with outbox.kept(Chore, held, work=work):
        for conversation in await _conversations(chore["workspace"], now=now):
            await _look(conversation, now=now)
    await outbox.finish(chore, held.owner, now=now, next_at=now + PAUSE)
    return True


async def _conversations(workspace: str, *, now: datetime) -> list[Row]:
    """Those in which colleagues answered lately and that were quiet since."""
    condition = {"workspace": workspace, "origin.kind": "reply"}
    found = Delivery.get_pymongo_collection().find(condition, {"origin_id": 1, "queued_at": 1})
    rows = await found.sort("queued_at", -1).limit(LOOKED_AT).to_list()
    since = stamp(now - LOOKED_BACK)
    ids = list(dict.fromkeys(row["origin_id"] for row in rows if row["queued_at"] >= since))
    mine = {"_id": {"$in": ids}, "workspace": workspace}
    kept = await Conversation.get_pymongo_collection().find(mine).to_list()
    return [row for row in kept if row["last_at"] <= stamp(now) - ended.QUIET_MS]


async def _look(conversation: Row, *, now: datetime) -> None:
    workspace = conversation["workspace"]
    found = ended.answered(
        await _turns(conversation), await _ratings(workspace, conversation["customer"]), now=stamp(now)
    )
    if found is None:
        return
    blocks = await _blocks(found)
    title = one_line(blocks[0].text)[:TITLE_CHARACTERS]
    await service.reply(workspace, conversation["_id"], blocks, title=title, customer=conversation["customer"], now=now)


async def _turns(conversation: Row) -> list[Turn]:
    who = {"workspace": conversation["workspace"], "blind": conversation["blind"]}
    theirs = await Message.get_pymongo_collection().find(who).sort("at", -1).limit(TURNS).to_list()
    ours = await Delivery.get_pymongo_collection().find(who).sort("queued_at", -1).limit(TURNS).to_list()
    turns = [_heard(row) for row in await messages.readable(theirs) if not row["automatic"]]
    turns += [_said(row) for row in ours if row["origin"]["kind"] == "reply" and row["status"] in _WENT_OUT]
    return sorted(turns, key=lambda turn: turn.at)


def _heard(message: Row) -> Turn:
    return Turn(message["at"], ours=False, text=message["text"], courtesy=is_courtesy(message["text"]))


def _said(delivery: Row) -> Turn:
    return Turn(delivery["queued_at"], ours=True, text=(contents.opened(delivery) or {}).get("text", ""))


async def _ratings(workspace: str, customer: str | None) -> list[Rating]:
    """What they gave in surveys and reviews that said something, the latest first."""
    if customer is None:
        return []
    theirs = {"workspace": workspace, "customer": customer}
    fields = {"rating": 1, "rating_scale": 1, "occurred_at": 1}
    rows = await Feedback.get_pymongo_collection().find(theirs, fields).sort("position", -1).limit(TURNS).to_list()
    return [
        Rating(stamp(row["occurred_at"]), row["rating"] / (row["rating_scale"] or 5))
        for row in rows
        if row["rating"] is not None
    ]


async def _blocks(found: Answered) -> Sequence[Block]:
    question, *answers = await redact([found.question, *found.answers])
    return [Block(text=one_line(question.text), level=1), *(Block(text=each.text) for each in answers)]
