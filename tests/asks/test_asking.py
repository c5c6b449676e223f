"""One person, one ledger: whatever the device, the tab or the survey, no gap between asks is broken."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.surveying import ALWAYS, Visitor, publish, response
from voc.asks import policy
from voc.surveys.targeting import Policy


def asked_each(days, **fields):
    return {"targeting": {"frequency": {"every_days": days} | fields}}


async def test_a_yes_is_given_once_until_the_gap_has_passed(caller, watch):
    survey, visitor = await publish(caller, **asked_each(90)), Visitor(caller)
    first = await visitor.ask(survey, customer="c-1")
    assert (first["granted"], first["ask"][:4]) == (True, "ask_")
    watch.turn(timedelta(days=89))
    assert await visitor.ask(survey, customer="c-1") == {"granted": False, "rule": "frequency", "ask": None}
    watch.turn(timedelta(days=1))
    assert (await visitor.ask(survey, customer="c-1"))["granted"]
    watch.turn(timedelta(days=2))
    assert not (await visitor.ask(survey, customer="c-1"))["granted"], "the gap counts from the last ask"


async def test_two_tabs_that_ask_at_once_get_one_yes(caller):
    survey, visitor = await publish(caller), Visitor(caller)
    verdicts = await asyncio.gather(*(visitor.ask(survey, customer="c-1") for _ in range(8)))
    assert sorted(verdict["granted"] for verdict in verdicts) == [False] * 7 + [True]


async def test_a_visitor_who_says_who_they_are_is_not_asked_again(caller):
    survey, visitor = await publish(caller), Visitor(caller)
    assert (await visitor.ask(survey, visitor="v9"))["granted"]
    assert (await visitor.ask(survey, visitor="v9", customer="c-9"))["rule"] == "frequency"
    assert (await visitor.ask(survey, visitor="v10", customer="c-10"))["granted"]
    assert (await visitor.ask(survey, visitor="v10"))["rule"] == "frequency"


async def test_a_group_shares_the_gap_and_quiet_days_hold_between_all_surveys(caller, watch):
    nps = await publish(caller, **asked_each(30, group="relation"))
    other = await publish(caller, **asked_each(30, group="relation"))
    csat = await publish(caller, **asked_each(0))
    urgent = await publish(caller, **asked_each(0, override_quiet=True))
    await policy.save(caller.workspace, policy=Policy(quiet_days=7))
    visitor = Visitor(caller)
    assert (await visitor.ask(nps))["granted"]
    assert (await visitor.ask(other))["rule"] == "frequency"
    assert (await visitor.ask(csat))["rule"] == "quiet"
    assert (await visitor.ask(urgent))["granted"]
    watch.turn(timedelta(days=8))
    assert (await visitor.ask(csat))["granted"]


async def test_who_is_not_in_the_sample_is_never_asked(caller):
    survey, visitor = await publish(caller, targeting={"sample_share": 0.1, "frequency": ALWAYS}), Visitor(caller)
    first = {name: (await visitor.ask(survey, visitor=name))["granted"] for name in map(str, range(150))}
    assert 3 <= sum(first.values()) <= 30
    again = {name: (await visitor.ask(survey, visitor=name))["granted"] for name in list(first)[:40]}
    assert again == {name: first[name] for name in again}


async def test_a_paused_survey_asks_nobody(caller, watch):
    survey, visitor = await publish(caller), Visitor(caller)
    await caller.http.post(f"/v1/surveys/{survey['id']}/pause")
    assert (await visitor.ask(survey))["rule"] == "closed"
    await caller.http.post(f"/v1/surveys/{survey['id']}/resume")
    assert (await visitor.ask(survey))["granted"]


async def test_a_survey_asks_only_between_its_opening_and_its_close(caller, watch):
    opens, closes = watch() + timedelta(days=1), watch() + timedelta(days=2)
    schedule = {"opens_at": opens.isoformat(), "closes_at": closes.isoformat()}
    survey, visitor = await publish(caller, schedule=schedule), Visitor(caller)
    seen = []
    for _ in range(3):
        seen.append(
            (
                (await visitor.ask(survey, visitor=uuid4().hex))["rule"],
                (await visitor.send("/responses", response(survey))).status_code,
            )
        )
        watch.turn(timedelta(days=1))
    assert seen == [("closed", 409), (None, 202), ("closed", 409)]


async def test_the_configuration_tells_a_customer_s_device_of_asks_elsewhere(caller):
    survey, visitor = await publish(caller), Visitor(caller)
    await visitor.ask(survey, customer="c-1")
    (known,) = (await visitor.read(customer="c-1")).json()["asks"]
    assert known["survey"] == survey["id"]
    assert (await visitor.read(customer="c-2")).json()["asks"] == []
    assert (await visitor.read()).json()["asks"] == []


STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["c-1", "c-2"]), st.integers(0, 20)), min_size=1, max_size=12
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
async def test_no_gap_is_ever_broken(caller, watch, steps):
    gaps = [5, 10, 0]
    if not hasattr(caller, "surveys"):
        caller.surveys = [await publish(caller, **asked_each(days)) for days in gaps]
        await policy.save(caller.workspace, policy=Policy(quiet_days=3))
    run, visitor = uuid4().hex, Visitor(caller)
    asked: list[tuple[int, str, object]] = []
    for which, customer, days in steps:
        watch.turn(timedelta(days=days))
        verdict = await visitor.ask(caller.surveys[which], visitor=f"{customer}{run}", customer=f"{customer}{run}")
        own = [at for survey, who, at in asked if (survey, who) == (which, customer)]
        every = [at for _, who, at in asked if who == customer]
        broken = (own and watch() - max(own) < timedelta(days=gaps[which])) or (
            every and watch() - max(every) < timedelta(days=3)
        )
        assert verdict["granted"] is not bool(broken)
        if verdict["granted"]:
            asked.append((which, customer, watch()))


@pytest.mark.parametrize("body", [{"survey": "srv_x", "visitor": "v"}, {"survey": "srv_x"}, [], "text", {"visitor": 1}])
async def test_nonsense_is_refused_with_a_problem(caller, body):
    answer = await Visitor(caller).send("/asks", body)
    assert answer.status_code in (400, 404)
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.headers["access-control-allow-origin"] == "*", "the page must be able to read why"
