"""A feedback mailbox on a real IMAP server: each mail is stored once, whatever happens in between."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from imap_server import PASSWORD, USER, ImapServer, certificate, encrypted, imap_server
from incoming_mails import mail
from pydantic import SecretStr, ValidationError

from voc import outbox
from voc.channels import queries, service
from voc.channels.adapters.email_imap import ImapConfig, ImapMailbox
from voc.channels.documents import ChannelSetup, Message
from voc.channels.domain import Channel, Purpose, Status
from voc.channels.incoming import mailbox, position
from voc.channels.incoming.imap import MailboxAway, MailboxRefused
from voc.channels.outgoing import Content, Draft, Origin, queue
from voc.clock import stamp
from voc.customers import suppression
from voc.outbox import Chore
from voc.queue import Task
from voc.settings import Settings

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)
TASK = Task.poll_mailbox.value


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    """A server that all these tests share; each has a folder of its own."""
    with imap_server() as started:
        yield started


class Box:
    """A workspace, and a folder of the server."""

    def __init__(self, server: ImapServer, workspace: str) -> None:
        self.server, self.workspace, self.folder = server, workspace, f"Feedback-{workspace}"
        with server.client(self.folder):
            pass
        self.config = self.configured()

    def configured(self, **changes: Any) -> ImapConfig:
        """The folder, as somebody connects it."""
        given = {"host": "127.0.0.1", "port": self.server.port, "security": "none", "username": USER}
        given |= {"password": PASSWORD, "folder": self.folder, "since_days": 30}
        return ImapConfig.model_validate(given | changes)

    def put(self, *names: str, at: datetime = NOW) -> None:
        """Mails arrive, by name."""
        self.server.put(*(mail(name) for name in names), folder=self.folder, at=at)

    async def poll(self, config: ImapConfig | None = None) -> int:
        """One look."""
        return await mailbox.poll(self.workspace, config or self.config, now=NOW)

    async def messages(self) -> list[dict[str, Any]]:
        """What is stored, by Message-ID."""
        rows = await Message.get_pymongo_collection().find({"workspace": self.workspace}).to_list()
        return sorted(rows, key=lambda row: row["message_id"] or "")

    async def position(self) -> dict[str, Any]:
        (row,) = await position.standing(self.workspace)
        return row


@pytest_asyncio.fixture(loop_scope="session")
async def box(server: ImapServer, caller: Any) -> Box:
    """An empty folder that a workspace reads."""
    return Box(server, caller.workspace)


async def test_what_came_is_stored_once(box: Box) -> None:
    box.put("gmail_reply", "korean_euckr")
    assert await box.poll() == 2
    assert await box.poll() == 0
    box.put("auto_submitted")
    assert await box.poll() == 1
    automatic, korean, reply = await box.messages()
    assert automatic["automatic"]
    assert korean["text"] == "배송이 하루 늦었어요. 똠방각하처럼 기다렸습니다."
    assert (reply["adapter"], reply["channel"], reply["state"]) == ("email.imap", "email", "pending")
    assert reply["in_reply_to"][0].startswith("<dlv_")
    assert reply["masked"] != "hana@customer.example"
    assert "hana@customer.example" not in str(reply)


async def test_reading_changes_nothing_in_the_mailbox_unless_asked(box: Box) -> None:
    box.put("gmail_reply", "html_only")
    await box.poll()
    assert box.server.seen(box.folder) == []
    box.put("flowed")
    await box.poll(box.configured(mark_seen=True))
    assert len(box.server.seen(box.folder)) == 1


async def test_mail_that_lies_there_is_read_as_far_back_as_asked(box: Box) -> None:
    box.put("gmail_reply", at=NOW - timedelta(days=40))
    box.put("html_only", at=NOW - timedelta(days=3))
    box.put("flowed", at=NOW - timedelta(days=40))  # brought in later by hand
    assert await box.poll() == 2
    assert [row["message_id"] for row in await box.messages()] == [
        "<flowed-0000001@customer.example>",
        "<html-only-001@customer.example>",
    ]


async def test_without_looking_back_only_new_mail_is_read(box: Box) -> None:
    box.put("gmail_reply")
    config = box.configured(since_days=0)
    assert await box.poll(config) == 0
    box.put("html_only")
    assert await box.poll(config) == 1


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


async def test_a_folder_that_numbers_its_mails_anew_is_read_again_without_repeats(box: Box) -> None:
    box.put("gmail_reply", "html_only")
    await box.poll()
    before = (await box.position())["validity"]
    box.server.number_anew(box.folder)
    box.put("html_only", "flowed")
    assert await box.poll() == 2
    assert (await box.position())["validity"] != before
    assert len(await box.messages()) == 3
    assert await box.poll() == 0


async def test_a_mail_that_is_too_large_is_kept_by_its_headers(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    large = mail("subject_only") + b"A" * 20_000
    box.server.put(large, mail("gmail_reply"), folder=box.folder, at=NOW)
    monkeypatch.setattr(mailbox, "LIMIT_BYTES", 10_000)
    assert await box.poll() == 2
    _, kept = await box.messages()
    assert kept["text"] == "배송 언제 오나요?"
    assert kept["attributes"]["too_large_bytes"] >= 20_000
    (noted,) = (await box.position())["notes"]
    assert noted["uid"] == 101
    assert "Too large" in noted["reason"]
    assert await box.poll() == 0


async def test_a_mail_that_cannot_be_read_is_named_and_does_not_stop_others(box: Box) -> None:
    box.put("no_sender", "gmail_reply")
    assert await box.poll() == 2
    assert len(await box.messages()) == 1
    (noted,) = (await box.position())["notes"]
    assert noted["reason"] == "A mail without a sender."


async def test_a_bounce_ends_the_delivery_that_it_names(box: Box) -> None:
    draft = Draft(
        origin=Origin(kind="reply", id="cnv_1", step="1"),
        channel=Channel.email,
        address="hana@customer.example",
        purpose=Purpose.reply,
        content=Content(subject="One question", text="How is it?"),
    )
    (id_,) = await queue(box.workspace, [draft], now=NOW)
    raw = mail("bounce_permanent").replace(b"dlv_0123456789abcdef0123456789", id_.encode())
    box.server.put(raw, raw, folder=box.folder, at=NOW)
    await box.poll()
    row = await queries.delivery(box.workspace, id_)
    assert row["status"] == Status.bounced
    assert await suppression.suppressed(box.workspace, "email", ["hana@customer.example"])
    assert await box.messages() == []


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"password": "wrong"}, MailboxRefused),
        ({"password": "비밀번호"}, MailboxRefused),
        ({"username": "nobody@acme.example"}, MailboxRefused),
        ({"folder": "Nowhere"}, MailboxRefused),
        ({"security": "starttls"}, MailboxRefused),
        ({"security": "tls"}, MailboxAway),
        ({"port": 1}, MailboxAway),
        ({"host": "nowhere.invalid"}, MailboxAway),
    ],
)
async def test_what_is_wrong_is_told_apart(box: Box, changes: dict[str, Any], error: type[Exception]) -> None:
    box.put("gmail_reply")
    with pytest.raises(error):
        await box.poll(box.configured(**changes))
    assert await box.messages() == []


async def test_connections_are_encrypted_and_certificates_checked(box: Box, tmp_path: Path) -> None:
    path = tmp_path / "server.pem"
    pem = certificate(path)
    with imap_server(path) as secured:
        changes = {"port": secured.port, "security": "starttls", "folder": "INBOX"}
        with pytest.raises(MailboxRefused, match="certificate"):
            await box.poll(box.configured(**changes))
        assert await box.poll(box.configured(**changes, certificate=pem)) == 0
    async with encrypted(box.server, path) as port:
        box.put("gmail_reply")
        changes = {"port": port, "security": "tls"}
        with pytest.raises(MailboxRefused, match="certificate"):
            await box.poll(box.configured(**changes))
        assert await box.poll(box.configured(**changes, certificate=pem)) == 1


def test_a_certificate_that_is_none_cannot_be_set_up() -> None:
    with pytest.raises(ValidationError, match="no certificate"):
        ImapConfig(host="a.example", username="u", password=SecretStr("p"), certificate="-----BEGIN")


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


async def test_the_password_is_stored_sealed(box: Box) -> None:
    config = box.config.model_dump() | {"password": PASSWORD}
    await service.connect(box.workspace, ImapMailbox.kind, config, now=NOW)
    row = await ChannelSetup.get_pymongo_collection().find_one({"workspace": box.workspace})
    assert PASSWORD not in str(row)
    assert PASSWORD not in str(await box.messages())
