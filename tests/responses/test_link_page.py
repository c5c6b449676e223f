"""The survey's own page, as somebody without JavaScript meets it: one question at a time, saved as they go."""

import html
import json
import re

import pytest

from tests.people import stranger
from tests.surveying import NPS, WHY, publish, response
from voc.asks import policy

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


async def test_beyond_a_quota_its_author_s_ending_is_shown(person, caller, database):
    few = {"id": "few", "name": "Few", "where": {"on": "answer:nps", "is": "at_least", "value": 9}, "limit": 1}
    asked = {"questions": [NPS], "endings": ENDINGS, "hidden": ["name"]}
    survey = await publish(caller, **asked, schedule={"quotas": [few | {"ending": "joy"}]})
    address = f"/s/{survey['id']}?lang=en"
    for ending in ("Thanks", "9 of 10, friend!"):
        thanks = await answer(person, await person.get(address), address, {"answer_nps": "9"})
        assert (thanks.status_code, question(thanks)) == (200, ending)
    assert len(await rows(database, survey)) == 1
    refused = await caller.http.post("/v1/responses", json=response(survey, answers={"nps": 9}))
    problem = refused.json()
    assert (refused.status_code, problem["quota"], problem["ending"]) == (409, "few", "joy")


async def test_when_enough_have_answered_nobody_is_asked_in_vain(person, caller, database):
    survey = await publish(caller, schedule={"limit": 1})
    address = f"/s/{survey['id']}?lang=en"
    first, second = await person.get(address), await person.get(address)
    assert question(await answer(person, first, address, {"answer_nps": "9"})) == "Why?"
    late = await answer(person, second, address, {"answer_nps": "2"})
    assert (late.status_code, "This survey is closed." in late.text) == (200, True)
    assert "This survey is closed." in (await person.get(address)).text
    assert len(await rows(database, survey)) == 1


async def test_a_survey_that_is_not_open_yet_says_when(person, caller):
    survey = await publish(caller, schedule={"opens_at": "2099-03-01T09:00:00Z"})
    page = await person.get(f"/s/{survey['id']}?lang=en")
    assert "This survey is not open yet." in page.text
    assert "2099" in page.text


async def test_what_was_sent_is_final_and_says_so(person, caller, database):
    survey = await publish(caller, questions=[NPS])
    address = f"/s/{survey['id']}?lang=en"
    page = await person.get(address)
    await answer(person, page, address, {"answer_nps": "9"})
    again = await answer(person, page, address, {"answer_nps": "1"})
    assert (again.status_code, "Thank you" in again.text) == (200, True)
    asked_again = await person.get(f"{address}&r={submission(page)}&at=nps", follow_redirects=True)
    assert "Thank you" in asked_again.text
    (row,) = await rows(database, survey)
    assert row["answers"] == {"nps": 9}


async def test_thanks_are_for_those_who_answered(person, caller):
    survey = await publish(caller)
    page = await person.get(f"/s/{survey['id']}/thanks?lang=en&r={'a' * 32}", follow_redirects=True)
    assert question(page) == "How likely?"


async def test_who_began_with_a_version_finishes_with_it(person, caller, database):
    survey = await publish(caller)
    address = f"/s/{survey['id']}?lang=en"
    why = await answer(person, await person.get(address), address, {"answer_nps": "4"})
    other = {"id": "other", "type": "text", "text": {"en": "Something else?"}, "required": True}
    await caller.http.patch(f"/v1/surveys/{survey['id']}", json={"questions": [NPS, other]})
    await caller.http.post(f"/v1/surveys/{survey['id']}/publish")
    assert "Thank you" in (await answer(person, why, address, {"answer_why": "Slow"})).text
    (row,) = await rows(database, survey)
    assert (row["version"], row["answers"]) == (1, {"nps": 4, "why": "Slow"})


async def test_nobody_skips_what_is_required_by_its_address(person, caller, database):
    survey = await publish(caller)
    address = f"/s/{survey['id']}?lang=en"
    assert question(await person.get(f"{address}&at=why")) == "How likely?"
    sent = {"submission_id": "b" * 32, "asked": "why", "answer_why": "Hm"}
    refused = await person.post(address, data=sent)
    assert (refused.status_code, question(refused)) == (400, "How likely?")
    assert await rows(database, survey) == []


@pytest.mark.parametrize(
    "query",
    [
        "nps=%FF%FE&name=%ED%A0%80&why=%00%07",
        "name=" + "x" * 6_000,
        "&".join(f"x{n}=1" for n in range(300)),
        "lang=" + "k" * 3_000 + "&lang=../../etc&source=%0d%0aset-cookie:a",
        "nps[$gt]=1&name[]=1&why.x=2&at[]=1",
        "kiosk=%22%0d%0a&embed=<b>&r[]=1",
        "nps=1e999&why=" + "%F0%9F%98%80" * 1_000,
    ],
)
async def test_no_address_breaks_the_page_or_what_follows(person, caller, database, query):
    survey = await publish(caller, hidden=["name"])
    address = f"/s/{survey['id']}?{query}"
    page = await person.get(address)
    assert page.status_code == 200
    why = await answer(person, page, address, {"answer_nps": "5"})
    assert why.status_code == 200
    assert (await answer(person, why, address, {"answer_why": "Done"})).status_code == 200
    (row,) = await rows(database, survey)
    assert row["answers"] == {"nps": 5, "why": "Done"}


async def test_a_recalled_value_is_not_recalled_again(person, caller):
    asked = NPS | {"text": {"en": "{{hidden:name|you}}, how likely?"}}
    survey = await publish(caller, questions=[asked, WHY], hidden=["name", "secret"])
    page = await person.get(f"/s/{survey['id']}", params={"name": "{{hidden:secret}}{% x %}<b>", "secret": "s3cret"})
    assert question(page) == "{{hidden:secret}}{% x %}<b>, how likely?"


async def test_fifty_long_questions_are_answered_to_the_end(person, caller, database):
    asked = [{"id": f"q{n}", "type": "text", "text": {"en": f"{n} " + "long " * 150}} for n in range(50)]
    survey = await publish(caller, questions=asked)
    address = f"/s/{survey['id']}"
    page = await person.get(address)
    for number in range(50):
        page = await answer(person, page, address, {f"answer_q{number}": "word " * 200})
        assert page.status_code == 200
    assert "Thank you" in page.text
    (row,) = await rows(database, survey)
    assert (bool(row["finished"]), len(row["answers"]), len(row["seen"])) == (True, 50, 50)


async def test_a_kiosk_without_javascript_starts_anew(person, caller):
    survey = await publish(caller, questions=[NPS])
    address = f"/s/{survey['id']}?kiosk&lang=en"
    page = await person.get(address)
    assert "refresh" not in page.headers
    thanks = await answer(person, page, address, {"answer_nps": "9"})
    assert thanks.headers["refresh"] == f"8; url=/s/{survey['id']}?lang=en&kiosk="


async def test_the_author_s_colours_come_as_a_style_sheet(person, caller):
    dressed = {"accent": "#ffd166", "background": "#101010", "radius": 20}
    survey = await publish(caller, appearance=dressed)
    page = await person.get(f"/s/{survey['id']}")
    assert '<html lang="en" data-theme="dark">' in page.text
    sheet = await person.get(html.unescape(re.search(r'href="(/s/[^"]+/look\.css[^"]*)"', page.text)[1]))
    assert sheet.headers["content-type"].startswith("text/css")
    assert "--accent: light-dark(#ffd166, #ffd166);" in sheet.text
    plain = await publish(caller)
    assert "--accent" not in (await person.get(f"/s/{plain['id']}/look.css")).text


async def test_a_link_needs_no_permission_of_the_workspace_s_sites(caller):
    survey = await publish(caller)
    rules = await policy.read(caller.workspace)
    only = rules.policy.model_copy(update={"origins": ["https://shop.example"]})
    await policy.save(caller.workspace, policy=only, segments=rules.segments)
    body = json.dumps(response(survey, channel="link"))
    headers = {"authorization": "", "content-type": "text/plain"}
    own = {"origin": "http://voc.test", "sec-fetch-site": "same-origin"}
    place = f"/c/{caller.workspace}/responses"
    assert (await caller.http.post(place, content=body, headers=headers | own)).status_code == 202
    other = {"origin": "https://other.example", "sec-fetch-site": "cross-site"}
    assert (await caller.http.post(place, content=body, headers=headers | other)).status_code == 403
