"""The survey's own page, as somebody without JavaScript meets it: one question at a time, saved as they go."""

import html
import re

import pytest

from tests.people import stranger
from tests.surveying import NPS, WHY, publish

END = {"when": {"on": "answer:nps", "is": "at_least", "value": 9}, "then": [{"do": "end", "ending": "joy"}]}
ENDINGS = [
    {"id": "usual", "title": {"en": "Thanks", "ko": "고마워요"}},
    {
        "id": "joy",
        "title": {"en": "{{answer:nps}} of 10, {{hidden:name|friend}}!"},
        "button": {"text": {"en": "Go"}, "url": "https://x.example"},
    },
]
CHOICES = [{"id": "price", "text": {"en": "Price"}}, {"id": "speed", "text": {"en": "Speed"}}]
ROWS = [{"id": "a", "text": {"en": "A"}}, {"id": "b", "text": {"en": "B"}}]
EVERY_TYPE = {
    "nps": ({}, {"": "9"}, 9),
    "csat": ({}, {"": "4"}, 4),
    "ces": ({}, {"": "7"}, 7),
    "rating": ({"scale": 10}, {"": "10"}, 10),
    "single": ({"choices": CHOICES, "other": True}, {"": "other", ".other": "Colour"}, {"other": "Colour"}),
    "multiple": ({"choices": CHOICES}, {"": ["price", "speed"]}, ["price", "speed"]),
    "dropdown": ({"choices": CHOICES}, {"": "speed"}, "speed"),
    "text": ({}, {"": " It is <slow> "}, "It is <slow>"),
    "email": ({}, {"": "kim@example.com"}, "kim@example.com"),
    "phone": ({}, {"": "+82 10-1234-5678"}, None),
    "url": ({}, {"": "https://example.com/a"}, "https://example.com/a"),
    "number": ({}, {"": "-2.5"}, -2.5),
    "date": ({}, {"": "2026-02-28"}, "2026-02-28"),
    "matrix": ({"rows": ROWS, "columns": CHOICES}, {".a": "price", ".b": "speed"}, {"a": "price", "b": "speed"}),
    "ranking": ({"choices": CHOICES}, {".price": "2", ".speed": "1"}, ["speed", "price"]),
    "picture": ({"choices": [each | {"image": "/p.png"} for each in CHOICES]}, {"": "price"}, ["price"]),
    "consent": ({"label": {"en": "I agree"}}, {"": "yes"}, True),
    "contact": ({"fields": [{"id": "name"}, {"id": "email"}]}, {".name": "Kim"}, {"name": "Kim"}),
    "statement": ({}, {}, None),
    "file": ({}, {}, None),
}


@pytest.fixture
async def person(app):
    async with stranger(app) as browser:
        yield browser.http


def submission(page):
    return re.search(r'name="submission_id" value="(\w+)"', page.text)[1]


def question(page):
    return html.unescape(re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.S)[1])


async def answer(person, page, address, fields):
    sent = {"submission_id": submission(page), "asked": re.search(r'name="asked" value="(\w+)"', page.text)[1]}
    return await person.post(address, data=sent | fields, follow_redirects=True)


async def rows(database, survey):
    return await database.responses.find({"survey": survey["id"]}).to_list()


async def test_opening_the_page_records_nothing_whatever_its_address_says(person, caller, database):
    survey = await publish(caller, hidden=["plan"])
    page = await person.get(f"/s/{survey['id']}?nps=9&why=Fast&plan=pro&source=mail&x=1")
    assert 'value="9" required checked' in page.text
    assert 'content="noindex"' in page.text
    assert await rows(database, survey) == []


async def test_answers_are_saved_one_by_one_and_once(person, caller, database):
    survey = await publish(caller, hidden=["plan"])
    address = f"/s/{survey['id']}?source=mail&plan=pro&lang=ko"
    first = await person.get(address)
    assert question(first).startswith("추천하시겠어요?")
    second = await answer(person, first, address, {"answer_nps": "8"})
    (row,) = await rows(database, survey)
    assert (row["answers"], bool(row["finished"]), row["channel"]) == ({"nps": 8}, False, "link")
    assert (row["context"], row["hidden"], row["language"]) == ({"source": "mail"}, {"plan": "pro"}, "ko")
    for _ in range(2):
        thanks = await answer(person, second, address, {"answer_why": "배송이 빨라요"})
        assert "고마워요" in thanks.text or "감사" in thanks.text
    (row,) = await rows(database, survey)
    assert (row["answers"], bool(row["finished"]), row["seen"]) == (
        {"nps": 8, "why": "배송이 빨라요"},
        True,
        ["nps", "why"],
    )


async def test_logic_endings_and_recall_work_without_javascript(person, caller, database):
    survey = await publish(caller, questions=[NPS | {"rules": [END]}, WHY], endings=ENDINGS, hidden=["name"])
    address = f"/s/{survey['id']}?lang=en&name=<b>Kim</b>"
    thanks = await answer(person, await person.get(address), address, {"answer_nps": "9"})
    assert question(thanks) == "9 of 10, <b>Kim</b>!"
    assert "<b>Kim" not in thanks.text
    assert 'href="https://x.example"' in thanks.text
    why = await answer(person, await person.get(address), address, {"answer_nps": "3"})
    assert question(why) == "Why?"
    back = await person.get(html.unescape(re.search(r'class="button plain large" href="([^"]+)"', why.text)[1]))
    assert 'value="3" required checked' in back.text
    assert question(await answer(person, back, address, {"answer_nps": "10"})) == "10 of 10, <b>Kim</b>!"
    finals = sorted(str(row["answers"]) for row in await rows(database, survey))
    assert finals == ["{'nps': 10}", "{'nps': 9}"]


@pytest.mark.parametrize("kind", EVERY_TYPE)
async def test_every_type_of_question_can_be_answered(person, caller, database, kind):
    settings, parts, expected = EVERY_TYPE[kind]
    survey = await publish(caller, questions=[{"id": "q", "type": kind, "text": {"en": "Well?"}} | settings])
    address = f"/s/{survey['id']}"
    page = await person.get(address)
    assert question(page) == "Well?"
    thanks = await answer(person, page, address, {f"answer_q{part}": value for part, value in parts.items()})
    assert "Thank you" in thanks.text
    (row,) = await rows(database, survey)
    assert bool(row["finished"])
    if expected is not None:
        assert row["answers"]["q"] == expected


@pytest.mark.parametrize("kind", [kind for kind in EVERY_TYPE if kind not in ("statement", "file")])
async def test_what_is_required_is_asked_for_again(person, caller, database, kind):
    asked = {"id": "q", "type": kind, "text": {"en": "Well?"}, "required": True} | EVERY_TYPE[kind][0]
    survey = await publish(caller, questions=[asked])
    address = f"/s/{survey['id']}"
    again = await answer(person, await person.get(address), address, {})
    assert (again.status_code, 'role="alert"' in again.text) == (400, True)
    assert await rows(database, survey) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"answer_nps": "9" * 5_000},
        {"answer_nps": "11"},
        {"answer_nps": "٣"},
        {"answer_nps": "nan"},
        {"answer_nps": "8", **{f"answer_x{n}": "a" for n in range(101)}},
        {"answer_nps": "8", "answer_why": "a\0b"},
        {"answer_nps": "8", "answer_why": "x" * 5_001},
        {"answer_nps": ["8", "9"]},
        {"answer_": "8"},
        {"submission_id": "guess", "answer_nps": "77"},
        {},
    ],
)
async def test_a_form_that_does_not_fit_is_shown_again_and_nothing_is_stored(person, caller, database, fields):
    survey = await publish(caller)
    again = await person.post(f"/s/{survey['id']}", data={"asked": "nps"} | fields)
    assert (again.status_code, again.headers["content-type"][:9]) == (400, "text/html")
    assert await rows(database, survey) == []


async def test_a_closed_survey_says_so_and_lets_those_inside_finish(person, caller, database):
    survey = await publish(caller)
    address = f"/s/{survey['id']}"
    second = await answer(person, await person.get(address), address, {"answer_nps": "8"})
    await caller.http.post(f"/v1/surveys/{survey['id']}/close")
    assert "This survey is closed." in (await person.get(address)).text
    assert "Thank you" in (await answer(person, second, address, {"answer_why": "Done"})).text
    (row,) = await rows(database, survey)
    assert bool(row["finished"])


async def test_another_s_answers_do_not_open_by_another_survey_s_link(person, caller):
    survey, other = await publish(caller), await publish(caller)
    address = f"/s/{survey['id']}"
    page = await person.get(address)
    await answer(person, page, address, {"answer_nps": "8"})
    assert "checked" not in (await person.get(f"/s/{other['id']}?r={submission(page)}")).text
    assert "checked" in (await person.get(f"{address}?r={submission(page)}&at=nps")).text


async def test_any_site_may_frame_it_and_it_says_what_it_is(person, caller):
    survey = await publish(caller)
    page = await person.get(f"/s/{survey['id']}?embed")
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert '<meta property="og:title" content="After delivery">' in page.text
    kiosk = await person.get(f"/s/{survey['id']}?kiosk")
    assert 'data-channel="kiosk"' in kiosk.text
