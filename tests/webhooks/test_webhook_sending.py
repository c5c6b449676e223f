"""Events on their way: signed, redelivered, forgotten in time, and never to where nothing may be called."""

import json
from datetime import timedelta

import pytest
from standardwebhooks import WebhookVerificationError

from tests.loopback import reply
from tests.webhooks.conftest import add, again, happens, log
from voc import outbox
from voc.settings import Egress
from voc.webhooks import sending
from voc.webhooks.catalogue import Type
from voc.webhooks.documents import Webhook, WebhookDelivery


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
    moved = {"$set": {"url": place.format(port)}}
    await Webhook.get_pymongo_collection().update_one({"_id": webhook["id"]}, moved)
    closed = engine.context.settings.model_copy(update={"egress": Egress(ports=(int(port),))})
    await happens(caller, watch)
    ids = [delivery["id"] for delivery in await log(caller, webhook)]
    await sending.send(ids, settings=closed, clock=watch, chance=lambda: 0.0)
    assert receiver.taken == []
    ((call,),) = [delivery["log"] for delivery in await log(caller, webhook)]
    assert (call["reason"], call["status"]) == ("address", None)


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
