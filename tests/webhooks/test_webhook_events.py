"""What other parts of the service announce."""

import json
from datetime import timedelta
from functools import partial

import pytest

from tests.backlog_workflow.ranked import rank
from tests.surveying import Visitor, publish, response
from tests.themes.sorting import by_topic, send, texts
from tests.webhooks.conftest import add
from voc.backlog.workflow import announcing as items
from voc.clock import stamp
from voc.insights.alerts import domain, service, watching
from voc.insights.alerts.documents import Alert
from voc.insights.trends.weeks import Rise, Weeks
from voc.outbox import request
from voc.queue import Task
from voc.themes import discovery
from voc.webhooks.catalogue import EVENTS, Type


async def told(receiver, engine):
    """The bodies that came since."""
    await engine.settle()
    bodies = [json.loads(body) for _, body in receiver.taken]
    receiver.taken.clear()
    return bodies


def example(type_):
    return next(event.example for event in EVENTS if event.type == type_)


async def test_a_finished_response_is_announced_once_without_its_answers(caller, receiver, engine, watch):
    await add(caller, receiver.url, "response.*")
    survey = await publish(caller)
    begun = response(survey, finished=False, answers={"nps": 2, "why": "Secret words."}, sequence=1)
    await Visitor(caller).send("/responses", begun)
    watch.turn(timedelta(hours=1))
    assert await told(receiver, engine) == []
    done = begun | {"finished": True, "sequence": 2}
    answer = await Visitor(caller).send("/responses", done)
    (event,) = await told(receiver, engine)
    assert (event["type"], event["timestamp"]) == ("response.completed", "2026-03-01T13:00:00.000Z")
    assert event["data"] == {
        "response": answer.json()["id"], "survey": survey["id"], "version": 1, "channel": event["data"]["channel"],
        "language": event["data"]["language"], "customer": None,
    }  # fmt: skip
    assert set(event["data"]) == set(example(Type.response_completed))
    assert "Secret" not in json.dumps(event)
    await Visitor(caller).send("/responses", done)
    assert await told(receiver, engine) == []


async def test_a_response_whose_worker_died_is_announced_all_the_same(caller, receiver, engine, watch, monkeypatch):
    await add(caller, receiver.url)
    await Visitor(caller).send("/responses", response(await publish(caller), finished=True))

    async def dies(*_, **__):
        raise ConnectionError("the worker was killed before it wrote that it was done")

    with monkeypatch.context() as patched:
        patched.setattr("voc.responses.listening.outbox.complete", dies)
        with pytest.raises(ConnectionError):
            await engine.settle()
    watch.turn(timedelta(minutes=2))
    assert [event["type"] for event in await told(receiver, engine)] == ["response.completed"]


async def test_themes_that_were_found_are_announced_once(caller, receiver, engine, watch, monkeypatch):
    monkeypatch.setattr(discovery, "discover", partial(discovery.discover, find=by_topic))
    await add(caller, receiver.url, "theme.created")
    await send(caller, engine, texts(12, "login") + texts(12, "delivery"))
    events = []
    for _ in range(2):
        watch.turn(timedelta(days=1))
        await request(caller.workspace, Task.discover, at=watch())
        events += await told(receiver, engine)
    themes = (await caller.http.get("/v1/themes")).json()["items"]
    assert sorted((event["data"]["theme"], event["data"]["name"]) for event in events) == sorted(
        (theme["id"], theme["name"]) for theme in themes
    )
    assert len(events) == 2
    assert set(events[0]["data"]) == set(example(Type.theme_created))


async def test_what_people_decide_about_an_item_is_announced_change_by_change(caller, receiver, engine, watch):
    await add(caller, receiver.url, "backlog.*")
    (item,) = await rank(caller.workspace, watch, titles=("The app logs me out",))
    path = f"/v1/backlog/{item}"
    for body in ({"status": "under_review"}, {"status": "planned", "title": "Keep me signed in"}, {"effort": 2}):
        assert (await caller.http.patch(path, json=body)).status_code == 200
    assert (await caller.http.post(path + "/undo")).status_code == 200
    events = await told(receiver, engine)
    assert [[step["field"] for step in event["data"]["steps"]] for event in events] == [
        ["status"], ["status", "title"], ["effort"], ["effort"],
    ]  # fmt: skip
    assert [event["data"]["undoes"] is not None for event in events] == [False, False, False, True]
    assert {event["data"]["title"] for event in events} == {"Keep me signed in"}
    assert set(events[0]["data"]) == set(example(Type.backlog_item_changed))
    assert await told(receiver, engine) == []
    await caller.http.post(path + "/notes", json={"text": "Secret words for colleagues."})
    watch.turn(timedelta(seconds=10))
    (event,) = await told(receiver, engine)
    assert [step["field"] for step in event["data"]["steps"]] == ["notes"]
    assert "Secret" not in json.dumps(event)


async def test_a_change_whose_announcer_died_is_announced_once(caller, receiver, engine, watch, database):
    await add(caller, receiver.url, "backlog.item.changed")
    (item,) = await rank(caller.workspace, watch, titles=("The app logs me out",))
    await caller.http.patch(f"/v1/backlog/{item}", json={"status": "planned"})
    await items.announce_changes(settings=engine.context.settings, now=watch())
    # as if it had died after announcing and before writing that down
    await database.backlog_work.update_one({"_id": item}, {"$set": {"unannounced": True, "announced": 0}})
    assert len(await told(receiver, engine)) == 1
    watch.turn(timedelta(seconds=10))
    assert await told(receiver, engine) == []


async def test_a_record_that_cannot_be_announced_stops_no_other(caller, receiver, engine, watch, database):
    await add(caller, receiver.url)
    spoilt, item = await rank(caller.workspace, watch, titles=("The app logs me out", "Dark mode"))
    for each in (spoilt, item):
        await caller.http.patch(f"/v1/backlog/{each}", json={"effort": 2})
    await database.backlog_work.update_one({"_id": spoilt}, {"$set": {"changes": [{"id": "ch_1"}]}})
    assert [event["data"]["item"] for event in await told(receiver, engine)] == [item]


async def test_an_alert_is_announced_each_time_it_opens(caller, receiver, engine, watch):
    await add(caller, receiver.url, "alert.opened")
    numbers = {"expected": 7.0, "ratio": 6.0, "ratio_low": 2.0, "ratio_high": 9.0, "p": 1e-6, "p_adjusted": 1e-5}
    rise = Rise(theme="th_1", weeks=Weeks(before=(7,) * 8, now=42), emerging=True, **numbers)
    known = domain.look(None, rise, day=watch().date(), at=stamp(watch()))
    theme = f"th_{caller.workspace}"
    id_ = watching.alert_id(theme)
    row = {"_id": id_, "workspace": caller.workspace, "theme": theme, "revision": 0} | service.fields_of(id_, known)
    await Alert.get_pymongo_collection().insert_one(row)
    for _ in range(2):
        await watching.watch(caller.workspace, now=watch())
    (event,) = await told(receiver, engine)
    assert (event["data"]["alert"], event["data"]["people"], event["data"]["times"]) == (id_, 42, 1)
    again = known.model_copy(update={"times": 2})
    await Alert.get_pymongo_collection().update_one({"_id": id_}, {"$set": service.fields_of(id_, again)})
    await watching.watch(caller.workspace, now=watch())
    assert [each["data"]["times"] for each in await told(receiver, engine)] == [2]
    assert set(event["data"]) == set(example(Type.alert_opened))
