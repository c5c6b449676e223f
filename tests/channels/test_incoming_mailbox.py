"""A feedback mailbox on a real IMAP server: each mail is stored once, however it comes."""

from datetime import timedelta

import pytest

from tests.channels.feedback_mailbox import NOW, Box
from tests.channels.incoming_mails import mail
from voc.channels import queries
from voc.channels.domain import Channel, Purpose, Status
from voc.channels.incoming import mailbox
from voc.channels.outgoing import Content, Draft, Origin, queue
from voc.customers import suppression


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
