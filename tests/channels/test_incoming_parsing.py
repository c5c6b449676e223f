"""Raw mails to what somebody wrote: charsets, parts, addresses, times; and any bytes at all."""

import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from incoming_mails import MAILS, mail

from voc.channels.domain import Inbound
from voc.channels.incoming import parsing
from voc.channels.incoming.charsets import decode, words
from voc.channels.incoming.letter import LIMIT_BYTES
from voc.errors import Invalid

ARRIVED = datetime(2026, 11, 22, 6, 25, tzinfo=UTC)
ASK = "<dlv_0123456789abcdef0123456789@voc.invalid>"


def read(name: str) -> Inbound:
    (found,) = parsing.read(mail(name), arrived_at=ARRIVED)
    assert isinstance(found, Inbound)
    return found


def test_a_reply_says_who_what_when_and_to_which_mail() -> None:
    found = read("gmail_reply")
    assert found.sender == "hana@customer.example"
    assert found.sender_name == "Hana Lee"
    assert found.to == "feedback@acme.example"
    assert found.text == "9. Setup took five minutes – nice!"
    assert found.original is not None
    assert "> How likely" in found.original
    assert found.subject == "Re: One question"
    assert found.at == datetime(2026, 11, 22, 6, 20, tzinfo=UTC)
    assert found.message_id == found.event_id == "<gmail-reply-1@customer.example>"
    assert found.in_reply_to == (ASK, "<first-mail@acme.example>")
    assert not found.automatic


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("korean_euckr", "배송이 하루 늦었어요. 똠방각하처럼 기다렸습니다."),
        ("korean_iso2022kr", "가격이 너무 비쌉니다."),
        ("wrong_charset_cp949", "결제가 두 번 됐어요."),
        ("wrong_charset_utf8", "앱이 자꾸 꺼져요. Schöne Grüße"),
        ("unknown_charset", "검색이 안 돼요."),
        ("html_only", "검색이 너무 느려요.\n\nWishes:\n\n- dark mode\n- faster search"),
        ("html_inline_answers", "The speed.\nThe colours."),
        ("outlook_html", "세금계산서 사업자번호가 잘못 나왔습니다."),
        ("attachments", "The leg broke, see the picture."),
        ("forwarded_inside", "The chair I bought last week is broken."),
        ("subject_only", "배송 언제 오나요?"),
        ("cut_syllable", "상담원이 친절해서 좋았어요"),
        ("empty_reply", ""),
        (
            "flowed",
            "The export of reports takes so long that I usually start it before lunch.\n\nPlease make it faster.",
        ),
    ],
)
def test_what_was_written_is_read(name: str, text: str) -> None:
    assert read(name).text == text


def test_names_and_subjects_are_decoded() -> None:
    found = read("korean_euckr")
    assert (found.sender_name, found.sender) == ("이하나, 구매팀", "hana@customer.example")
    assert found.subject == "배송이 늦었어요. 확인 부탁드립니다"
    bare = read("wrong_charset_cp949")
    assert (bare.sender_name, bare.subject) == ("이하나", "결제 오류")
    assert read("korean_iso2022kr").subject == "의견입니다"


def test_attachments_are_named_and_not_read() -> None:
    found = read("attachments")
    assert found.attachments == ("leg.png", "영수증.pdf", "메모.txt", "winmail.dat")
    assert "not part" not in (found.original or found.text)
    assert read("forwarded_inside").attachments == ("Broken chair.eml",)


def test_a_clock_that_is_wrong_is_not_believed() -> None:
    assert read("wrong_date").at == ARRIVED
    early = ARRIVED - timedelta(days=1)
    (found,) = parsing.read(mail("gmail_reply"), arrived_at=early)
    assert found.at == early


def test_a_mail_without_an_id_is_known_by_its_bytes() -> None:
    raw = mail("no_message_id")
    first, again = (parsing.read(raw, arrived_at=ARRIVED)[0].event_id for _ in range(2))
    other = parsing.read(raw.replace(b"No id", b"An id"), arrived_at=ARRIVED)[0].event_id
    assert first == again
    assert first.startswith("sha256:")
    assert other != first


def test_a_message_id_that_cannot_be_unique_is_not_trusted() -> None:
    raw = mail("gmail_reply").replace(b"<gmail-reply-1@customer.example>", b"<1@localhost>")
    assert parsing.read(raw, arrived_at=ARRIVED)[0].event_id.startswith("sha256:")


def test_an_answer_goes_where_a_contact_form_says() -> None:
    found = read("reply_to")
    assert found.attributes == {"reply_to": "hana@customer.example"}
    assert not found.automatic


def test_what_nobody_wrote_and_what_is_too_large_are_refused() -> None:
    with pytest.raises(Invalid):
        parsing.read(mail("no_sender"), arrived_at=ARRIVED)
    with pytest.raises(Invalid):
        parsing.read(b"From: a@b.example\r\n\r\n" + b"x" * LIMIT_BYTES, arrived_at=ARRIVED)


def test_mails_in_mails_in_mails_are_refused_and_not_followed() -> None:
    deep = b"From: a@b.example\nContent-Type: message/rfc822\n\n" * 20_000
    with pytest.raises(Invalid):
        parsing.read(deep, arrived_at=ARRIVED)
    many = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(2_000))
    with pytest.raises(Invalid):
        parsing.read(b"From: a@b.example\n" + many, arrived_at=ARRIVED)


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@b.example\r\nContent-Type: text/plain; " + b"a*0*=x; " * 100_000 + b"\r\n\r\nhi",
        b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: attachment;"
        + b" a*0*=x;\r\n " * 100_000
        + b"\r\n\r\nhi\r\n--b--",
        b"From: a@b.example\r\n" + b"X-A: b\r\n" * 1_000_000 + b"\r\nhi",
        b"From: " + b"(" * 1_000_000 + b"a@b.example\r\n\r\nhi",
    ],
    ids=["parameters", "folded parameters", "headers", "comments"],
)
def test_headers_made_to_be_slow_are_refused_at_once(raw: bytes) -> None:
    began = time.perf_counter()
    with pytest.raises(Invalid):
        parsing.read(raw, arrived_at=ARRIVED)
    assert time.perf_counter() - began < 5


@given(st.binary(max_size=600))
def test_any_bytes_are_a_mail_or_refused(raw: bytes) -> None:
    attempt(raw)


HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "References", "Content-Type", "Content-Disposition")
FRAGMENTS = (
    b"=?utf-8?B?", b"=?euc-kr?q?=B0=A1?=", b'"', b"<", b">", b"@", b";", b"name*0*=", b"boundary=b", b"multipart/mixed",
    b"multipart/report; report-type=delivery-status", b"message/rfc822", b"charset=punycode", b"charset=\x00", b"(",
    b"\xff", b"message/delivery-status", b"text/html", b"a@b.example", b" , ", b"\r\n ", b"99999999999", b"[",
    b"filename*=''%ff",
)  # fmt: skip


@given(
    st.lists(
        st.tuples(st.sampled_from(HEADERS), st.lists(st.sampled_from(FRAGMENTS) | st.binary(max_size=5), max_size=6))
    ),
    st.lists(st.sampled_from((b"--b\r\n", b"--b--\r\n", b"\r\n", b"<![x<p>", b"Status: 5.1.1\r\n", b"\x1b$)C\x0e!!"))),
)
def test_any_headers_are_a_mail_or_refused(headers: list[tuple[str, list[bytes]]], body: list[bytes]) -> None:
    lines = [name.encode() + b": " + b"".join(parts) for name, parts in headers]
    attempt(b"\r\n".join([b"From: a@b.example", *lines, b"", b"".join(body)]))


def attempt(raw: bytes) -> None:
    try:
        found = parsing.read(raw, arrived_at=ARRIVED)
    except Invalid:
        return
    for each in found:
        each.model_dump_json().encode()  # what is stored can be written


@given(st.text(min_size=1), st.text(), st.sampled_from(["utf-8", "euc-kr", "iso-2022-kr"]))
def test_what_a_program_writes_is_read_back(subject: str, body: str, charset: str) -> None:
    clean = "".join(each for each in subject if each.isprintable()).encode(charset, "ignore").decode(charset).strip()
    made = EmailMessage()
    made["From"], made["Subject"] = "a@b.example", " ".join(clean.split())
    made.set_content("x")
    (found,) = parsing.read(made.as_bytes(), arrived_at=ARRIVED)
    assert isinstance(found, Inbound)
    assert (found.subject or "") == " ".join(clean.split())[:500]


@given(st.text(st.characters(codec="cp949", exclude_categories=["Cc", "Cs", "Cf"])))
def test_korean_text_survives_its_charset(text: str) -> None:
    assert decode(text.encode("cp949"), "ks_c_5601-1987") == text


@pytest.mark.parametrize("broken", ["=?utf-8?B?!!!?=", "=?x?y?z?=", "=?utf-8?B?7ZWc", "=?=?=?", "=?utf-8?q?=GG?="])
def test_broken_encoded_words_stay_readable(broken: str) -> None:
    assert words(broken).isprintable()


def test_every_sample_is_read_or_refused() -> None:
    names = {path.stem for path in MAILS.glob("*.eml")}
    assert len(names) > 40
    for name in names:
        attempt(mail(name))
