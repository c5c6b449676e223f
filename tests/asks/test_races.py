"""Many at once, twice the same, and a crash between two writes: nobody is turned away wrongly, nothing is exceeded."""

import asyncio
from datetime import timedelta

import pytest

from tests.surveying import ALWAYS, Visitor, publish, response
from voc.asks import ledger, tally
from voc.asks.documents import Tally
from voc.responses import places

MANY = 40


async def statuses(calls):
    return [answer.status_code for answer in await asyncio.gather(*calls)]


@pytest.fixture
async def limited(caller):
    return await publish(caller, schedule={"limit": 500}, targeting={"frequency": ALWAYS})


async def test_many_answers_at_once_are_all_taken(caller, limited):
    visitor = Visitor(caller)
    assert await statuses(visitor.send("/responses", response(limited)) for _ in range(MANY)) == [202] * MANY
    assert (await tally.counts(limited["id"]))["total"] == MANY


@pytest.mark.parametrize("name", ["v-{}", "one for all"])
async def test_many_asks_at_once_are_all_answered(caller, limited, name):
    asks = [{"survey": limited["id"], "visitor": name.format(at)} for at in range(MANY)]
    assert await statuses(Visitor(caller).send("/asks", ask) for ask in asks) == [200] * MANY


async def test_the_last_place_goes_to_a_submission_that_is_sent_twice_at_once(caller):
    visitor = Visitor(caller)
    for _ in range(8):
        survey = await publish(caller, schedule={"limit": 1})
        body = response(survey)
        assert await statuses(visitor.send("/responses", body) for _ in range(4)) == [202] * 4
        assert await tally.counts(survey["id"]) == {"total": 1}
    assert (await visitor.send("/responses", response(survey))).status_code == 409


async def test_two_names_of_one_person_get_one_yes(caller, database):
    survey, visitor = await publish(caller), Visitor(caller)
    for at in range(5):
        both = await asyncio.gather(
            visitor.ask(survey, visitor=f"v-{at}"),
            visitor.ask(survey, visitor=f"v-{at}", customer=f"c-{at}"),
        )
        assert sorted(verdict["granted"] for verdict in both) == [False, True]


async def test_a_refused_ask_stands_under_no_name(caller, monkeypatch):
    survey, visitor, real = await publish(caller), Visitor(caller), ledger.record

    async def beaten(workspace, person, ask, *, allowed):
        return "frequency" if person == "c:c-1" else await real(workspace, person, ask, allowed=allowed)

    with monkeypatch.context() as race:
        race.setattr(ledger, "record", beaten)
        assert (await visitor.ask(survey, visitor="v-1", customer="c-1"))["rule"] == "frequency"
    assert (await visitor.ask(survey, visitor="v-1"))["granted"]


async def test_a_crash_between_two_names_breaks_no_gap(caller, monkeypatch):
    survey, visitor, real = await publish(caller), Visitor(caller), ledger.record
    written = []

    async def power_cut(workspace, person, ask, *, allowed):
        if written:
            raise ConnectionError("power cut")
        written.append(person)
        return await real(workspace, person, ask, allowed=allowed)

    with monkeypatch.context() as cut:
        cut.setattr(ledger, "record", power_cut)
        answer = await visitor.send("/asks", {"survey": survey["id"], "visitor": "v-1", "customer": "c-1"})
    assert (answer.status_code, written) == (500, ["v:v-1"]), "nobody was told yes, so the surest name stays free"
    assert (await visitor.ask(survey, visitor="v-2", customer="c-1"))["granted"]


async def test_what_arrived_late_is_counted_before_another_takes_its_place(caller, watch, monkeypatch):
    survey, visitor = await publish(caller, schedule={"limit": 1}), Visitor(caller)
    real, tries = tally._write, []

    async def power_cut(*_, **__):
        raise ConnectionError("power cut")

    async def beaten_once(row, *fields):
        tries.append(row)
        if len(tries) == 1:
            await Tally.get_pymongo_collection().update_one({"_id": row["_id"]}, {"$inc": {"revision": 1}})
        return await real(row, *fields)

    with monkeypatch.context() as cut:
        cut.setattr(places, "count", power_cut)
        assert (await visitor.send("/responses", response(survey))).status_code == 500
    watch.turn(timedelta(hours=2))
    monkeypatch.setattr(tally, "_write", beaten_once)
    assert (await visitor.send("/responses", response(survey))).status_code == 409


@pytest.mark.parametrize("schedule", [{"closes_at": "2026-02-01T00:00:00Z"}, {"limit": 1}])
async def test_an_earlier_version_is_no_way_round_the_schedule(caller, schedule):
    survey, visitor = await publish(caller), Visitor(caller)
    path = f"/v1/surveys/{survey['id']}"
    await caller.http.patch(path, json={"schedule": schedule})
    await caller.http.post(f"{path}/publish")
    taken = [(await visitor.send("/responses", response(survey, version=1))).status_code for _ in range(2)]
    assert taken == [202 if "limit" in schedule else 409, 409]


async def test_explaining_starts_no_pace(caller, database):
    survey = await publish(caller, schedule={"pacing": {"count": 10, "per": "day"}})
    explained = (await caller.http.get(f"/v1/surveys/{survey['id']}/explain")).json()
    (pacing,) = [each for each in explained["rules"] if each["rule"] == "pacing"]
    assert pacing["passed"] is True
    assert await database.tallies.find_one({"_id": survey["id"]}) is None
