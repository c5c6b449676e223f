"""Limits, paces and quotas: never exceeded, whoever comes at once and whatever dies in between."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.surveying import ALWAYS, Visitor, publish, response
from voc.asks import tally
from voc.responses import places, service

TARGETING = {"frequency": ALWAYS}


async def statuses(visitor, survey, count, **fields):
    answers = await asyncio.gather(*(visitor.send("/responses", response(survey, **fields)) for _ in range(count)))
    return sorted(answer.status_code for answer in answers)


async def asks(visitor, survey, count):
    return [verdict for verdict in [await visitor.ask(survey, visitor=uuid4().hex) for _ in range(count)]]


async def test_a_limit_is_reached_and_never_passed(caller, database):
    survey, visitor = await publish(caller, schedule={"limit": 5}), Visitor(caller)
    assert await statuses(visitor, survey, 12) == [202] * 5 + [409] * 7
    assert await database.responses.count_documents({"survey": survey["id"]}) == 5
    (head,) = (await visitor.read()).json()["surveys"]
    assert head["full"] is True
    assert (await visitor.ask(survey))["rule"] == "limit"


async def test_over_a_limit_a_response_that_was_begun_is_finished(caller):
    survey, visitor = await publish(caller, schedule={"limit": 1}), Visitor(caller)
    begun = response(survey, finished=False)
    assert (await visitor.send("/responses", begun)).status_code == 202
    refused = await visitor.send("/responses", response(survey))
    assert (refused.status_code, refused.json()["title"]) == (409, "Enough answers")
    assert (await visitor.send("/responses", begun | {"finished": True})).status_code == 202
    assert (await visitor.send("/responses", begun | {"finished": True})).status_code == 202


async def test_an_ask_keeps_a_place_for_a_while(caller, watch):
    survey, visitor = await publish(caller, schedule={"limit": 1}, targeting=TARGETING), Visitor(caller)
    verdict = await visitor.ask(survey)
    assert (await visitor.ask(survey, visitor="v2"))["rule"] == "limit"
    assert (await statuses(visitor, survey, 1)) == [409], "the place belongs to whoever was asked"
    answered = await visitor.send("/responses", response(survey, ask=verdict["ask"]))
    assert answered.status_code == 202


async def test_a_place_that_nobody_claims_is_free_again(caller, watch):
    survey, visitor = await publish(caller, schedule={"limit": 1}, targeting=TARGETING), Visitor(caller)
    await visitor.ask(survey)
    watch.turn(timedelta(hours=2))
    assert (await visitor.ask(survey, visitor="v2"))["granted"]


async def test_a_pace_spreads_asks_over_the_month(caller, watch):
    schedule = {"pacing": {"count": 60, "per": "month"}}
    survey, visitor = await publish(caller, schedule=schedule, targeting=TARGETING), Visitor(caller)
    taken = []
    for _ in range(5):
        verdicts = await asks(visitor, survey, 12)
        taken.append(sum(verdict["granted"] for verdict in verdicts))
        for verdict in verdicts:
            if verdict["granted"]:
                await visitor.send("/responses", response(survey, ask=verdict["ask"]))
        watch.turn(timedelta(days=1))
    assert (sum(taken) >= 6, max(taken) <= 4) == (True, True), taken
    assert (await asks(visitor, survey, 12))[-1]["rule"] == "pacing"


@pytest.fixture
async def promoters(caller):
    enough = {"id": "promoters", "name": "Promoters", "limit": 2}
    enough["where"] = {"on": "answer:nps", "is": "at_least", "value": 9}
    return await publish(caller, schedule={"quotas": [enough]})


async def test_a_quota_refuses_its_own_sort_only(caller, promoters):
    visitor = Visitor(caller)
    assert await statuses(visitor, promoters, 6, answers={"nps": 10}) == [202] * 2 + [409] * 4
    refused = await visitor.send("/responses", response(promoters, answers={"nps": 9}))
    assert refused.json()["type"].endswith("over-quota")
    assert await statuses(visitor, promoters, 3, answers={"nps": 3}) == [202] * 3


async def test_a_quota_counts_what_is_finished(caller, promoters):
    visitor = Visitor(caller)
    begun = [response(promoters, answers={"nps": 10}, finished=False) for _ in range(4)]
    for body in begun:
        assert (await visitor.send("/responses", body)).status_code == 202
    finished = [await visitor.send("/responses", body | {"finished": True}) for body in begun]
    assert sorted(answer.status_code for answer in finished) == [202, 202, 409, 409]


async def test_what_died_before_it_was_counted_is_counted_later(caller, watch, monkeypatch):
    survey, visitor = await publish(caller, schedule={"limit": 2}), Visitor(caller)

    async def power_cut(*_, **__):
        raise ConnectionError("power cut")

    with monkeypatch.context() as cut:
        cut.setattr(places, "count", power_cut)
        assert (await visitor.send("/responses", response(survey))).status_code == 500
    watch.turn(timedelta(hours=2))
    assert await statuses(visitor, survey, 4) == [202, 409, 409, 409]
    assert (await tally.counts(survey["id"]))["total"] == 2


async def test_what_died_before_it_was_stored_gives_its_place_back(caller, watch, monkeypatch):
    survey, visitor = await publish(caller, schedule={"limit": 2}), Visitor(caller)

    def power_cut(*_, **__):
        raise ConnectionError("power cut")

    with monkeypatch.context() as cut:
        cut.setattr(service, "durable", power_cut)
        assert (await visitor.send("/responses", response(survey))).status_code == 500
    assert await statuses(visitor, survey, 2) == [202, 409]
    watch.turn(timedelta(hours=2))
    assert await statuses(visitor, survey, 2) == [202, 409]
