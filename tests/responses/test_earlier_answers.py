"""Answers that were stored before personal data were sealed."""

import json

import pytest_asyncio

from tests.engine import alone, declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from tests.surveying import publish, response
from voc.accounts import catching_up
from voc.dispatcher import FOR_EARLIER
from voc.feedback.domain import fingerprint

GIVEN = {"mail": "minsu.kim@example.test", "why": "010-2345-6789 로 연락 주세요.", "who": {"name": "김민수"}}
SHOWN = {"mail": "m•••@example.test", "why": "[PHONE] 로 연락 주세요.", "who": {"name": "김•••"}}
QUESTIONS = [
    {"id": "mail", "type": "email", "text": {"en": "Your address?"}},
    {"id": "why", "type": "text", "text": {"en": "Why?"}},
    {"id": "who", "type": "contact", "text": {"en": "Who?"}, "fields": [{"id": "name"}]},
]


@pytest_asyncio.fixture(loop_scope="session")
async def survey(caller, engine):  # noqa: F811
    """It asks how to reach somebody."""
    return await publish(caller, questions=QUESTIONS)


@pytest_asyncio.fixture(loop_scope="session")
async def earlier(caller, survey, engine, database):  # noqa: F811
    """Sends a response and stores it as it was stored once; answers its body."""

    async def send(**fields):
        body = response(survey, answers=GIVEN) | fields
        id_ = (await caller.http.post("/v1/responses", json=body)).json()["id"]
        await engine.settle()
        old = {"answers": body["answers"], "fingerprint": fingerprint(body)}
        await database.responses.update_one({"_id": id_}, {"$set": old, "$unset": {"given": "", "revealed": ""}})
        return id_, body

    return send


async def test_they_are_masked_when_somebody_looks_and_sealed_for_good_after(
    caller,
    survey,
    earlier,
    engine,  # noqa: F811
    database,
):
    ids = sorted([(await earlier())[0] for _ in range(3)])
    listed = (await caller.http.get(f"/v1/surveys/{survey['id']}/responses")).json()["items"]
    assert [(each["answers"], each["masked"]) for each in listed] == [(SHOWN, list(GIVEN))] * 3
    exported = await caller.http.get(f"/v1/surveys/{survey['id']}/results/export", params={"format": "json"})
    assert [each["answers"] for each in exported.json()] == [SHOWN] * 3
    await engine.settle()
    rows = await database.responses.find({"survey": survey["id"]}).to_list()
    assert sorted(row["_id"] for row in rows) == ids
    assert [row["answers"] for row in rows] == [SHOWN] * 3
    assert "minsu.kim" not in json.dumps(rows, default=str, ensure_ascii=False)
    whole = await caller.http.get(f"/v1/surveys/{survey['id']}/responses/{ids[0]}/verbatim")
    assert whole.json() == {"answers": GIVEN}


async def test_they_are_sealed_though_nobody_looks(caller, survey, earlier, engine, database):  # noqa: F811
    id_, _ = await earlier()
    await alone(database, caller.workspace)
    await catching_up.begin(FOR_EARLIER, now=engine.watch())
    await engine.settle()
    assert (await database.responses.find_one({"_id": id_}))["answers"] == SHOWN


async def test_they_can_be_read_word_for_word_before_they_are_sealed(caller, survey, earlier):
    id_, _ = await earlier()
    path = f"/v1/surveys/{survey['id']}"
    assert (await caller.http.get(f"{path}/responses/{id_}/verbatim")).json() == {"answers": GIVEN}
    whole = await caller.http.get(f"{path}/results/export", params={"format": "json", "verbatim": "true"})
    assert whole.json()[0]["answers"] == GIVEN


async def test_sent_again_they_are_the_same_before_and_after_they_are_sealed(caller, survey, earlier, engine):  # noqa: F811
    id_, body = await earlier()
    assert (await caller.http.post("/v1/responses", json=body)).json()["id"] == id_
    await caller.http.get(f"/v1/surveys/{survey['id']}/responses")
    await engine.settle()
    assert (await caller.http.post("/v1/responses", json=body)).json()["id"] == id_
    assert (await caller.http.post("/v1/responses", json=body | {"language": "ko"})).status_code == 409


async def test_an_unfinished_one_is_sealed_when_it_goes_on(caller, survey, earlier, database):
    id_, body = await earlier(finished=False, sequence=1)
    later = body | {"finished": True, "sequence": 2}
    assert (await caller.http.post("/v1/responses", json=later)).json()["id"] == id_
    assert (await database.responses.find_one({"_id": id_}))["answers"] == SHOWN


async def test_what_a_lost_version_asked_is_taken_for_anybodys_words(caller, survey, earlier, database):
    id_, _ = await earlier()
    await database.responses.update_one({"_id": id_}, {"$set": {"version": 99}})
    shown = (await caller.http.get(f"/v1/surveys/{survey['id']}/responses/{id_}")).json()["answers"]
    assert shown == GIVEN | {"mail": "[EMAIL]", "why": SHOWN["why"]}
