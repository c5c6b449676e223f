"""Every stored verbatim is read once, counted once, and lost never."""

from datetime import timedelta

import pytest

from voc import outbox
from voc.insights import queries
from voc.insights import service as insights
from voc.outbox import State
from voc.queue import Task


def verbatims(count, text="login crash number {}", **fields):
    return [{"submission_id": f"s-{n}", "text": text.format(n), "channel": "review"} | fields for n in range(count)]


async def totals(caller):
    return (await caller.http.get("/v1/stats")).json()["feedback"]


async def test_what_came_in_is_read_and_counted(caller, engine, watch):
    await caller.http.post("/v1/feedback", json=verbatims(30, customer="c-1"))
    assert await totals(caller) == {"total": 30, "pending": 30, "parked": 0}
    await engine.settle()
    assert await totals(caller) == {"total": 30, "pending": 0, "parked": 0}
    watch.turn(timedelta(seconds=5))
    await engine.settle()
    counts = await queries.summary(caller.workspace)
    assert (counts.total, counts.kinds, counts.states) == (30, {"complaint": 30}, {"analysed": 30})
    assert (await insights.rebuild(caller.workspace, now=watch())).changed == 0


async def test_a_broker_that_loses_every_message_loses_no_work(caller, engine, watch):
    await caller.http.post("/v1/feedback", json=verbatims(10))
    engine.broken = True
    await engine.tick()
    engine.broken = False
    await engine.settle()
    assert (await totals(caller))["pending"] == 10, "not dispatched again at once"
    watch.turn(timedelta(seconds=31))
    await engine.settle()
    assert await totals(caller) == {"total": 10, "pending": 0, "parked": 0}


async def test_a_message_that_comes_twice_counts_once(caller, engine, watch):
    await caller.http.post("/v1/feedback", json=verbatims(10))
    await engine.tick()
    engine.published *= 2
    await engine.work()
    await engine.settle()
    watch.turn(timedelta(seconds=5))
    await engine.settle()
    assert (await queries.summary(caller.workspace)).total == 10
    assert (await insights.rebuild(caller.workspace, now=watch())).changed == 0


async def test_a_worker_that_died_after_storing_its_reading_does_no_harm(caller, engine, database, watch):
    await caller.http.post("/v1/feedback", json=verbatims(3))
    await engine.settle()
    again = {"$set": {"state": "pending", "uncounted": True}, "$inc": {"revision": 1}}
    await database.feedback.update_many({"workspace": caller.workspace}, again)
    watch.turn(timedelta(minutes=1))
    await engine.settle()
    assert await totals(caller) == {"total": 3, "pending": 0, "parked": 0}
    assert await database.analyses.count_documents({"workspace": caller.workspace}) == 3


async def test_a_text_that_breaks_the_model_is_parked_alone_and_can_be_retried(caller, engine, watch):
    await caller.http.post("/v1/feedback", json=[*verbatims(5), verbatims(1, "poison")[0] | {"submission_id": "bad"}])
    for _ in range(7):
        await engine.settle()
        watch.turn(timedelta(minutes=10))
    assert await totals(caller) == {"total": 6, "pending": 0, "parked": 1}
    parked = (await caller.http.get("/v1/feedback", params={"state": "parked"})).json()["items"]
    assert [item["text"] for item in parked] == ["poison"]
    assert "breaks the model" in parked[0]["last_error"]
    assert (await insights.rebuild(caller.workspace, now=watch())).changed == 0


async def test_a_worker_that_dies_each_time_parks_the_record_instead_of_looping(caller, engine, watch, database):
    await caller.http.post("/v1/feedback", json=verbatims(1))
    for _ in range(5):
        await database.feedback.update_many({}, {"$inc": {"attempts": 1, "revision": 1}})
    await engine.settle()
    row = await database.feedback.find_one({"workspace": caller.workspace})
    assert (row["state"], row["last_error"]) == (State.parked, "The worker stopped each time.")


async def test_a_crash_before_the_readings_are_final_leaves_discovery_and_ranking_asked_for(
    caller, engine, watch, monkeypatch
):
    await caller.http.post("/v1/feedback", json=verbatims(25))
    monkeypatch.setattr("voc.feedback.service.record", killed)
    with pytest.raises(KeyboardInterrupt):
        await engine.settle()
    monkeypatch.undo()
    watch.turn(timedelta(minutes=2))
    due = {row.task for row in await outbox.due(outbox.Chore, now=watch(), limit=10)}
    assert due == {Task.discover, Task.rank}
    await engine.settle()
    assert (await totals(caller))["pending"] == 0


async def killed(*_, **__):
    raise KeyboardInterrupt


async def test_a_correction_outlives_the_next_reading(caller, engine, database, watch):
    id_ = (await caller.http.post("/v1/feedback", json=verbatims(1)[0])).json()["id"]
    await caller.http.patch(f"/v1/feedback/{id_}", json={"kind": "idea"})
    await engine.settle()
    read = (await caller.http.get(f"/v1/feedback/{id_}")).json()
    assert (read["state"], read["kind"]) == ("analysed", "idea")


async def test_an_answer_to_a_survey_becomes_feedback_with_its_score(caller, engine, watch):
    survey = (await caller.http.post("/v1/surveys", json={"name": "NPS"})).json()
    await caller.http.post(f"/v1/surveys/{survey['id']}/publish")
    body = {
        "survey": survey["id"],
        "submission_id": "r-1",
        "customer": "c-9",
        "answers": {"nps": 3, "why": "login crash again"},
    }
    first = await caller.http.post("/v1/responses", json=body)
    again = await caller.http.post("/v1/responses", json=body)
    assert (first.status_code, again.json()) == (202, first.json())
    await engine.settle()
    (said,) = (await caller.http.get("/v1/feedback")).json()["items"]
    assert (said["rating"], said["rating_scale"], said["customer_ref"], said["kind"]) == (3, 10, "c-9", "complaint")
    conflict = await caller.http.post("/v1/responses", json=body | {"answers": {"nps": 4}})
    assert conflict.status_code == 409
