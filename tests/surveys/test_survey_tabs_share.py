"""Every way a survey reaches people."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.surveys.tabbing import author
from voc.channels import segments
from voc.surveys import sharing


async def test_the_snippet_names_the_workspace_and_the_loader(app, watch):
    async with author(app, watch) as kim:
        shown = unescape((await kim.see("share")).text)
        assert "http://voc.test/w.js" in shown
        assert f"projectId: '{kim.workspace}'" in shown
        assert f'<div data-voc-survey="{kim.id}"></div>' in shown
        assert f"http://voc.test/s/{kim.id}?kiosk&source=kiosk" in shown


async def test_a_source_goes_into_the_link_and_the_qr_code(app, watch):
    async with author(app, watch) as kim:
        shown = unescape((await kim.see("share?source=store-12")).text)
        assert f'value="http://voc.test/s/{kim.id}?source=store-12"' in shown
        assert f"/surveys/{kim.id}/qr.svg?source=store-12" in shown
        assert (await kim.see("share?source=<script>")).status_code == 400


async def test_a_name_cannot_break_out_of_the_iframe(app, watch):
    async with author(app, watch, name='"><script>alert(1)</script>') as kim:
        shown = (await kim.see("share")).text
        assert "<script>alert" not in shown
        assert "<script>alert" not in unescape(shown).split("<iframe")[1].split("</iframe>")[0]


async def test_qr_codes_come_as_svg_and_png(app, watch):
    async with author(app, watch) as kim:
        svg = await kim.see("qr.svg")
        assert svg.headers["content-type"].startswith("image/svg+xml")
        assert ElementTree.fromstring(svg.content).tag.endswith("svg")
        png = await kim.see("qr.png")
        assert png.headers["content-type"] == "image/png"
        assert png.content.startswith(b"\x89PNG")
        assert (await kim.see("qr.svg?source=a")).content != svg.content
        assert (await kim.see("qr.gif")).status_code == 404


async def test_texts_are_offered_in_the_surveys_languages_the_readers_first(app, watch):
    async with author(app, watch) as kim:
        shown = (await kim.see("share", language="ko")).text
        assert [*dict.fromkeys(re.findall(r'id="mail-(\w+)"', shown))] == ["ko", "en"]
        assert "어떠셨나요" in shown


@pytest.mark.parametrize(
    ("seconds", "english", "korean"),
    [
        (0, "about 10 seconds", "10초쯤"),
        (10, "about 10 seconds", "10초쯤"),
        (42, "about 50 seconds", "50초쯤"),
        (51, "about 1 min", "1분쯤"),
        (174, "about 3 min", "3분쯤"),
    ],
)
def test_messages_promise_no_less_time_than_it_takes(seconds, english, korean):
    for language, words in (("en", english), ("ko", korean)):
        assert words in sharing.sms(language, "Shop", "https://a", seconds=seconds)
        assert words in sharing.mail(language, "Shop", "https://a", questions=3, seconds=seconds).body


def test_one_question_is_announced_only_where_there_is_one():
    assert sharing.mail("en", "Shop", "", questions=1, seconds=9).subject == "One question from Shop"
    assert sharing.mail("en", "Shop", "", questions=2, seconds=9).subject == "A few questions from Shop"
    assert sharing.mail("ko", "가게", "", questions=2, seconds=9).subject == "가게에서 몇 가지 여쭤볼게요"


async def test_the_messages_know_how_long_the_survey_is(app, watch):
    async with author(app, watch) as kim:
        shown = unescape((await kim.see("share", language="en")).text)
        assert "ten seconds" not in shown
        assert re.search(r"how was it with us\? It takes about \d+ (seconds|min):", shown)


async def test_a_message_is_counted_while_it_is_written(app, watch):
    async with author(app, watch) as kim:
        part = (await kim.see("share?sms_text=" + "a" * 161, **{"hx-request": "true"})).text
        assert "<html" not in part
        assert "2 messages" in part
        assert "161 characters" in part


@pytest.mark.parametrize(
    ("text", "units", "parts", "unicode", "korean_short"),
    [
        ("", 0, 0, False, True),
        ("a" * 160, 160, 1, False, False),
        ("a" * 161, 161, 2, False, False),
        ("€" * 80, 160, 1, False, False),
        ("€" * 81, 162, 2, False, False),
        ("가" * 45, 45, 1, True, True),
        ("가" * 46, 46, 1, True, False),
        ("가" * 70, 70, 1, True, False),
        ("가" * 71, 71, 2, True, False),
        ("😀" * 35, 70, 1, True, True),
        ("😀" * 36, 72, 2, True, True),
    ],
)
def test_messages_are_counted_as_carriers_do(text, units, parts, unicode, korean_short):
    found = segments.size(text)
    assert (found.units, found.parts, found.unicode, found.korean_short) == (units, parts, unicode, korean_short)


@given(st.text(max_size=700))
def test_a_message_always_fits_into_its_parts(text):
    found = segments.size(text)
    assert found.room >= 0
    assert (found.parts == 0) == (text == "")


@given(st.text(alphabet="abc&=#? %가", max_size=40))
def test_a_source_survives_its_link(source):
    from urllib.parse import parse_qs, urlsplit

    read = parse_qs(urlsplit(sharing.link("https://voc.test", "srv_1", source=source or None, lang="ko")).query)
    assert read.get("source", [""])[0] == source
