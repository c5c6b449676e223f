"""Whoever searches by meaning waits for no other work of the process that holds the model."""

import asyncio

import pytest
from pymongo.errors import AutoReconnect

from tests.engine import read
from tests.searching.test_by_meaning import ask, ids
from voc.queue import TASKS, WITH_MODEL, Task
from voc.searching import attending, queries
from voc.worker import Process

WAIT_SECONDS = 60


async def is_answered(caller, question):
    """Returns once the search is answered; a search that waited for this to end would never be."""
    async with asyncio.timeout(WAIT_SECONDS):
        while (found := await ask(caller, question))["state"] == "searching":
            await asyncio.sleep(0.02)
    return found


@pytest.fixture
def beside(watch, engine):
    def make(model=read):
        return attending.attended(clock=watch, work=engine.context.settings.work, read=model)

    return make


async def test_a_search_is_answered_while_a_discovery_runs(caller, send, beside):
    told = await send(["login crash one", "delivery late"])
    async with beside():  # the discovery, which began before anybody asked, ends when the search is answered
        found = await is_answered(caller, "why does the login fail?")
    assert ids(found) == [told[0]]


async def test_what_waits_already_is_answered_before_a_task_ends(caller, send, beside):
    await send(["login crash one"])
    await ask(caller, "why does the login fail?")
    async with beside():
        pass
    assert (await ask(caller, "why does the login fail?"))["state"] == "found"


async def test_what_failed_is_left_to_the_queue(caller, send, beside):
    await send(["login crash one"])
    calls = []

    def broken(texts):
        calls.append(texts)
        raise ValueError("no model")

    await ask(caller, "why does the login fail?")
    async with beside(broken):
        async with asyncio.timeout(WAIT_SECONDS):
            while await queries.unanswered(10):
                await asyncio.sleep(0.02)
        await asyncio.sleep(2 * attending.LOOK_SECONDS)
    assert len(calls) == 1


async def test_an_engine_that_is_away_does_not_stop_the_task(caller, beside, monkeypatch):
    async def away(limit):
        raise AutoReconnect("away")

    monkeypatch.setattr(queries, "unanswered", away)
    async with beside():
        await asyncio.sleep(0)


def test_only_who_holds_the_model_answers_beside(settings):
    process = Process(settings)
    try:
        for task in TASKS:
            attends = hasattr(process._beside(task), "gen")
            assert attends == (task in WITH_MODEL and task != Task.search_meaning)
    finally:
        process.close()
