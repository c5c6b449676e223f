"""History is read again slowly, newest first, and people's words stay."""

from datetime import timedelta

import pytest

from tests.engine import read
from voc.learning import queries, rereading, service
from voc.learning.domain import RereadingState, pause_after
from voc.outbox import Chore
from voc.queue import Task


def otherwise(texts, heads=None):
    return [one._replace(kind="question", kind_confidence=0.2) for one in read(texts)]


@pytest.fixture
def again(caller, engine, watch):
    async def run(read=otherwise):
        chore = f"{caller.workspace}:{Task.reread}"
        await rereading.run(chore, now=watch(), work=engine.context.settings.work, read=read)
        return await queries.rereading(caller.workspace)

    return run


async def test_everything_is_read_again_and_corrections_stay(caller, send, again, watch):
    ids = await send([f"login crash {n}" for n in range(5)])
    await caller.http.patch(f"/v1/feedback/{ids[2]}", json={"kind": "idea"})
    begun = await service.reread(caller.workspace, by="m", now=watch())
    assert (begun.total, begun.seen, begun.share) == (5, 0, 0.0)
    done = await again()
    assert (done.state, done.seen, done.changed, done.share) == (RereadingState.done, 5, 4, 1.0)
    items = (await caller.http.get("/v1/feedback")).json()["items"]
    assert {item["id"]: (item["kind"], bool(item["unsure"])) for item in items} == {
        id_: ("idea", False) if id_ == ids[2] else ("question", True) for id_ in ids
    }


async def test_reading_again_what_is_read_alike_changes_nothing(caller, send, again, watch, database):
    await send([f"login crash {n}" for n in range(3)])
    before = await database.feedback.find({"workspace": caller.workspace}).to_list()
    await service.reread(caller.workspace, by="m", now=watch())
    assert (await again(read)).changed == 0
    assert await database.feedback.find({"workspace": caller.workspace}).to_list() == before


async def test_new_feedback_goes_first(caller, send, again, watch, database):
    await send(["login crash"])
    body = {"submission_id": "new", "text": "just in", "channel": "review"}
    await caller.http.post("/v1/feedback", json=body)
    await service.reread(caller.workspace, by="m", now=watch())
    assert (await again()).seen == 0
    chore = await database.chores.find_one({"_id": f"{caller.workspace}:{Task.reread}"})
    assert (chore["state"], chore["attempts"]) == ("pending", 0)


async def test_it_goes_on_where_it_stopped_and_pauses_between(caller, send, again, watch, monkeypatch):
    monkeypatch.setattr(rereading, "SLICE", 2)
    monkeypatch.setattr(rereading, "BURST_SECONDS", 0)
    await send([f"login crash {n}" for n in range(5)])
    await service.reread(caller.workspace, by="m", now=watch())
    seen = []
    for _ in range(3):
        seen.append((await again()).seen)
        watch.turn(timedelta(minutes=1))
    assert seen == [2, 4, 5]
    assert pause_after(2.0, 0.25) == timedelta(seconds=6)
    chore = await Chore.get_pymongo_collection().find_one({"_id": f"{caller.workspace}:{Task.reread}"})
    assert chore["state"] == "done"


async def test_somebody_may_stop_it(caller, send, again, watch):
    await send(["login crash"])
    await service.reread(caller.workspace, by="m", now=watch())
    await service.stop_rereading(caller.workspace, now=watch())
    stopped = await again()
    assert (stopped.state, stopped.seen) == (RereadingState.stopped, 0)
    assert (await service.reread(caller.workspace, by="m", now=watch())).state is RereadingState.running


async def test_vectors_of_another_model_are_kept_for_discovery(caller, send, again, watch, database):
    (id_,) = await send(["login crash"])
    await service.reread(caller.workspace, by="m", now=watch())
    await again(lambda texts: [one._replace(model="fake-2") for one in read(texts)])
    assert (await database.feedback.find_one({"_id": id_}))["model"] == "fake-2"
    assert await database.analyses.find_one({"_id": f"{id_}:fake-2"})


async def test_how_long_is_left_follows_the_pace(caller, send, watch):
    await send(["login crash", "login crash b"])
    begun = await service.reread(caller.workspace, by="m", now=watch())
    assert begun.left(watch()) is None
    half = begun.model_copy(update={"seen": 1})
    assert half.left(watch() + timedelta(minutes=1)) == timedelta(minutes=1)
