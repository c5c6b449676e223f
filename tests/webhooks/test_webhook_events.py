"""What other parts of the service announce."""

import json
from datetime import timedelta
from functools import partial

import pytest

from tests.surveying import Visitor, publish, response
from tests.themes.sorting import by_topic, send, texts
from tests.webhooks.conftest import add
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
