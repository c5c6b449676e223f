"""A survey's look: what some people could not read is refused, whatever the browser allowed."""

import json
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.surveys.tabbing import author
from voc.surveys.appearance import Appearance
from voc.surveys.pages.sample import WIDTH, sample, wrapped
from voc.surveys.pages.theme import figures

FORM = {"placement": "modal", "position": "center", "scheme": "auto", "accent": "#1f5f5b", "radius": "4"}


async def test_a_look_is_kept(app, watch):
    async with author(app, watch) as kim:
        fields = FORM | {"accent": "1F5F5B", "background": "#fff", "text": "", "scheme": "light", "tab_label": "의견"}
        answer = await kim.send("theme", **fields)
        assert answer.status_code == 303, answer.text
        look = (await kim.draft()).appearance
        assert (look.placement, look.accent, look.background, look.text) == ("modal", "#1f5f5b", "#ffffff", None)
        assert (look.radius, look.progress, look.tab_label) == (4, False, {"en": "의견"})


@pytest.mark.parametrize(
    "colours",
    [{"background": "#ffffff", "text": "#8a8a8a"}, {"text": "#777777"}, {"scheme": "dark", "text": "#222222"},
     {"scheme": "auto", "text": "#111111"}, {"background": "#777777", "text": "#ffffff"}],
)  # fmt: skip
async def test_faint_text_is_refused_with_its_figure(app, watch, colours):
    async with author(app, watch) as kim:
        before = await kim.draft()
        kim.browser.http.headers["accept-language"] = "en"
        answer = await kim.send("theme", **(FORM | colours))
        assert answer.status_code == 422
        assert "4.5:1" in answer.text
        assert 'class="bad"' in answer.text
        assert await kim.draft() == before


@pytest.mark.parametrize(
    "fields",
    [{"accent": ""}, {"accent": "red"}, {"accent": "#12"}, {"radius": "25"}, {"radius": "-1"}, {"radius": "x"},
     {"placement": "ceiling"}, {"position": "left"}, {"scheme": "sepia"}, {"logo": "http://a.test/l.png"},
     {"logo": "javascript:alert(1)"}],
)  # fmt: skip
async def test_what_is_no_look_is_explained_and_not_kept(app, watch, fields):
    async with author(app, watch) as kim:
        before = await kim.draft()
        answer = await kim.send("theme", **(FORM | fields))
        assert answer.status_code == 422
        assert await kim.draft() == before


async def test_the_drawing_follows_the_form_before_it_is_kept(app, watch):
    async with author(app, watch) as kim:
        query = "accent=%230044cc&scheme=light&radius=8&placement=popover&position=top_left&progress=yes"
        shown = (await kim.see(f"theme/sample?{query}", **{"hx-request": "true"})).text
        assert "<html" not in shown
        assert 'fill="#0044cc"' in shown
        draft = json.loads(unescape(re.search(r"data-draft='([^']+)'", shown)[1]))
        assert draft["definition"]["appearance"]["accent"] == "#0044cc"
        assert (await kim.draft()).appearance.accent != "#0044cc"


async def test_a_half_typed_colour_keeps_the_last_one_in_the_drawing(app, watch):
    async with author(app, watch) as kim:
        shown = await kim.see("theme/sample?accent=%2300&radius=", **{"hx-request": "true"})
        assert shown.status_code in (200, 422)
        assert f'fill="{(await kim.draft()).appearance.accent}"' in shown.text


async def test_a_question_cannot_leave_its_drawing(app, watch):
    question = {"id": "why", "type": "text", "text": {"en": "</text><script>alert(1)</script>'\""}}
    async with author(app, watch, questions=[question]) as kim:
        assert "<script>alert" not in (await kim.see("theme")).text


colours = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@given(colours, colours.map(lambda value: value) | st.none(), st.sampled_from(["auto", "light", "dark"]))
def test_the_label_on_an_accent_can_always_be_read(accent, background, scheme):
    look = Appearance.model_construct(
        **(Appearance().model_dump() | {"accent": accent, "background": background, "scheme": scheme})
    )
    assert all(each.passes for each in figures(look) if each.what == "label")


@given(st.text(max_size=200))
def test_a_drawing_has_at_most_two_lines_of_a_question(text):
    lines = wrapped(text)
    assert 1 <= len(lines) <= 2
    assert all(len(line) <= 40 for line in lines)


@pytest.mark.parametrize("placement", ["popover", "modal", "page", "inline", "tab"])
@pytest.mark.parametrize("position", ["bottom_right", "bottom_left", "top_right", "top_left", "center"])
def test_every_place_lies_on_the_drawing(placement, position):
    drawn = sample(Appearance(placement=placement, position=position), "How likely?", dark=False)
    for box in (drawn.card, drawn.button, *drawn.scores):
        assert 0 <= box.x <= box.x + box.width <= WIDTH
