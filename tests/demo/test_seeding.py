"""The demo workspace shows three live surveys with results."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest_asyncio

from voc.accounts import service as accounts
from voc.demo import seed
from voc.demo.answers import DemoSurveys, customers_in
from voc.demo.shop import customers
from voc.responses.documents import Response
from voc.surveys import queries, service
from voc.surveys.proofreading import proofread

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GIVEN = list(DemoSurveys("ws_1").answers(NOW, customers_in(customers())))
EIGHT_WEEKS = timedelta(weeks=8)


async def rows(workspace: str) -> list[dict]:
    return await Response.get_pymongo_collection().find({"workspace": workspace}).to_list()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def workspace(database):
    """A workspace that holds the demo; tests change nothing that others look at."""
    made = await accounts.create_workspace("Moa Market", now=NOW)
    await seed.fill(made.id, now=NOW)
    return made.id


async def test_three_surveys_are_live_and_one_was_published_twice(workspace):
    surveys = await queries.of_workspace(workspace)
    assert [survey.state for survey in surveys] == ["published"] * 3
    assert sorted(survey.version for survey in surveys) == [1, 1, 2]
    for survey in surveys:
        assert proofread(survey.definition()) == []
        assert survey.languages[:2] == ["en", "ko"]
    stored = await rows(workspace)
    assert len(stored) >= 500
    assert min(Counter(row["survey"] for row in stored).values()) >= 100
    assert {row["version"] for row in stored} == {1, 2}


async def test_responses_are_spread_over_eight_weeks(workspace):
    times = [row["received_at"].replace(tzinfo=UTC) for row in await rows(workspace)]
    assert NOW - EIGHT_WEEKS - timedelta(days=1) < min(times)
    assert max(times) <= NOW
    weeks = Counter((NOW - at) // timedelta(weeks=1) for at in times)
    assert min(weeks[number] for number in range(8)) >= 30


async def test_seeding_again_later_changes_nothing(workspace):
    before = await rows(workspace)
    assert await seed.fill(workspace, now=NOW + timedelta(hours=5)) == 0
    after = await rows(workspace)
    assert {row["_id"] for row in after} == {row["_id"] for row in before}
    assert len(await queries.of_workspace(workspace)) == 3


async def test_an_author_may_go_on_with_a_demo_survey(workspace):
    survey = (await queries.of_workspace(workspace))[0]
    await service.change(workspace, survey.id, {"name": "Ours now"}, now=NOW)
    await seed.fill(workspace, now=NOW)
    assert (await queries.one(workspace, survey.id)).name == "Ours now"


def test_answers_come_in_both_languages_from_several_places_and_some_end_early():
    for values in (
        Counter(given.response.language for given in GIVEN),
        Counter(given.response.context["device"] for given in GIVEN),
        Counter(given.response.finished for given in GIVEN),
    ):
        assert min(values.values()) >= 20, values
    assert {given.channel for given in GIVEN} == {"widget", "link"}
    assert {given.response.context["source"] for given in GIVEN} >= {"app", "email", "sms", "chat", "qr"}


def test_nobody_is_asked_the_same_twice():
    asked = Counter((given.response.survey, str(given.response.customer or given.response.visitor)) for given in GIVEN)
    assert max(asked.values()) == 1


def test_the_same_respondent_answers_the_same_whenever_it_is_seeded():
    later = DemoSurveys("ws_1").answers(NOW + timedelta(hours=9), customers_in(customers()))
    assert [given.response for given in later] == [given.response for given in GIVEN]


def test_the_answers_are_in_the_order_of_time():
    assert all(one.received_at <= other.received_at + timedelta(days=1) for one, other in pairwise(GIVEN))


def test_what_was_written_is_written_once():
    words = [
        answer
        for given in GIVEN
        for answer in given.response.answers.values()
        if isinstance(answer, str) and " " in answer
    ]
    assert len(words) == len(set(words))
    assert len(words) >= 30
