"""What was written, without what was quoted and signed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from incoming_mails import replies

from voc.channels.incoming.html import text_of
from voc.channels.incoming.stripping import strip

CASES = replies()


@pytest.mark.parametrize(("text", "kept"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_only_what_was_written_is_kept(text: str, kept: str) -> None:
    assert strip(text) == kept


@pytest.mark.parametrize(("text", "kept"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_line_ends_and_blanks_do_not_matter(text: str, kept: str) -> None:
    assert strip(text.replace("\n", "\r\n").replace(" ", "\u00a0")) == kept


def test_the_table_is_of_use() -> None:
    assert len(CASES) >= 80
    assert sum(text.strip() != kept for _, text, kept in CASES) >= 60


LINES = st.sampled_from(
    """\
I like it.
좋아요

> quoted
--
Sent from my iPhone
감사합니다.
이하나 드림
Best regards,
Hana
On Sun, Nov 22, 2026 at 3:12 PM Acme <a@b.example> wrote:
-----Original Message-----
From: a@b.example
Sent: Sunday
To: me
Subject: x
2026년 11월 22일 (일) 오후 3:12, 한빛 <a@b.example>님이 작성:
T. 02-1234-5678
________________________________
This e-mail is confidential and intended for the addressee only, please delete it.""".splitlines()
)


@given(st.lists(LINES | st.text(max_size=60), max_size=25))
def test_something_is_always_left_and_nothing_is_made_up(lines: list[str]) -> None:
    text = "\n".join(lines)
    kept = strip(text)
    assert bool(kept) == bool(strip(text + "\n"))
    if any(each.isalnum() for each in text):
        assert kept
    letters = iter(text)
    assert all(each in letters for each in kept if each.isalnum()), "kept in its order"


@given(st.lists(st.sampled_from(["I like it.", "The zip broke.", "색이 달라요.", "Can it be blue?", ""]), min_size=1))
def test_plain_text_is_left_alone(lines: list[str]) -> None:
    plain = "\n".join(lines).strip()
    assert strip(plain).split() == plain.split()


@pytest.mark.parametrize(
    "nasty", [" " * 390 + "x", "-" * 390 + "x", "> " * 190, "On " * 130, "2026" * 99, "a@" * 190, ": " * 190]
)
def test_lines_made_to_be_slow_are_not(nasty: str) -> None:
    began = time.perf_counter()
    strip("\n".join([nasty] * 2_000))
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("<div>a<div>b</div>c</div>", "a\nb\nc"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<ul><li>a</li><li>b <b>c</b></li></ul>", "- a\n- b c"),
        ("a <span style='display: none'>hidden</span>b", "a b"),
        ("<style>p{}</style><script>x</script><p>a &amp; b &lt;c&gt;</p>", "a & b <c>"),
        ("<blockquote type='cite'>a<br>b</blockquote>c", "> a\n> b\nc"),
        ("<blockquote style='margin-left: 40px'>indented</blockquote>", "indented"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("  spread \n over   lines ", "spread over lines"),
        ("<!-- comment --><?php x ?>a", "a"),
        ("<p>unclosed <b>tags", "unclosed tags"),
        ("가나&nbsp;다", "가나\u00a0다"),
        ("", ""),
    ],
)
def test_html_is_read_as_it_looks(markup: str, text: str) -> None:
    assert text_of(markup) == text


@given(
    st.text()
    | st.lists(st.sampled_from(["<p>", "</p>", "<table>", "<td", ">", "<![", "<!", "&#", "x", "\x00"])).map("".join)
)
def test_any_markup_is_some_text(markup: str) -> None:
    assert "<script" not in text_of(f"{markup}<script>x</script>") or "<script" in markup


def test_deep_markup_is_read_to_some_depth() -> None:
    assert isinstance(text_of("<div>" * 50_000 + "deep"), str)
