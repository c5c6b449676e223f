"""Asking many people at once comes to what asking each of them comes to."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tests.surveying import ALWAYS, publish
from voc.asks import policy, service
from voc.asks.domain import Place, customer_name
from voc.asks.together import Wish, grant_all
from voc.surveys import queries
from voc.surveys.schemas import PublishedSurvey
from voc.surveys.targeting import Policy


async def none_arrived(places: Sequence[Place]) -> set[str]:
    return set()


def wishes(*people: str, turn: int = 0) -> list[Wish]:
    return [Wish(ask=f"ask_{each}_{turn}", people=(customer_name(each),), channel="email") for each in people]


async def ask(survey: PublishedSurvey, wanted: list[Wish], watch: Any) -> dict[str, str | None]:
    """The rule that forbids each ask; None where it was granted."""
    found = await grant_all(survey, wanted, now=watch(), arrived=none_arrived)
    assert all(verdict.granted == (verdict.rule is None) for verdict in found.values())
    return {id_: verdict.rule for id_, verdict in found.items()}


async def survey_of(caller: Any, **fields: Any) -> PublishedSurvey:
    made = await publish(caller, **fields)
    return await queries.version(caller.workspace, made["id"])


async def test_an_ask_is_granted_once_however_often_it_is_wished(caller: Any, watch: Any) -> None:
    survey = await survey_of(caller)
    first = wishes("a", "b")
    assert await ask(survey, first, watch) == {"ask_a_0": None, "ask_b_0": None}
    watch.turn(timedelta(days=1))
    assert await ask(survey, first, watch) == {"ask_a_0": None, "ask_b_0": None}
    assert await ask(survey, wishes("a", "c", turn=1), watch) == {"ask_a_1": "frequency", "ask_c_1": None}


async def test_the_quiet_days_of_the_workspace_hold_over_surveys(caller: Any, watch: Any) -> None:
    one = await survey_of(caller)
    other = await survey_of(caller, targeting={"frequency": ALWAYS})
    await policy.save(caller.workspace, policy=Policy(quiet_days=7))
    await ask(one, wishes("a"), watch)
    assert await ask(other, wishes("a", "b", turn=1), watch) == {"ask_a_1": "quiet", "ask_b_1": None}
    watch.turn(timedelta(days=7))
    assert await ask(other, wishes("a", turn=2), watch) == {"ask_a_2": None}


async def test_somebody_who_is_wished_twice_is_asked_once(caller: Any, watch: Any) -> None:
    survey = await survey_of(caller)
    found = await ask(survey, wishes("a") + wishes("a", turn=1) + wishes("b"), watch)
    assert found == {"ask_a_0": None, "ask_a_1": "frequency", "ask_b_0": None}


async def test_two_who_ask_at_once_put_one_ask(caller: Any, watch: Any) -> None:
    survey = await survey_of(caller)
    people = [f"p{n}" for n in range(30)]
    both = await asyncio.gather(*(ask(survey, wishes(*people, turn=turn), watch) for turn in range(3)))
    for person in people:
        rules = [found[f"ask_{person}_{turn}"] for turn, found in enumerate(both)]
        assert sorted(rules, key=str) == [None, "frequency", "frequency"]


async def test_the_names_of_one_person_share_an_ask(caller: Any, watch: Any) -> None:
    survey = await survey_of(caller)
    merged = Wish(ask="ask_m", people=(customer_name("a"), customer_name("old")), channel="sms")
    assert await ask(survey, [merged], watch) == {"ask_m": None}
    assert await ask(survey, wishes("old", turn=1), watch) == {"ask_old_1": "frequency"}


async def test_a_limit_is_not_exceeded(caller: Any, watch: Any) -> None:
    survey = await survey_of(caller, schedule={"limit": 2})
    found = await ask(survey, wishes("a", "b", "c"), watch)
    assert sorted(found.values(), key=str) == [None, None, "limit"]


async def test_a_closed_survey_asks_nobody(caller: Any, watch: Any) -> None:
    survey = await survey_of(caller)
    await caller.http.post(f"/v1/surveys/{survey.id}/close")
    closed = await queries.version(caller.workspace, survey.id)
    assert await ask(closed, wishes("a"), watch) == {"ask_a_0": "closed"}


async def test_one_by_one_an_ask_of_the_callers_own_is_granted_again(caller: Any, watch: Any) -> None:
    survey = await survey_of(caller)
    for _ in range(2):
        verdict = await service.grant(
            survey, [customer_name("a")], sampled_as=None, channel="sms", now=watch(), arrived=none_arrived, ask="own"
        )
        assert (verdict.granted, verdict.ask) == (True, "own")
