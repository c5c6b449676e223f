"""Forms and addresses that no page of ours made: nothing breaks, and nothing is stored that was not asked."""

import json

import pytest

from tests.responses.filling_in import answer, question, rows, submission
from tests.surveying import NPS, WHY, publish, response
from voc.asks import policy


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


async def test_another_s_answers_do_not_open_by_another_survey_s_link(person, caller):
    survey, other = await publish(caller), await publish(caller)
    address = f"/s/{survey['id']}"
    page = await person.get(address)
    await answer(person, page, address, {"answer_nps": "8"})
    assert "checked" not in (await person.get(f"/s/{other['id']}?r={submission(page)}")).text
    assert "checked" in (await person.get(f"{address}?r={submission(page)}&at=nps")).text


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
