"""Looks into a mailbox: how often, how far, and again where one was broken off."""

from datetime import timedelta
from typing import Any

import pytest

from tests.channels.feedback_mailbox import NOW, Box
from tests.channels.imap_server import PASSWORD, imap_server
from tests.channels.incoming_mails import mail
from voc import outbox
from voc.channels import service
from voc.channels.adapters.email_imap import ImapMailbox
from voc.channels.incoming import mailbox, position
from voc.channels.incoming.imap import MailboxAway
from voc.clock import stamp
from voc.outbox import Chore
from voc.queue import Task
from voc.settings import Settings

TASK = Task.poll_mailbox.value


async def test_a_look_that_is_broken_off_is_made_again_and_stores_nothing_twice(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Crash(Exception):
        pass

    async def crash(*_: Any) -> None:
        raise Crash

    box.put("gmail_reply", "html_only", "no_message_id")
    with monkeypatch.context() as patch:
        patch.setattr(position, "move", crash)
        with pytest.raises(Crash):
            await box.poll()
    stored = {row["_id"] for row in await box.messages()}
    assert len(stored) == 3
    assert await box.poll() == 3
    assert {row["_id"] for row in await box.messages()} == stored
    assert await box.poll() == 0


async def test_nothing_is_passed_over_when_storing_fails(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(Exception):
        pass

    calls = []
    store = mailbox.receiving.store

    async def full(*args: Any, **named: Any) -> str:
        calls.append(args)
        if len(calls) == 2:
            raise Full
        return await store(*args, **named)

    box.put("gmail_reply", "html_only", "flowed")
    with monkeypatch.context() as patch:
        patch.setattr(mailbox.receiving, "store", full)
        with pytest.raises(Full):
            await box.poll()
    assert len(await box.messages()) == 1
    await box.poll()
    assert len(await box.messages()) == 3


async def test_many_mails_are_read_in_batches_and_looks(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = mail("gmail_reply")
    box.server.put(*(raw.replace(b"gmail-reply-1", b"batched-%d" % n) for n in range(23)), folder=box.folder, at=NOW)
    monkeypatch.setattr(mailbox, "BATCH", 4)
    monkeypatch.setattr(mailbox, "BATCH_BYTES", 3_000)
    monkeypatch.setattr(mailbox, "LOOK_LIMIT", 10)
    assert [await box.poll() for _ in range(4)] == [10, 10, 3, 0]
    assert len(await box.messages()) == 23


async def test_a_server_that_is_killed_is_met_again_where_reading_stopped(
    box: Box, watch: Any, settings: Settings
) -> None:
    watch.now = NOW
    with imap_server() as fragile:
        fragile.put(mail("gmail_reply"), at=NOW)
        config = box.configured(port=fragile.port, folder="INBOX")
        assert await mailbox.poll(box.workspace, config, now=NOW) == 1
        fragile.kill()
        with pytest.raises(MailboxAway):
            await mailbox.poll(box.workspace, config, now=NOW)
    assert len(await box.messages()) == 1
    assert (await position.load(box.workspace, config) or {})["last_uid"] == 101


async def run(box: Box, watch: Any, settings: Settings) -> dict[str, Any]:
    """The worker does the chore; returns it afterwards."""
    assert await mailbox.run(f"{box.workspace}:{TASK}", clock=watch, work=settings.work)
    chore = await Chore.get_pymongo_collection().find_one({"_id": f"{box.workspace}:{TASK}"})
    assert chore is not None
    return chore


async def test_the_mailbox_is_looked_into_every_minute(box: Box, watch: Any, settings: Settings) -> None:
    watch.now = NOW
    config = box.config.model_dump() | {"password": PASSWORD}
    await service.connect(box.workspace, ImapMailbox.kind, config, now=NOW)
    box.put("gmail_reply")
    chore = await run(box, watch, settings)
    assert chore["state"] == outbox.State.pending
    assert chore["next_dispatch_at"] == stamp(NOW + timedelta(minutes=1))
    assert len(await box.messages()) == 1
    assert (await box.position())["checked_at"] == stamp(NOW)
    watch.turn(timedelta(minutes=1))
    box.put("html_only")
    await run(box, watch, settings)
    assert len(await box.messages()) == 2


async def test_looks_grow_rare_while_the_server_is_away_and_stop_when_disconnected(
    box: Box, watch: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch.now = NOW
    config = box.config.model_dump() | {"password": PASSWORD}
    await service.connect(box.workspace, ImapMailbox.kind, config | {"port": 1}, now=NOW)
    waits = []
    for _ in range(8):
        chore = await run(box, watch, settings)
        assert chore["state"] == outbox.State.pending, "never parked: servers come back"
        waits.append((chore["next_dispatch_at"] - stamp(watch.now)) // 60_000)
        watch.now += timedelta(minutes=waits[-1])
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]
    row = await box.position()
    assert (row["failures"], row["checked_at"]) == (8, None)
    assert "did not answer" in row["error"]
    await service.disconnect(box.workspace, ImapMailbox.kind)
    chore = await run(box, watch, settings)
    assert chore["state"] == outbox.State.done
