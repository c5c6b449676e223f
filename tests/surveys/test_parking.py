"""A response that cannot become feedback waits for a person, alone and in sight."""

from datetime import timedelta

import pytest
from pymongo.errors import AutoReconnect

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from tests.people import member
from voc.responses import queries


@pytest.fixture
async def bad(caller, database):
    """Three responses; the channel of the second is one that feedback does not take."""
    survey = (await caller.http.post("/v1/surveys", json={"name": "NPS"})).json()
    await caller.http.post(f"/v1/surveys/{survey['id']}/publish")
    for number in range(3):
        answers = {"nps": 3, "why": f"login crash {number}"}
        body = {"survey": survey["id"], "submission_id": f"r-{number}", "answers": answers}
        assert (await caller.http.post("/v1/responses", json=body)).status_code == 202
    at = {"workspace": caller.workspace, "submission_id": "r-1"}
    await database.responses.update_one(at, {"$set": {"channel": "Not A Channel"}})
    return at


async def texts(caller):
    return sorted(item["text"] for item in (await caller.http.get("/v1/feedback")).json()["items"])


async def test_a_bad_response_is_parked_alone_shown_and_retried(app, caller, engine, watch, database, bad):  # noqa: F811
    await engine.settle()
    assert await texts(caller) == ["login crash 0", "login crash 2"]
    for _ in range(7):
        watch.turn(timedelta(minutes=10))
        await engine.settle()
    (parked,) = await queries.parked(caller.workspace)
    assert (parked.text, parked.attempts) == ("login crash 1", 5)
    async with member(app, caller.workspace, watch) as person:
        page = (await person.http.get("/feedback/parked")).text
        assert "login crash 1" in page
        assert "channel" in page
        await database.responses.update_one(bad, {"$set": {"channel": "survey"}})
        answer = await person.send("/feedback/parked", {})
        assert answer.headers["location"] == "/feedback/parked?retried=1"
    await engine.settle()
    assert await texts(caller) == ["login crash 0", "login crash 1", "login crash 2"]
    assert await queries.parked(caller.workspace) == []


async def test_another_workspace_sees_and_retries_nothing_of_ours(app, new_caller, caller, watch, database, bad):
    await database.responses.update_one(bad, {"$set": {"state": "parked", "last_error": "broken"}})
    other = await new_caller()
    async with member(app, other.workspace, watch) as person:
        assert "login crash 1" not in (await person.http.get("/feedback/parked")).text
        assert (await person.send("/feedback/parked", {}, form="/feedback")).headers["location"].endswith("retried=0")
    assert len(await queries.parked(caller.workspace)) == 1


async def test_without_a_database_no_response_is_blamed(caller, engine, watch, database, bad, monkeypatch):  # noqa: F811
    async def gone(*_, **__):
        raise AutoReconnect("gone")

    monkeypatch.setattr("voc.feedback.service.receive", gone)
    with pytest.raises(AutoReconnect):
        await engine.settle()
    rows = await database.responses.find({"workspace": caller.workspace}).to_list()
    assert {(row["state"], row["last_error"]) for row in rows} == {("pending", None)}
