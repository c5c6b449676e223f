"""Every answer is saved as it is given: one response, however often and in whatever order its saves arrive."""

import asyncio
import random
from datetime import timedelta

import pytest

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from tests.surveying import WHY, Visitor, publish, response


@pytest.fixture
async def survey(caller):
    return await publish(caller)


async def send(caller, body):
    return await caller.http.post("/v1/responses", json=body)


async def stored(database, body):
    return await database.responses.find_one({"submission_id": body["submission_id"]})


async def test_an_unfinished_response_is_continued_until_it_is_finished(caller, survey, database):
    first = response(survey, finished=False, sequence=1, seen=["nps"], seconds={"nps": 2.5})
    last = first | {"answers": {"nps": 9, "why": "Quick."}, "finished": True, "sequence": 2, "seen": ["nps", "why"]}
    ids = {(await send(caller, body)).json()["id"] for body in (first, first, last, last)}
    assert len(ids) == 1
    row = await stored(database, first)
    assert (row["answers"], bool(row["finished"]), row["seen"]) == (last["answers"], True, ["nps", "why"])


async def test_saves_without_numbers_continue_too(caller, survey, database):
    first = response(survey, finished=False)
    last = first | {"answers": {"nps": 3, "why": "Slow."}, "finished": True}
    assert [(await send(caller, body)).status_code for body in (first, last)] == [202, 202]
    assert (await stored(database, first))["answers"] == last["answers"]


async def test_whatever_order_saves_arrive_in_the_last_one_stays(caller, survey, database):
    saves = [response(survey, finished=False, sequence=n, answers={"nps": n}) for n in range(1, 9)]
    saves = [save | {"submission_id": saves[0]["submission_id"]} for save in saves]
    saves.append(saves[0] | {"answers": {"nps": 10, "why": "Done."}, "finished": True, "sequence": 9})
    random.Random(3).shuffle(saves)
    answers = await asyncio.gather(*(send(caller, save) for save in saves))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    row = await stored(database, saves[0])
    assert (row["answers"], row["sequence"], bool(row["finished"])) == ({"nps": 10, "why": "Done."}, 9, True)


@pytest.mark.parametrize(
    "change",
    [
        {"answers": {"nps": 1}},
        {"answers": {"nps": 1}, "sequence": 7},
        {"answers": {"nps": 1}, "sequence": 7, "finished": False},
    ],
)
async def test_a_finished_response_is_final(caller, survey, database, change):
    first = response(survey)
    assert (await send(caller, first)).status_code == 202
    refused = await send(caller, first | change)
    assert (refused.status_code, refused.json()["type"].rsplit(":", 1)[-1]) == (409, "submission-conflict")
    assert (await stored(database, first))["answers"] == {"nps": 9}


async def test_one_number_cannot_say_two_things(caller, survey):
    first = response(survey, finished=False, sequence=4)
    assert (await send(caller, first)).status_code == 202
    assert (await send(caller, first | {"answers": {"nps": 2}})).status_code == 409


async def test_an_unfinished_response_may_lack_what_a_finished_one_needs(caller, survey):
    assert (await send(caller, response(survey, answers={}, finished=False))).status_code == 202
    refused = await send(caller, response(survey, answers={}))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/answers/nps")


async def test_who_has_begun_may_finish_a_survey_that_closed_meanwhile(caller, survey, database):
    first = response(survey, finished=False)
    await send(caller, first)
    await caller.http.post(f"/v1/surveys/{survey['id']}/close")
    refused = await send(caller, response(survey))
    assert (refused.status_code, refused.json()["title"]) == (409, "Survey closed")
    assert (await send(caller, first | {"finished": True})).status_code == 202


async def test_who_has_begun_finishes_the_version_they_met(caller, survey, database):
    first = response(survey, answers={"nps": 8, "why": "Fine"}, finished=False, version=1)
    await send(caller, first)
    other = [{"id": "csat", "type": "csat", "text": {"en": "How was it?"}}]
    await caller.http.patch(f"/v1/surveys/{survey['id']}", json={"questions": other})
    assert (await caller.http.post(f"/v1/surveys/{survey['id']}/publish")).json()["version"] == 2
    assert (await send(caller, first | {"finished": True})).status_code == 202
    assert (await send(caller, response(survey, answers={"csat": 5}))).status_code == 202
    assert (await send(caller, response(survey, answers={"nps": 5}))).status_code == 400
    assert (await send(caller, response(survey, answers={"nps": 5}, version=1))).status_code == 202
    assert (await send(caller, response(survey, answers={"nps": 5}, version=7))).status_code == 404


async def test_answers_off_the_way_are_dropped_when_it_is_finished(caller, database):
    skip = {"when": {"on": "answer:nps", "is": "at_least", "value": 9}, "then": [{"do": "end", "ending": "thanks"}]}
    nps = {"id": "nps", "type": "nps", "text": {"en": "How likely?"}, "rules": [skip]}
    survey = await publish(caller, questions=[nps, WHY], endings=[{"id": "thanks", "title": {"en": "Thanks"}}])
    sent = response(survey, answers={"nps": 9, "why": "typed before going back"})
    assert (await send(caller, sent)).status_code == 202
    assert (await stored(database, sent))["answers"] == {"nps": 9}


async def test_an_abandoned_response_is_heard_after_a_while_and_once(caller, survey, engine, watch):  # noqa: F811
    first = response(survey, answers={"nps": 2, "why": "login crash"}, finished=False, sequence=1)
    await send(caller, first)

    async def heard():
        await engine.settle()
        found = (await caller.http.get("/v1/feedback")).json()["items"]
        return sorted((item["text"], item["rating"]) for item in found)

    assert await heard() == []
    watch.turn(timedelta(minutes=20))
    await send(caller, first | {"sequence": 2, "seen": ["nps", "why"]})
    watch.turn(timedelta(minutes=20))
    assert await heard() == []
    watch.turn(timedelta(minutes=20))
    assert await heard() == [("login crash", 2)]
    await send(caller, first | {"sequence": 3, "finished": True})
    assert await heard() == [("login crash", 2)]


async def test_words_added_after_it_was_heard_are_heard_too(caller, survey, engine, watch):  # noqa: F811
    first = response(survey, answers={"nps": 2, "why": "login crash"}, finished=False, sequence=1)
    await send(caller, first)
    watch.turn(timedelta(hours=1))
    await engine.settle()
    await send(caller, first | {"answers": {"nps": 2, "why": "login crash and price"}, "sequence": 2, "finished": True})
    await engine.settle()
    found = (await caller.http.get("/v1/feedback")).json()["items"]
    assert sorted(item["text"] for item in found) == ["login crash", "login crash and price"]


async def test_a_visitor_is_no_customer(caller, survey, engine, database):  # noqa: F811
    sent = response(survey, answers={"nps": 2, "why": "login crash"}, visitor="v-77")
    assert (await Visitor(caller).send("/responses", sent)).status_code == 202
    await engine.settle()
    (item,) = (await caller.http.get("/v1/feedback")).json()["items"]
    assert (item["customer"], item["channel"]) == (None, "widget")
