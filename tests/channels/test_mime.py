"""Raw e-mails, read again by the standard library: nothing is lost, and nobody's words become a header field."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from voc.channels.domain import Outbound, Purpose
from voc.channels.mail_headers import LIMIT_CHARACTERS, clean
from voc.channels.mime import compose, unsubscribing
from voc.errors import Invalid

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
SENDER = "모두의 가게, 고객센터 <hello@example.com>"
LINK = "https://survey.example.com/u/" + "t0ken" * 60
EVIL = [
    "\r\nBcc: a@b.c",
    "\nX: y",
    "\rX: y",
    "\x0b\x0c\x1c\x85\u2028\u2029",
    "\0",
    "\ud800",
    "=?utf-8?q?x?=",
    '"',
    "<x>",
]
words = st.lists(st.one_of(st.text(max_size=30), st.sampled_from([*EVIL, "김민수", "👩‍👩‍👧", "a" * 90, " "]))).map(
    "".join
)


def raw(**fields: Any) -> bytes:
    given_ = {"id": "dlv_1", "to": "kim@example.org", "text": "안녕하세요\n둘째 줄", "subject": "질문 하나"}
    return compose(Outbound(**(given_ | fields)), SENDER, at=AT).as_bytes()


def read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=default)  # type: ignore[return-value]


def lines(content: bytes) -> list[bytes]:
    assert b"\n" not in content.replace(b"\r\n", b""), "every line ends with CR LF"
    assert b"\r" not in content.replace(b"\r\n", b"")
    return content.split(b"\r\n")


def test_both_alternatives_say_what_was_written() -> None:
    html = "<p>안녕하세요, <b>민수</b>님</p>" + "<!-- long -->" * 200
    email = read(raw(html=html, language="ko"))
    assert email.get_content_type() == "multipart/alternative"
    plain, rich = list(email.iter_parts())
    assert (plain.get_content_type(), rich.get_content_type()) == ("text/plain", "text/html")  # the best one last
    assert plain.get_content().splitlines() == ["안녕하세요", "둘째 줄"]
    assert rich.get_content().strip() == html
    assert email["Subject"] == "질문 하나"
    assert email["Content-Language"] == "ko"
    assert [(each.display_name, each.addr_spec) for each in email["From"].addresses] == [
        ("모두의 가게, 고객센터", "hello@example.com")
    ]
    assert email["Date"].datetime == AT
    assert email["Message-ID"] == "<dlv_1@example.com>"


def test_text_alone_needs_no_parts() -> None:
    assert read(raw()).get_content_type() == "text/plain"


def test_the_same_delivery_is_always_the_same_message() -> None:
    assert raw(html="<p>x</p>") == raw(html="<p>x</p>")
    assert read(raw(id="dlv_2"))["Message-ID"] != read(raw())["Message-ID"]


def test_a_thread_is_kept_and_forged_ids_are_left_out() -> None:
    email = read(raw(in_reply_to="<q1@mail.kr>", references=("<a@b.c>", "<x\r\nBcc: e@vil>", "<q1@mail.kr>", "no id")))
    assert (email["In-Reply-To"], email["References"]) == ("<q1@mail.kr>", "<a@b.c> <q1@mail.kr>")
    assert email["Bcc"] is None
    long = read(raw(references=tuple(f"<{n}@mail.kr>" for n in range(90))))["References"].split()
    assert (long[0], long[-1], len(long)) == ("<0@mail.kr>", "<89@mail.kr>", 20)


def test_one_click_unsubscribing_survives_the_journey() -> None:
    content = raw(headers=unsubscribing(LINK, mail_to="no@example.com"))
    email = read(content)
    assert email["List-Unsubscribe"] == f"<{LINK}>, <mailto:no@example.com?subject=unsubscribe>"
    assert email["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # programs that decode nothing find it, too
    assert f"<{LINK}>".encode() in content


def test_a_link_without_encryption_promises_no_single_click() -> None:
    assert "List-Unsubscribe-Post" not in unsubscribing("http://127.0.0.1:8000/u/x")


@pytest.mark.parametrize(
    ("purpose", "submitted", "precedence"),
    [
        (Purpose.survey, "auto-generated", "bulk"),
        (Purpose.advertising, "auto-generated", "bulk"),
        (Purpose.notice, "auto-replied", None),
        (Purpose.reply, None, None),
    ],
)
def test_no_program_answers_a_program(purpose: Purpose, submitted: str | None, precedence: str | None) -> None:
    email = read(raw(purpose=purpose))
    assert (email["Auto-Submitted"], email["Precedence"]) == (submitted, precedence)


@given(subject=words, name=words, body=words, html=words)
def test_nobodys_words_become_a_field_or_a_recipient(subject: str, name: str, body: str, html: str) -> None:
    named = f"{name.replace('<', '(').replace('>', ')')} <hello@example.com>"
    content = raw(subject=subject, sender=named, reply_to=named, text=body, html=html, headers=unsubscribing(LINK))
    assert all(len(line) <= LIMIT_CHARACTERS for line in lines(content))
    head = content.partition(b"\r\n\r\n")[0]
    head.decode("ascii")
    names = [line.partition(b":")[0].decode() for line in head.split(b"\r\n") if line[:1] != b" "]
    assert sorted(names) == sorted(
        ["From", "To", "Reply-To", "Subject", "Message-ID", "Auto-Submitted", "Precedence", "List-Unsubscribe",
         "List-Unsubscribe-Post", "Date", "MIME-Version", "Content-Type", "Content-Language"]
    )  # fmt: skip
    assert all(len(word) <= 75 for word in re.findall(rb"=\?[^ ]*?\?=", head))
    email = read(content)
    assert email["Subject"] == clean(subject)
    for field, address in (("From", "hello@example.com"), ("Reply-To", "hello@example.com"), ("To", "kim@example.org")):
        assert [each.addr_spec for each in email[field].addresses] == [address]
    assert len(list(email.iter_parts())) == 2


@given(name=words)
def test_a_senders_name_arrives_as_it_was_written(name: str) -> None:
    plain = name.replace("<", "(").replace(">", ")").strip().strip('"')
    assume(clean(plain))
    # by the older reader: the newer one of Python 3.11 puts spaces between the encoded words of one name
    field = message_from_bytes(raw(sender=f"{plain} <a@example.com>"), policy=compat32)["From"]
    written, _, address = str(make_header(decode_header(field.replace("\r\n", "")))).rpartition(" <")
    # a quotation mark inside an encoded word is the name's own
    unquoted = re.sub(r"\\(.)", r"\1", written[1:-1]) if field[:1] == '"' else written
    assert (unquoted.strip(), address) == (clean(plain), "a@example.com>")


@given(body=st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n")))
def test_a_body_arrives_as_it_was_written(body: str) -> None:
    received = read(raw(text=body)).get_content().replace("\r\n", "\n")
    assert received.rstrip("\n") == body.rstrip("\n")


@pytest.mark.parametrize(
    "to",
    [
        "", "kim", "@example.com", "kim@", "a@b.c, d@e.f", "a@b.c\r\nBcc: d@e.f", "kim <a@b.c> <d@e.f>", "a b@c.d",
        "kim@exa mple.com", "a@b@c.d", "kim@example.com\0", "kim\u2028@example.com", "kim@-", "kim@.com", "a;b@c.d",
        "kim@example.com>", "x" * 65 + "@example.com", "\ud800@example.com", "kim@" + "a." * 130 + "com",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(to: str) -> None:
    with pytest.raises(Invalid):
        raw(to=to)


@pytest.mark.parametrize(
    ("to", "written"),
    [
        ("kim@example.com", "kim@example.com"),
        (" Kim+shop@Example.COM ", "Kim+shop@example.com"),
        ("o'neil!#$%&*/=?^_`{|}~-@example.com", "o'neil!#$%&*/=?^_`{|}~-@example.com"),
        ("kim..su@docomo.ne.jp", "kim..su@docomo.ne.jp"),
        ("kim@예시.한국", "kim@xn--vv4b11d.xn--3e0b707e"),
        ("홍길동@naver.com", "홍길동@naver.com"),
        ("Kim <kim@example.com>", "kim@example.com"),
    ],
)
def test_an_address_is_written_so_that_servers_take_it(to: str, written: str) -> None:
    content = raw(to=to)
    assert f"\r\nTo: {written}\r\n".encode() in content


@pytest.mark.parametrize(
    "headers",
    [
        {"Bcc": "a@b.c"}, {"bcc": "a@b.c"}, {"To": "a@b.c"}, {"Subject": "x"}, {"Content-Type": "text/html"},
        {"X-A\r\nBcc": "x"}, {"X-A": "x\r\nBcc: a@b.c"}, {"X-A": "x\ny"}, {"X A": "x"}, {"X-A:": "x"}, {"": "x"},
        {"X-A": "한글"}, {"X-A": "x\0"}, {"List-Unsubscribe": "<https://a.b/" + "x" * 1000 + ">"}, {"X-\xe9": "x"},
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_written_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        raw(headers=headers)


@given(name=words, value=words)
def test_a_field_is_written_whole_or_refused(name: str, value: str) -> None:
    try:
        content = raw(headers={name: value})
    except Invalid:
        return
    fields = {key.lower() for key in read(content)}
    assert name.lower() in fields
    assert len(fields) == len(read(raw())) + 1


@pytest.mark.parametrize("language", ["ko\r\nBcc: a@b.c", "한국어"])
def test_a_language_is_a_tag(language: str) -> None:
    with pytest.raises(Invalid):
        raw(language=language)


@pytest.mark.parametrize("delivery", ["dlv 1", "dlv\r\n1", "한글", "", "x" * 300])
def test_an_id_that_cannot_stand_in_a_message_id_is_refused(delivery: str) -> None:
    with pytest.raises(Invalid):
        raw(id=delivery)
