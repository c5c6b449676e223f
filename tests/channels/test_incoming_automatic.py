"""Mails that programs wrote, and what mail servers say about ours."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from incoming_mails import mail

from voc.channels.domain import Inbound, Status, StatusUpdate
from voc.channels.incoming import parsing
from voc.channels.incoming.automatic import is_permanent

ARRIVED = datetime(2026, 11, 22, 6, 25, tzinfo=UTC)
OWN = frozenset({"feedback@acme.example"})
DELIVERY = "dlv_0123456789abcdef0123456789"


def written(raw: bytes) -> Inbound:
    (found,) = parsing.read(raw, arrived_at=ARRIVED, own=OWN)
    assert isinstance(found, Inbound)
    return found


def news(name: str) -> list[StatusUpdate]:
    return [each for each in parsing.read(mail(name), arrived_at=ARRIVED, own=OWN) if isinstance(each, StatusUpdate)]


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("auto_submitted", "Auto-Submitted"),
        ("out_of_office", "subject"),
        ("out_of_office_ko", "subject"),
        ("precedence", "Precedence"),
        ("mailing_list", "mailing list"),
        ("own_mail", "our own address"),
        ("own_delivery", "our own mail"),
        ("bounce_delayed", "Auto-Submitted"),
        ("bounce_of_nothing", "Auto-Submitted"),
    ],
)
def test_what_a_program_wrote_is_marked_and_kept(name: str, sign: str) -> None:
    found = written(mail(name))
    assert found.automatic
    assert found.attributes["automatic_by"] == sign
    assert found.text


@pytest.mark.parametrize("name", ["gmail_reply", "own_list", "not_automatic", "reply_to", "attachments"])
def test_what_a_person_wrote_is_not(name: str) -> None:
    found = written(mail(name))
    assert not found.automatic
    assert "automatic_by" not in found.attributes


SUBJECTS = [
    ("Automatic reply: One question", True),
    ("Auto-Reply: away", True),
    ("Auto reply", True),
    ("Out of Office", True),
    ("Out of the office: back on Monday", True),
    ("Automatische Antwort: Frage", True),
    ("자동 회신: 의견을 들려주세요", True),
    ("자동응답", True),
    ("[부재중] 의견을 들려주세요", True),
    ("부재 중 알림", True),
    ("휴가 중입니다", True),
    ("[휴가 안내] 11월 30일까지", True),
    ("Undeliverable: One question", True),
    ("Mail delivery failed: returning message to sender", True),
    ("failure notice", True),
    ("메일 전송 실패 안내", True),
    ("반송된 메일", True),
    ("읽음: 의견을 들려주세요", True),
    ("Read: One question", True),
    ("Re: One question", False),
    ("Out of office hours your shop is closed?", False),
    ("On vacation, can I pause my plan?", False),
    ("Delivery failed twice", False),
    ("Reading list is broken", False),
    ("The automatic reply button is missing", False),
    ("반송 신청했는데 답이 없어요", False),
    ("배달 실패라고만 나와요", False),
    ("휴가 중 배송지를 바꾸고 싶어요", False),
    ("자동 결제를 해지하고 싶어요", False),
    ("전송 실패 오류가 나요", False),
]


@pytest.mark.parametrize(("subject", "automatic"), SUBJECTS)
def test_subjects_of_programs_are_known_and_those_of_people_left(subject: str, automatic: bool) -> None:
    raw = f"From: Hana <hana@customer.example>\r\nSubject: {subject}\r\n\r\nHello.\r\n".encode()
    assert written(raw).automatic is automatic


@pytest.mark.parametrize(
    ("headers", "automatic"),
    [
        ("From: mailer-daemon@x.example", True),
        ("From: Postmaster <postmaster@x.example>", True),
        ("From: no-reply@x.example", True),
        ("From: noreply@x.example\r\nReply-To: hana@x.example", False),
        ("From: hana@x.example\r\nReturn-Path: <>", True),
        ("From: hana@x.example\r\nX-Autoreply: yes", True),
        ("From: hana@x.example\r\nX-Autorespond: Away", True),
        ("From: hana@x.example\r\nAuto-Submitted: auto-generated; x=y", True),
        ("From: hana@x.example\r\nAuto-Submitted: no", False),
        ("From: hana@x.example\r\nPrecedence: junk", True),
        ("From: hana@x.example\r\nPrecedence: list", True),
        ("From: hana@x.example\r\nPrecedence: normal", False),
        ("From: FEEDBACK@acme.example", True),
    ],
)
def test_headers_of_programs_are_known(headers: str, automatic: bool) -> None:
    assert written(f"{headers}\r\nSubject: Hello\r\n\r\nHello.\r\n".encode()).automatic is automatic


@pytest.mark.parametrize(
    ("name", "status", "permanent"),
    [
        ("bounce_permanent", Status.bounced, True),
        ("bounce_transient", Status.bounced, False),
        ("bounce_full", Status.bounced, False),
        ("bounce_policy", Status.bounced, False),
        ("bounce_verp", Status.bounced, True),
        ("bounce_headers", Status.bounced, True),
        ("bounce_in_words", Status.bounced, True),
        ("complaint", Status.complained, False),
        ("complaint_opt_out", Status.unsubscribed, False),
    ],
)
def test_a_report_names_our_mail_and_what_became_of_it(name: str, status: Status, permanent: bool) -> None:
    (found,) = news(name)
    assert (found.delivery, found.status, found.permanent) == (DELIVERY, status, permanent)
    assert found.at == ARRIVED
    assert found.event_id.endswith("#0")


def test_a_bounce_says_why_and_to_whom() -> None:
    (found,) = news("bounce_permanent")
    assert found.message_id == f"<{DELIVERY}@voc.invalid>"
    assert found.address == "hana@customer.example"
    assert found.reason == "5.1.1 550 5.1.1 <hana@customer.example>: Recipient address rejected"


def test_one_report_may_speak_of_several() -> None:
    first, second = news("bounce_two")
    assert (first.address, first.permanent) == ("hana@customer.example", True)
    assert (second.address, second.permanent) == ("other@customer.example", False)
    assert first.event_id != second.event_id


@pytest.mark.parametrize("name", ["bounce_of_nothing", "bounce_delayed", "complaint_not_spam"])
def test_a_report_that_names_no_mail_of_ours_or_decides_nothing_changes_nothing(name: str) -> None:
    assert news(name) == []
    assert written(mail(name)).automatic


def test_nobody_can_say_in_words_that_an_address_is_dead() -> None:
    raw = mail("bounce_in_words").replace(b"MAILER-DAEMON@old.example", b"hana@customer.example")
    assert isinstance(parsing.read(raw, arrived_at=ARRIVED)[0], Inbound)


@pytest.mark.parametrize(
    ("said", "permanent"),
    [
        ("5.1.1", True),
        ("5.1.10", True),
        ("5.4.1 no relay", True),
        ("550 no such user", True),
        ("smtp; 554 delivery error", True),
        ("5.2.2", False),
        ("5.3.4", False),
        ("5.7.26", False),
        ("552 mailbox full", False),
        ("4.2.2", False),
        ("451 try again", False),
        ("2.0.0", False),
        ("", False),
    ],
)
def test_codes_say_whether_an_address_is_dead(said: str, permanent: bool) -> None:
    assert is_permanent(said) is permanent


@given(st.text(max_size=80))
def test_any_words_are_permanent_or_not(said: str) -> None:
    assert is_permanent(f"4.4.7 {said}") is False
