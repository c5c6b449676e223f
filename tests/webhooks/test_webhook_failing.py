"""Receivers that fail: tried again by the schedule, given rest, and called no more in the end."""

from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.webhooks.conftest import add, again, happens, log
from voc.webhooks.domain import SCHEDULE, STOPPED_AFTER


async def test_a_failure_is_tried_again_by_the_schedule_until_none_is_left(caller, receiver, engine, watch, verify):
    webhook = await add(caller, receiver.url)
    receiver.answer(500)
    await happens(caller, watch)
    for tries, pause in enumerate(SCHEDULE):
        if pause:
            watch.turn(pause - timedelta(milliseconds=1))
            await engine.settle()
            assert len(receiver.taken) == tries, "not before its time"
            watch.turn(timedelta(milliseconds=1))
        await engine.settle()
        assert len(receiver.taken) == tries + 1
        verify(webhook["secret"], receiver.taken[-1])  # each is signed anew, or it would be too old
        (delivery,) = await log(caller, webhook)
        assert delivery["tries"] == tries + 1
    assert len(set(receiver.ids())) == 1
    assert (delivery["status"], delivery["next_try_at"]) == ("failed", None)
    watch.turn(timedelta(days=2))
    await engine.settle()
    assert len(receiver.taken) == len(SCHEDULE)


async def test_a_try_that_is_taken_ends_it(caller, receiver, engine, watch):
    webhook = await add(caller, receiver.url)
    receiver.answer(503, ConnectionError(), 204)
    await happens(caller, watch)
    for pause in (timedelta(0), *SCHEDULE[1:5]):
        watch.turn(pause)
        await engine.settle()
    (delivery,) = await log(caller, webhook)
    assert [call["status"] for call in delivery["log"]] == [503, None, 204]
    assert [call["reason"] for call in delivery["log"]] == ["status", "connection", None]
    assert delivery["status"] == "delivered"


@pytest.mark.parametrize("asked", ["900", "date"])
async def test_a_receiver_that_asks_for_time_gets_it(caller, receiver, engine, watch, asked):
    await add(caller, receiver.url)
    value = format_datetime(watch() + timedelta(minutes=15), usegmt=True) if asked == "date" else asked
    receiver.answer(b"HTTP/1.1 429 X\r\nretry-after: %s\r\ncontent-length: 0\r\n\r\n" % value.encode(), 200)
    await happens(caller, watch)
    await engine.settle()
    watch.turn(timedelta(minutes=14, seconds=59))
    await engine.settle()
    assert len(receiver.taken) == 1
    watch.turn(timedelta(seconds=1))
    await engine.settle()
    assert len(receiver.taken) == 2


async def test_while_a_receiver_fails_its_other_events_wait_without_losing_tries(caller, receiver, engine, watch):
    webhook = await add(caller, receiver.url)
    receiver.answer(500)
    for key in "abc":
        await happens(caller, watch, key)
        watch.turn(timedelta(milliseconds=1))
    await engine.settle()
    assert len(receiver.taken) == 1
    assert sorted(delivery["tries"] for delivery in await log(caller, webhook)) == [0, 0, 1]
    receiver.answer(200)
    watch.turn(timedelta(seconds=5))
    await engine.settle()
    assert [delivery["status"] for delivery in await log(caller, webhook)] == ["delivered"] * 3


async def test_a_failing_receiver_does_not_stop_another(caller, new_caller, receiver, engine, watch):
    await add(caller, "http://127.0.0.1:1/nobody")
    other = await new_caller()
    webhook = await add(other, receiver.url)
    for each in (caller, other):
        await happens(each, watch)
    await engine.settle()
    assert [delivery["status"] for delivery in await log(other, webhook)] == ["delivered"]


async def test_410_ends_it_for_good(caller, receiver, engine, watch):
    webhook = await add(caller, receiver.url)
    receiver.answer(410)
    await happens(caller, watch)
    await engine.settle()
    shown = (await caller.http.get(f"/v1/webhooks/{webhook['id']}")).json()
    assert (shown["enabled"], shown["stopped"]) == (False, "gone")
    assert [delivery["status"] for delivery in await log(caller, webhook)] == ["failed"]


async def test_a_receiver_that_fails_for_days_is_called_no_more_and_catches_up_later(caller, receiver, engine, watch):
    webhook = await add(caller, receiver.url)
    path = f"/v1/webhooks/{webhook['id']}"
    receiver.answer(500)
    began = watch()
    await happens(caller, watch)
    for pause in SCHEDULE:
        watch.turn(pause)
        await engine.settle()
    shown = (await caller.http.get(path)).json()
    assert (shown["enabled"], shown["stopped"]) == (False, "failing")
    assert watch() - began >= STOPPED_AFTER
    await happens(caller, watch, "meanwhile")
    await engine.settle()
    assert len(receiver.taken) == len(SCHEDULE)
    assert [delivery["status"] for delivery in await log(caller, webhook)] == ["missed", "failed"]
    refused = await caller.http.post(f"{path}/redeliver", json={"since": began.isoformat()})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:voc:problem:webhook-off")
    receiver.answer(200)
    shown = (await caller.http.patch(path, json={"enabled": True})).json()
    assert (shown["enabled"], shown["stopped"], shown["failing_since"]) == (True, None, None)
    assert await again(caller, webhook["id"], since=shown["created_at"]) == 2
    await engine.settle()
    assert [delivery["status"] for delivery in await log(caller, webhook)] == ["delivered"] * 2


async def test_one_event_that_arrives_ends_the_days_that_are_counted(caller, receiver, engine, watch):
    webhook = await add(caller, receiver.url)
    for key, status in (("a", 500), ("b", 200), ("c", 500)):
        receiver.answer(status)
        await happens(caller, watch, key)
        watch.turn(timedelta(days=2))  # past whatever a failure holds up
        await engine.settle()
    shown = (await caller.http.get(f"/v1/webhooks/{webhook['id']}")).json()
    assert shown["enabled"]
    assert shown["failing_since"] == "2026-03-07T12:00:00Z"


async def test_what_a_person_switched_off_keeps_nothing(caller, receiver, engine, watch):
    webhook = await add(caller, receiver.url)
    receiver.answer(500)
    await happens(caller, watch)
    await engine.settle()
    await caller.http.patch(f"/v1/webhooks/{webhook['id']}", json={"enabled": False})
    assert await happens(caller, watch, "b") == 0
    watch.turn(SCHEDULE[1])
    await engine.settle()
    assert [delivery["status"] for delivery in await log(caller, webhook)] == ["missed"]
    assert len(receiver.taken) == 1


async def test_a_redirect_is_a_failure_and_is_not_followed(caller, receiver, engine, watch):
    webhook = await add(caller, receiver.url)
    receiver.answer(b"HTTP/1.1 302 X\r\nlocation: %s\r\ncontent-length: 0\r\n\r\n" % receiver.url.encode())
    await happens(caller, watch)
    await engine.settle()
    assert len(receiver.taken) == 1
    ((call,),) = [delivery["log"] for delivery in await log(caller, webhook)]
    assert (call["reason"], call["status"]) == ("redirect", 302)
