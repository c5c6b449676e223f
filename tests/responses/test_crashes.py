"""A connection that breaks at any call, before the database heard it or after: one response, verbatim and count."""

from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest
from pymongo.errors import AutoReconnect

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from tests.interrupting import Interruption
from tests.surveying import Visitor, publish, response
from voc.asks import tally

CALLS = ("insert_one", "update_one", "update_many", "find_one", "bulk_write", "find_one_and_update", "insert_many")
EVERYBODY = {"id": "all", "name": "All", "limit": 1, "where": {"all": []}}


@pytest.fixture
def breaking(monkeypatch):
    """The connection breaks at one of the calls to come, once."""
    return Interruption(monkeypatch, CALLS, AutoReconnect("connection broken"))


async def sent(visitor, body):
    """As the widget does: until the service has it."""
    for _ in range(3):
        answer = await visitor.send("/responses", body)
        if answer.status_code < 500:
            return answer.status_code
        assert answer.status_code == 503, answer.text
    raise AssertionError("never taken")


@pytest.mark.parametrize("heard", [False, True])
async def test_answers_survive_a_break_at_every_call(caller, database, engine, watch, breaking, heard):  # noqa: F811
    visitor = Visitor(caller)
    for place in count(1):
        survey = await publish(caller, schedule={"limit": 1, "quotas": [EVERYBODY]})
        begun = response(survey, finished=False, sequence=1, answers={"nps": 9})
        ended = begun | {"finished": True, "sequence": 2, "answers": {"nps": 9, "why": f"Reason {place}."}}
        breaking.at(place, heard=heard)
        assert [await sent(visitor, begun), await sent(visitor, ended)] == [202, 202], place
        unbroken = breaking.stop()
        watch.turn(timedelta(hours=2))
        assert await sent(visitor, response(survey)) == 409, place
        assert await tally.counts(survey["id"]) == {"total": 1, "quota:all": 1}, place
        (row,) = await database.responses.find({"survey": survey["id"]}).to_list()
        assert (row["answers"], bool(row["finished"])) == (ended["answers"], True), place
        if unbroken:
            break
    assert place > 10, "nothing was broken"
    await engine.settle()
    texts = [row["text"] for row in await database.feedback.find({"workspace": caller.workspace}).to_list()]
    assert sorted(texts) == sorted(f"Reason {at}." for at in range(1, place + 1))


@pytest.mark.parametrize("heard", [False, True])
async def test_words_are_said_once_whatever_breaks(caller, database, engine, watch, breaking, heard):  # noqa: F811
    visitor = Visitor(caller)
    survey = await publish(caller)
    for place in range(1, 9):
        body = response(survey, finished=False, answers={"why": f"First {place}."})
        assert await sent(visitor, body) == 202
        watch.turn(timedelta(hours=1))
        await engine.settle()
        body |= {"answers": {"nps": 1, "why": f"Then {place}."}, "finished": True}
        assert await sent(visitor, body) == 202
        breaking.at(place, heard=heard)
        with suppress(AutoReconnect):  # the task dies; its lease ends by itself
            await engine.settle()
        breaking.stop()
        watch.turn(timedelta(hours=1))
        await engine.settle()
    texts = [row["text"] for row in await database.feedback.find({"workspace": caller.workspace}).to_list()]
    assert sorted(texts) == sorted(f"{when} {at}." for when in ("First", "Then") for at in range(1, 9))
