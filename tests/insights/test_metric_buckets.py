"""A metric reads few buckets, and the right ones while counters move."""

from datetime import UTC, datetime

import pytest

from tests.surveying import publish
from voc.results import counters, margins
from voc.results.documents import SurveyBucket

SPAN = {"since": "2026-01-03", "until": "2026-01-31"}


@pytest.fixture
def answered(caller, watch, database):
    """Publishes a survey and has it answered with a score on each of the days given."""

    async def answered(days):
        survey = (await publish(caller))["id"]
        now = watch()
        for number, (day, score) in enumerate(days.items()):
            watch.now = datetime(2026, 1, day, 9, tzinfo=UTC)
            body = {"survey": survey, "submission_id": f"r-{number}", "answers": {"nps": score}}
            assert (await caller.http.post("/v1/responses", json=body)).status_code == 202
        watch.now = now
        while not (await counters.settle(now=watch(), timer=lambda: 0.0)).is_over():
            pass
        return survey

    return answered


async def scores(caller, **params):
    found = (await caller.http.get("/v1/metrics/nps", params=SPAN | params)).json()
    return found["total"]["counts"], found["groups"]


async def test_days_outside_are_taken_away_from_their_month(caller, answered):
    survey = await answered({1: 0, 2: 1, 3: 7, 20: 8, 31: 9})
    counts, groups = await scores(caller, by="channel")
    assert counts == {"7": 1, "8": 1, "9": 1}
    assert sum(group["estimate"]["n"] for group in groups) == 3
    assert (await scores(caller, survey=survey))[0] == counts


async def test_a_group_that_answered_outside_only_is_none(caller, answered):
    survey = await answered({1: 0, 2: 1})
    assert await scores(caller, by="survey", survey=survey) == ({}, [])


async def test_days_are_added_up_while_their_month_lags_behind(caller, answered):
    survey = await answered({1: 0, 20: 8})
    month = {"_id": f"{caller.workspace}|{survey}|m202601"}
    lagging = {"$set": {"dirty": True} | margins.fields({})}
    await SurveyBucket.get_pymongo_collection().update_one(month, lagging)
    assert (await scores(caller))[0] == {"8": 1}


async def test_buckets_that_were_counted_before_there_were_margins_still_tell(caller, answered):
    await answered({1: 0, 20: 8})
    gone = {"$unset": dict.fromkeys((margins.field(name) for name in (margins.TOTAL, *margins.FACETS)), "")}
    await SurveyBucket.get_pymongo_collection().update_many({"workspace": caller.workspace}, gone)
    assert (await scores(caller))[0] == {"8": 1}
    assert (await scores(caller, by="channel"))[0] == {"8": 1}
