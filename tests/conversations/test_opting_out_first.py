"""Whatever else is broken or comes at the same moment: who refuses hears from us no more."""

from typing import Any

import pytest
from phones import Phone

from voc.channels import outgoing
from voc.channels.documents import Message
from voc.conversations import effects, keeping
from voc.conversations.documents import Conversation
from voc.conversations.effects import Effect
from voc.conversations.understanding.commands import Command
from voc.customers import suppression


async def is_silent(phone: Phone, address: str | None = None) -> bool:
    """Whether nothing is sent to somebody any more."""
    kind = "email" if "@" in phone.address else "phone"
    return bool(await suppression.suppressed(phone.workspace, kind, [address or phone.address]))


async def leave_undone(phone: Phone, **fields: Any) -> None:
    """What was decided before cannot be carried out."""
    await phone.says("Where is my parcel?")
    effect = Effect(key="msg_before", at=int(phone.watch().timestamp() * 1000), **fields)
    undone = {"$set": {"outgoing": effect.model_dump(mode="json")}}
    await Conversation.get_pymongo_collection().update_one({"_id": phone.id}, undone)


async def test_what_was_left_undone_before_does_not_hold_up_a_refusal(phone: Phone) -> None:
    await leave_undone(phone, response={"no": "response"})
    id_ = await phone.writes("STOP")
    await phone.take(id_)
    assert await is_silent(phone)


async def test_a_refusal_counts_though_its_answer_cannot_be_queued(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: Any, **__: Any) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr(outgoing, "queue", full)
    id_ = await phone.writes("수신거부")
    await phone.take(id_)
    assert await is_silent(phone)


async def test_a_start_that_is_carried_out_late_takes_no_later_refusal_back(phone: Phone) -> None:
    await phone.says("STOP")
    await phone.says("START")
    assert not await is_silent(phone)
    row = await phone.row()
    late = Effect(key="msg_start", at=int(phone.watch().timestamp() * 1000), command=Command.start)
    await phone.says("STOP")
    await effects.carry_out(row, late)
    assert await is_silent(phone)


async def test_a_start_takes_back_only_what_they_said_themselves(mailbox: Phone) -> None:
    now = mailbox.watch()
    await suppression.suppress(mailbox.workspace, "email", mailbox.address, "complained", now=now)
    await mailbox.says("START")
    assert await is_silent(mailbox)


async def test_refusing_from_another_known_address_covers_the_one_that_was_written_to(
    mailbox: Phone, caller: Any, settings: Any, watch: Any
) -> None:
    await mailbox.is_asked()
    (sent,) = await mailbox.deliveries()
    other = Phone(caller, watch, settings, f"other.{mailbox.address}", mailbox.channel)
    await other.person()
    await other.says("unsubscribe", in_reply_to=(f"<{sent['_id']}@shop.test>",))
    assert await is_silent(other)
    assert await is_silent(mailbox)


async def test_what_cannot_be_taken_tells_nobody_whose_it_is(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError("cannot write to kim@example.com or +821055556666")

    monkeypatch.setattr(keeping, "decided", fails)
    id_ = await phone.writes("Where is my parcel?")
    await phone.take(id_)
    row = await Message.get_pymongo_collection().find_one({"_id": id_})
    assert row["last_error"].startswith("RuntimeError")
    assert "kim@" not in row["last_error"]
    assert "5555" not in row["last_error"]
