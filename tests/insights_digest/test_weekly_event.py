"""The report of a week for webhooks and a channel in Slack: one event each week, on Monday morning."""

import json
from datetime import timedelta

from tests.engine import alone
from tests.insights_digest.test_digest_mails import shop
from tests.loopback import reply, serving
from tests.webhooks.conftest import Receiver, add
from voc import outbox
from voc.accounts import catching_up
from voc.dispatcher import FOR_EARLIER
from voc.queue import Task
from voc.webhooks import slack
from voc.webhooks.catalogue import EVENTS, Type

__all__ = ["shop"]


async def test_slack_is_told_each_week_once(shop, engine, watch):
    taken = Receiver()
    taken.answer(reply(b"ok"))
    async with serving(taken) as url:
        taken.url = f"{url}/hooks"
        await add(shop, taken.url, "report.*", format="slack", language="ko")
        for _ in range(20):
            await engine.settle(rounds=30)
            watch.turn(timedelta(hours=12))
    messages = [json.loads(body) for _, body in taken.taken]
    headings = [message["blocks"][0]["text"]["text"] for message in messages]
    assert headings == ["2026-02-23부터 2026-03-01까지의 한 주", "2026-03-02부터 2026-03-08까지의 한 주"]
    facts = messages[0]["blocks"][1]["text"]["text"]
    assert "*NPS* +33" in facts
    assert "n = 3" in facts
    assert not set("▲▼") & set(facts)
    assert messages[0]["blocks"][2]["elements"][0]["text"] == (
        "<http://voc.test/insights/report?week=2026-02-23|VoC에서 보기>"
    )


async def test_the_event_is_as_the_catalogue_says_and_asked_for_twice_it_is_one(shop, engine, watch, database):
    await shop.http.post("/v1/webhooks", json={"url": "http://127.0.0.1:9/none", "events": ["report.weekly"]})
    watch.turn(timedelta(days=1))
    for _ in range(2):
        await outbox.request(shop.workspace, Task.report_week, at=watch())
        await engine.settle(rounds=30)
        watch.turn(timedelta(hours=1))
    (row,) = await database.webhook_deliveries.find({"workspace": shop.workspace}).to_list()
    event = json.loads(row["body"])
    example = next(each.example for each in EVENTS if each.type == Type.report_weekly)
    assert set(event["data"]) == set(example)
    assert set(event["data"]["scores"][0]) == set(example["scores"][0])
    assert set(event["data"]["next"][0]) == set(example["next"][0])
    assert (event["data"]["first"], event["data"]["scores"][0]["n"]) == ("2026-02-23", 3)
    slack.message(event, public_url="http://voc.test", language="en")


async def test_a_workspace_that_nobody_talks_to_tells_nothing(caller, engine, watch, database):
    await caller.http.post("/v1/webhooks", json={"url": "http://127.0.0.1:9/none", "events": ["*"]})
    for _ in range(4):
        watch.turn(timedelta(days=7, hours=1))
        await engine.settle(rounds=30)
    assert await database.webhook_deliveries.find({"workspace": caller.workspace}).to_list() == []


async def test_before_nine_on_monday_it_waits(shop, engine, watch, database):
    await shop.http.put("/v1/sending-rules", json={"zone": "America/Los_Angeles", "country": "US"})
    await shop.http.post("/v1/webhooks", json={"url": "http://127.0.0.1:9/none", "events": ["report.weekly"]})
    watch.turn(timedelta(hours=13))
    await outbox.request(shop.workspace, Task.report_week, at=watch())
    await engine.settle(rounds=30)
    assert await database.webhook_deliveries.find({"workspace": shop.workspace}).to_list() == []
    watch.turn(timedelta(hours=17))
    await engine.settle(rounds=30)
    assert len(await database.webhook_deliveries.find({"workspace": shop.workspace}).to_list()) == 1


async def test_a_webhook_that_was_there_before_there_were_reports_is_told_of_them(shop, engine, watch, database):
    await shop.http.post("/v1/webhooks", json={"url": "http://127.0.0.1:9/none", "events": ["report.*"]})
    await database.chores.delete_many({"workspace": shop.workspace})
    await alone(database, shop.workspace)
    watch.turn(timedelta(days=1))
    for _ in range(2):
        await catching_up.begin(FOR_EARLIER, now=watch())
        await engine.settle(rounds=30)
    rows = await database.webhook_deliveries.find({"workspace": shop.workspace}).to_list()
    assert [json.loads(row["body"])["type"] for row in rows] == ["report.weekly"]
