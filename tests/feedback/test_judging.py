"""What people say about a reading is kept with what the model had said, and may be taken back."""

import asyncio

import pytest
import pytest_asyncio

from voc import outbox
from voc.feedback import judging
from voc.feedback.domain import ChangedMeanwhile, How, next_night
from voc.feedback.schemas import FeedbackPatch
from voc.outbox import Chore
from voc.queue import Task


@pytest_asyncio.fixture(loop_scope="session")
async def unsure(caller, database):
    """Id of a verbatim that the model took for a complaint, and doubted."""
    body = {"submission_id": "s-1", "text": "Where is my parcel?!", "channel": "email"}
    id_ = (await caller.http.post("/v1/feedback", json=body)).json()["id"]
    reading = {"state": "analysed", "kind": "complaint", "kind_confidence": 0.4, "unsure": True}
    await database.feedback.update_one({"_id": id_}, {"$set": reading})
    return id_


async def test_a_correction_keeps_what_the_model_had_said(caller, unsure, database, watch):
    await caller.http.patch(f"/v1/feedback/{unsure}", json={"kind": "question"})
    await caller.http.patch(f"/v1/feedback/{unsure}", json={"kind": "idea"})
    row = await database.feedback.find_one({"_id": unsure})
    assert (row["kind"], row["corrected"], row["judged"]) == ("idea", ["kind"], True)
    assert (row["judgements"]["kind"]["before"], row["judgements"]["kind"]["how"]) == ("complaint", "person")
    assert row["judgements"]["kind"]["by"].startswith("key_")


async def test_whoever_judged_it_need_not_look_again(caller, unsure):
    listed = (await caller.http.get("/v1/feedback", params={"unsure": True})).json()["items"]
    assert [item["id"] for item in listed] == [unsure]
    await caller.http.patch(f"/v1/feedback/{unsure}", json={"kind": "complaint"})
    assert (await caller.http.get("/v1/feedback", params={"unsure": True})).json()["items"] == []
    assert [row["_id"] for row in await judging.lessons(caller.workspace, 10)] == [unsure]


async def test_a_judgement_taken_back_leaves_the_models(caller, unsure, watch, database):
    await caller.http.patch(f"/v1/feedback/{unsure}", json={"kind": "question", "sentiment": 0.5})
    gone = [unsure, "fb_nothing"]
    assert await judging.withdraw(caller.workspace, gone, "kind", now=watch()) == 1
    assert await judging.withdraw(caller.workspace, gone, "kind", now=watch()) == 0
    row = await database.feedback.find_one({"_id": unsure})
    assert (row["kind"], row["corrected"], row["unsure"]) == ("complaint", ["sentiment"], True)
    await judging.withdraw(caller.workspace, [unsure], "sentiment", now=watch())
    assert not (await database.feedback.find_one({"_id": unsure}))["judged"]


async def test_nobody_loses_what_two_people_say_at_once(caller, unsure, watch):
    kinds = FeedbackPatch(kind="question"), FeedbackPatch(sentiment=0.3)
    await asyncio.gather(
        *(judging.correct(caller.workspace, unsure, each, now=watch(), by="m", how=How.alike) for each in kinds)
    )
    row = (await caller.http.get(f"/v1/feedback/{unsure}")).json()
    assert (row["kind"], row["sentiment"], row["corrected"]) == ("question", 0.3, ["kind", "sentiment"])


async def test_what_changes_all_the_time_is_refused_rather_than_overwritten(caller, unsure, watch, monkeypatch):
    monkeypatch.setattr(judging, "TRIES", 0)
    with pytest.raises(ChangedMeanwhile):
        await judging.correct(caller.workspace, unsure, FeedbackPatch(kind="idea"), now=watch())


async def test_learning_follows_at_night(caller, unsure, watch):
    await caller.http.patch(f"/v1/feedback/{unsure}", json={"theme": None})
    chores = Chore.get_pymongo_collection()
    assert await chores.find_one({"_id": f"{caller.workspace}:{Task.learn}"}) is None
    await caller.http.patch(f"/v1/feedback/{unsure}", json={"kind": "question"})
    night = next_night(watch())
    due = [row.task for row in await outbox.due(Chore, now=night, limit=100) if row.workspace == caller.workspace]
    assert Task.learn in due
    assert next_night(night) > night > watch()


async def test_another_workspace_cannot_judge(caller, new_caller, unsure, watch):
    other = await new_caller()
    assert (await other.http.patch(f"/v1/feedback/{unsure}", json={"kind": "idea"})).status_code == 404
    assert await judging.withdraw(other.workspace, [unsure], "kind", now=watch()) == 0
