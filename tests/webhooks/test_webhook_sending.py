"""Events on their way: signed, tried again by the schedule, redelivered, and never to where nothing may be called."""

import json
from datetime import timedelta
from email.utils import format_datetime

import pytest
from standardwebhooks import WebhookVerificationError

from tests.loopback import reply
from tests.webhooks.conftest import add
from voc import outbox
from voc.settings import Egress
from voc.webhooks import sending
from voc.webhooks.announcing import Happened, announce
from voc.webhooks.catalogue import Type
from voc.webhooks.documents import WebhookDelivery
from voc.webhooks.domain import SCHEDULE, STOPPED_AFTER


async def happens(caller, watch, key="a", type_=Type.theme_created, **data):
    """Something does; returns how many deliveries that made."""
    return await announce(caller.workspace, type_, [Happened(key=key, at=watch(), data=data)], now=watch())


async def log(caller, webhook, **query):
    """The deliveries of a webhook, the latest first."""
    answer = await caller.http.get(f"/v1/webhooks/{webhook['id']}/deliveries", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def again(caller, path, **body):
    answer = await caller.http.post(f"/v1/webhooks/{path}/redeliver", json=body or None)
    assert answer.status_code == 202, answer.text
    return answer.json()["redelivered"]


async def test_an_event_arrives_signed_and_is_in_the_log(caller, receiver, engine, watch, verify):
    webhook = await add(caller, receiver.url, "theme.*")
    assert await happens(caller, watch, name="로그아웃 <b>", theme="th_1") == 1
    assert await happens(caller, watch, type_=Type.response_completed) == 0
    await engine.settle()
    told = verify(webhook["secret"], receiver.taken[0])
    assert told == {
        "type": "theme.created", "timestamp": "2026-03-01T12:00:00.000Z",
        "data": {"name": "로그아웃 <b>", "theme": "th_1"},
    }  # fmt: skip
    headers, body = receiver.taken[0]
    assert (headers["content-type"], headers["host"]) == ("application/json", receiver.url[7:-6])
    with pytest.raises(WebhookVerificationError):
        verify(webhook["secret"], (headers, body + b" "))
    (delivery,) = await log(caller, webhook)
    assert (delivery["status"], delivery["event"]) == ("delivered", headers["webhook-id"])
    assert delivery["body"] == json.loads(body)
    (call,) = delivery["log"]
    assert (call["status"], call["answer"], call["reason"], call["at"]) == (200, "ok", None, "2026-03-01T12:00:00Z")


async def test_an_event_announced_twice_is_sent_once_to_each_that_wants_it(caller, receiver, engine, watch):
    for _ in range(2):
        await add(caller, receiver.url)
    await add(caller, receiver.url, "response.completed")
    assert [await happens(caller, watch) for _ in range(3)] == [2, 0, 0]
    await engine.settle()
    assert len(receiver.taken) == 2
    assert len(set(receiver.ids())) == 1


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


async def test_a_slow_receiver_holds_no_worker_for_long(caller, receiver, engine, watch, monkeypatch):
    webhook = await add(caller, receiver.url)
    monkeypatch.setattr(sending, "ROUND_SECONDS", 1e-9)  # over before the first call, and after each one
    for key in "abc":
        await happens(caller, watch, key)
    ids = [delivery["id"] for delivery in await log(caller, webhook)]
    settings = engine.context.settings
    for calls in (1, 2, 3):
        assert await sending.send(ids, settings=settings, clock=watch, chance=lambda: 0.0) == 1
        assert len(receiver.taken) == calls
    assert [delivery["status"] for delivery in await log(caller, webhook)] == ["delivered"] * 3


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


async def test_one_is_redelivered_under_the_same_id(caller, receiver, engine, watch, verify):
    webhook = await add(caller, receiver.url)
    await happens(caller, watch)
    await engine.settle()
    (delivery,) = await log(caller, webhook)
    watch.turn(timedelta(hours=3))
    assert await again(caller, f"{webhook['id']}/deliveries/{delivery['id']}") == 1
    await engine.settle()
    assert len(set(receiver.ids())) == 1
    assert verify(webhook["secret"], receiver.taken[1])["timestamp"] == "2026-03-01T12:00:00.000Z"
    (delivery,) = await log(caller, webhook, status="delivered")
    assert (len(delivery["log"]), delivery["tries"]) == (2, 1)


async def test_two_secrets_sign_for_a_day(caller, receiver, engine, watch, verify):
    webhook = await add(caller, receiver.url)
    fresh = (await caller.http.post(f"/v1/webhooks/{webhook['id']}/secret")).json()
    assert fresh["previous_until"] == "2026-03-02T12:00:00Z"
    await happens(caller, watch)
    await engine.settle()
    for secret in (webhook["secret"], fresh["secret"]):
        verify(secret, receiver.taken[0])
    watch.turn(timedelta(days=1))
    await happens(caller, watch, "b")
    await engine.settle()
    verify(fresh["secret"], receiver.taken[1])
    with pytest.raises(WebhookVerificationError):
        verify(webhook["secret"], receiver.taken[1])


async def test_a_worker_killed_in_the_middle_sends_again_and_loses_nothing(caller, receiver, engine, watch):
    webhook = await add(caller, receiver.url)
    await happens(caller, watch)
    (delivery,) = await log(caller, webhook)
    # as far as a worker comes that dies after the receiver took it and before that is written down
    await outbox.lease(WebhookDelivery, [delivery["id"]], now=watch(), work=engine.context.settings.work)
    await engine.settle()
    assert receiver.taken == []
    watch.turn(timedelta(seconds=60))
    await engine.settle()
    assert len(receiver.taken) == 1
    assert [each["status"] for each in await log(caller, webhook)] == ["delivered"]


async def test_a_test_event_goes_to_one_alone(caller, receiver, engine, watch, verify):
    webhook = await add(caller, receiver.url, "response.completed")
    await add(caller, receiver.url)
    sent = await caller.http.post(f"/v1/webhooks/{webhook['id']}/test")
    assert sent.status_code == 202
    await engine.settle()
    assert [verify(webhook["secret"], each)["type"] for each in receiver.taken] == ["webhook.test"]
    assert [each["id"] for each in await log(caller, webhook)] == [sent.json()["delivery"]]


@pytest.mark.parametrize("place", ["http://127.0.0.1:{}/", "https://localhost:{}/", "http://[::ffff:127.0.0.1]:{}/"])
async def test_what_was_let_in_before_is_still_judged_when_it_is_called(caller, receiver, engine, watch, place):
    webhook = await add(caller, receiver.url)
    # an operator has closed it since, or its name means something else by now
    port = receiver.url.rpartition(":")[2].partition("/")[0]
    from voc.webhooks.documents import Webhook

    moved = {"$set": {"url": place.format(port)}}
    await Webhook.get_pymongo_collection().update_one({"_id": webhook["id"]}, moved)
    closed = engine.context.settings.model_copy(update={"egress": Egress(ports=(int(port),))})
    await happens(caller, watch)
    ids = [delivery["id"] for delivery in await log(caller, webhook)]
    await sending.send(ids, settings=closed, clock=watch, chance=lambda: 0.0)
    assert receiver.taken == []
    ((call,),) = [delivery["log"] for delivery in await log(caller, webhook)]
    assert (call["reason"], call["status"]) == ("address", None)


async def test_a_redirect_is_a_failure_and_is_not_followed(caller, receiver, engine, watch):
    webhook = await add(caller, receiver.url)
    receiver.answer(b"HTTP/1.1 302 X\r\nlocation: %s\r\ncontent-length: 0\r\n\r\n" % receiver.url.encode())
    await happens(caller, watch)
    await engine.settle()
    assert len(receiver.taken) == 1
    ((call,),) = [delivery["log"] for delivery in await log(caller, webhook)]
    assert (call["reason"], call["status"]) == ("redirect", 302)


async def test_of_an_answer_the_beginning_is_kept(caller, receiver, engine, watch):
    webhook = await add(caller, receiver.url)
    receiver.answer(reply(b"\xff\x00" + "가".encode() * 50_000))
    await happens(caller, watch)
    await engine.settle()
    ((call,),) = [delivery["log"] for delivery in await log(caller, webhook)]
    assert call["answer"] == "\ufffd" + "가" * 499


async def test_after_thirty_days_deliveries_are_forgotten(caller, receiver, engine, watch):
    webhook = await add(caller, receiver.url)
    await happens(caller, watch)
    await caller.http.post(f"/v1/webhooks/{webhook['id']}/secret")
    await engine.settle()
    watch.turn(timedelta(days=29))
    await engine.settle()
    assert len(await log(caller, webhook)) == 1
    assert (await caller.http.get(f"/v1/webhooks/{webhook['id']}")).json()["previous_secret_until"] is None
    watch.turn(timedelta(days=2))
    await happens(caller, watch, "b")
    await engine.settle()
    assert len(await log(caller, webhook)) == 1
