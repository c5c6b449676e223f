"""A survey takes answers that fit its questions, once, and only while it is open."""

import httpx
import pytest

from tests.people import stranger
from voc.values import Scope


@pytest.fixture
async def survey(caller):
    made = (await caller.http.post("/v1/surveys", json={"name": "After delivery"})).json()
    return (await caller.http.post(f"/v1/surveys/{made['id']}/publish")).json()


def response(survey, **fields):
    return {"survey": survey["id"], "submission_id": "r-1", "answers": {"nps": 9, "why": "Quick."}} | fields


async def test_a_stranger_may_not_answer_without_a_key(caller, survey):
    answer = await caller.http.post("/v1/responses", json=response(survey), headers={"authorization": ""})
    assert answer.status_code == 401


async def test_the_publishable_key_may_answer_and_nothing_else(caller, new_caller, survey):
    publishable = await new_caller(Scope.survey, workspace=caller.workspace)
    assert (await publishable.http.post("/v1/responses", json=response(survey))).status_code == 202
    assert (await publishable.http.get("/v1/surveys")).status_code == 403
    assert (await publishable.http.get("/v1/stats")).status_code == 403


@pytest.mark.parametrize(
    ("answers", "pointer", "message"),
    [
        ({"nps": 11}, "/answers/nps", "whole number from 0 to 10"),
        ({"nps": True}, "/answers/nps", "whole number from 0 to 10"),
        ({"nps": "9"}, "/answers/nps", "whole number from 0 to 10"),
        ({"nps": 9, "why": 3}, "/answers/why", "must be text"),
        ({"nps": 9, "why": "x" * 20_001}, "/answers/why", "longer than 20,000"),
        ({"nps": 9, "age": 30}, "/answers/age", "no question 'age'"),
        ({"why": "Quick."}, "/answers/nps", "needs an answer"),
    ],
)
async def test_answers_that_do_not_fit_are_named_and_nothing_is_stored(
    caller, survey, database, answers, pointer, message
):
    answer = await caller.http.post("/v1/responses", json=response(survey, answers=answers))
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["pointer"], message in error["message"]) == (pointer, True)
    assert await database.responses.count_documents({"workspace": caller.workspace}) == 0


async def test_a_draft_takes_no_answers(caller):
    draft = (await caller.http.post("/v1/surveys", json={"name": "Draft"})).json()
    assert (await caller.http.post("/v1/responses", json=response(draft))).status_code == 409


async def test_a_foreign_survey_answers_404(caller, new_caller, survey):
    other = await new_caller()
    assert (await other.http.get(f"/v1/surveys/{survey['id']}")).status_code == 404
    assert (await other.http.post("/v1/responses", json=response(survey))).status_code == 404
    assert (await other.http.post(f"/v1/surveys/{survey['id']}/publish")).status_code == 404


@pytest.mark.parametrize("id_", ["%00", "srv_%00", "%ff", "$ne", "a.b", "x" * 5_000, "%ed%a0%80", "2026-05-01", "{}"])
async def test_a_link_of_any_letters_is_a_page_that_says_so(app, caller, survey, id_):
    async with stranger(app) as person:
        for path in (f"/s/{id_}", f"/s/{id_}/thanks"):
            assert (await person.http.get(path)).status_code == 404
        assert (await person.http.post(f"/s/{id_}", data={"answer_nps": "8"})).status_code == 404
    body = response(survey) | {"survey": "a\\b"}
    assert (await caller.http.post("/v1/responses", json=body)).status_code == 404


async def test_a_link_to_nothing_is_a_page_that_says_so(app):
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://voc.test") as browser:
        answer = await browser.get("/s/srv_nothing")
    assert (answer.status_code, answer.headers["content-type"][:9]) == (404, "text/html")
