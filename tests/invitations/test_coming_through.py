"""Whatever is interrupted, done twice or wrong for one: everybody else gets one message."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from voc import outbox
from voc.customers.documents import Identity
from voc.customers.domain import customer_id
from voc.invitations import expanding, following
from voc.invitations.documents import Campaign, Invitation

MANY = 620
"""More than a page of people."""


def people(count: int) -> str:
    return "id,email\n" + "".join(f"p{n},p{n}@example.test\n" for n in range(count))


async def due(model: Any, post: Any) -> list[str]:
    return [row.id for row in await outbox.due(model, now=post.watch(), limit=1_000)]


async def test_workers_that_do_the_same_at_once_make_one_of_each(company: Any, post: Any) -> None:
    await company.campaign(people(60), start=False)
    campaign = await company.campaign()
    work = post.context.settings.work
    for task, model in ((expanding.run, Campaign), (following.follow, Invitation)):
        ids = await due(model, post)
        assert ids
        await asyncio.gather(*(task(ids, now=post.watch(), work=work) for _ in range(4)))
    await post.settle()
    sent = Counter(row["customer"] for row in await post.sent(company.workspace))
    assert set(sent.values()) == {1}
    assert len(sent) == 60
    assert (await company.read(campaign))["people"] == 60


@pytest.mark.parametrize("stop_after", [0.03, 0.15])
async def test_an_interrupted_look_for_people_is_taken_up_again(company: Any, post: Any, stop_after: float) -> None:
    await company.campaign(people(MANY), start=False)
    campaign = await company.campaign(starts_at="2026-03-01T13:00:00Z", channels=["sms", "email"])
    post.watch.turn(timedelta(hours=1))
    ids = await due(Campaign, post)
    looking = asyncio.create_task(expanding.run(ids, now=post.watch(), work=post.context.settings.work))
    await asyncio.sleep(stop_after)
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)
    await post.later(minutes=2)
    await post.settle(60)
    for _ in range(3):  # a bucket rests between two counts
        await post.later(hours=1)
    sent = Counter(row["customer"] for row in await post.sent(company.workspace))
    assert (len(sent), set(sent.values())) == (MANY, {1})
    found = await company.read(campaign)
    assert (found["people"], found["funnel"]["sent"]) == (MANY, MANY)


async def test_one_who_cannot_be_read_stops_nobody_and_is_tried_again(company: Any, post: Any) -> None:
    campaign = await company.campaign(people(5))
    own = {"workspace": company.workspace, "customer": customer_id(company.workspace, "p2")}
    row = await Identity.get_pymongo_collection().find_one(own)
    assert row is not None
    damaged = {"$set": {"sealed": row["sealed"][:-8] + "AAAAAAAA"}}
    await Identity.get_pymongo_collection().update_one({"_id": row["_id"]}, damaged)
    for _ in range(12):
        await post.later(minutes=5)
    assert len(await post.sent(company.workspace)) == 4
    assert await company.ok("POST", "/v1/invitations/retry") == {"retried": 1}
    await Identity.get_pymongo_collection().update_one({"_id": row["_id"]}, {"$set": {"sealed": row["sealed"]}})
    await post.later(minutes=5)
    assert len(await post.sent(company.workspace)) == 5
    assert (await company.read(campaign))["states"] == {"sent": 5}


async def test_a_campaigns_page_costs_the_same_for_few_and_for_many(
    company: Any, post: Any, database: Any, monkeypatch: Any
) -> None:
    few, many = await company.campaign(people(3)), await company.campaign(people(MANY))
    await post.settle(60)
    for _ in range(3):  # a bucket rests between two counts
        await post.later(hours=1)
    await company.read(few)
    calls: list[str] = []
    run = database.client._select_server

    async def counted(*given: Any, **named: Any) -> Any:
        calls.append("call")
        return await run(*given, **named)

    monkeypatch.setattr(database.client, "_select_server", counted)
    costs = []
    for campaign, size in ((few, 3), (many, MANY)):
        calls.clear()
        assert (await company.read(campaign))["funnel"]["sent"] == size
        costs.append(len(calls))
    assert costs[0] == costs[1] <= 5
