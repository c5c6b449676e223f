"""A survey's limits: times in somebody's zone, amounts, quotas."""

import json
from datetime import UTC, datetime

import pytest

from tests.surveys.tabbing import NPS, SHOP, author


async def test_times_are_kept_in_utc_and_shown_in_the_zone(app, watch):
    async with author(app, watch) as kim:
        answer = await kim.send(
            "schedule", opens_at="2026-05-01T09:00", closes_at="2026-05-31T18:30", timezone="Asia/Seoul"
        )
        assert answer.status_code == 303
        kept = (await kim.draft()).schedule
        assert kept.opens_at == datetime(2026, 5, 1, 0, 0, tzinfo=UTC)
        assert kept.closes_at == datetime(2026, 5, 31, 9, 30, tzinfo=UTC)
        assert 'value="2026-05-01T09:00"' in (await kim.browser.http.get(answer.headers["location"])).text
        assert 'value="2026-05-01T00:00"' in (await kim.see("schedule?timezone=UTC")).text
        assert 'value="2026-05-01T09:00"' in (await kim.see("schedule", language="ko")).text


async def test_amounts_are_kept_and_empty_means_none(app, watch):
    async with author(app, watch) as kim:
        await kim.send("schedule", limit="1,000", pace_count="250", pace_per="month")
        kept = (await kim.draft()).schedule
        assert kept.limit == 1_000
        assert kept.pacing.model_dump() == {"count": 250, "per": "month"}
        await kim.send("schedule", limit="", pace_count="")
        kept = (await kim.draft()).schedule
        assert (kept.limit, kept.pacing) == (None, None)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"opens_at": "yesterday"}, "This is not a date and time."),
        ({"opens_at": "0001-01-01T00:00", "timezone": "Asia/Seoul"}, "This is not a date and time."),
        ({"opens_at": "2026-05-02T00:00", "closes_at": "2026-05-01T00:00"}, "The end lies before the beginning."),
        ({"limit": "0"}, "Please write a whole number above zero."),
        ({"limit": "ten"}, "Please write a whole number above zero."),
        ({"pace_count": "-3"}, "Please write a whole number above zero."),
    ],
)
async def test_an_impossible_limit_is_explained_and_not_kept(app, watch, fields, said):
    async with author(app, watch) as kim:
        before = await kim.draft()
        kim.browser.http.headers["accept-language"] = "en"
        answer = await kim.send("schedule", **fields)
        assert answer.status_code == 422
        assert said in answer.text
        assert await kim.draft() == before


async def test_a_quota_counts_one_answer(app, watch):
    async with author(app, watch, questions=[NPS, SHOP]) as kim:
        await kim.send("schedule/quotas", name="Shop north", counted="shop=north", limit="50")
        await kim.send("schedule/quotas", name="Promoters", counted="nps=promoters", limit="5")
        shop, promoters = (await kim.draft()).schedule.quotas
        assert shop.model_dump(mode="json") == {
            "id": "quota_1", "name": "Shop north", "limit": 50, "ending": None,
            "where": {"on": "answer:shop", "is": "equals", "value": "north"},
        }  # fmt: skip
        assert promoters.where.value == [9, 10]
        shown = (await kim.see("schedule")).text
        assert "Answer to “Which shop?” is <b>North</b>" in shown
        await kim.send("schedule", limit="100")
        assert len((await kim.draft()).schedule.quotas) == 2


async def test_a_quota_counts_a_score(app, watch):
    rated = {"id": "happy", "type": "csat", "text": {"en": "How was it?"}}
    async with author(app, watch, questions=[rated]) as kim:
        await kim.send("schedule/quotas", name="Unhappy", counted="happy=1", limit="50")
        await kim.send("schedule/quotas", name="Beyond", counted="happy=6", limit="50")
        (unhappy,) = (await kim.draft()).schedule.quotas
        assert (unhappy.where.on, unhappy.where.value) == ("answer:happy", 1)


@pytest.mark.parametrize(
    "fields",
    [{"name": "", "counted": "shop=north", "limit": "5"}, {"name": "A", "counted": "shop=east", "limit": "5"},
     {"name": "A", "counted": "gone=north", "limit": "5"}, {"name": "A", "counted": "shop=north", "limit": ""}],
)  # fmt: skip
async def test_a_quota_that_makes_no_sense_is_explained_and_not_kept(app, watch, fields):
    async with author(app, watch, questions=[NPS, SHOP]) as kim:
        answer = await kim.send("schedule/quotas", **fields)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
        assert (await kim.draft()).schedule.quotas == []


async def test_a_removed_quota_comes_back_under_its_id(app, watch):
    async with author(app, watch, questions=[NPS, SHOP]) as kim:
        await kim.send("schedule/quotas", name="North", counted="shop=north", limit="50")
        quota = (await kim.draft()).schedule.quotas[0]
        answer = await kim.send("schedule/remove", quota=quota.model_dump_json())
        assert (await kim.draft()).schedule.quotas == []
        assert "North" in (await kim.browser.http.get(answer.headers["location"])).text
        await kim.send("schedule/restore", quota=quota.model_dump_json())
        await kim.send("schedule/restore", quota=quota.model_dump_json())
        assert (await kim.draft()).schedule.quotas == [quota]


@pytest.mark.parametrize("quota", ["", "{}", json.dumps({"id": "x"})])
async def test_what_is_no_quota_changes_nothing(app, watch, quota):
    async with author(app, watch, questions=[NPS, SHOP]) as kim:
        assert (await kim.send("schedule/restore", quota=quota)).status_code == 400
        assert (await kim.see(f"schedule?removed={quota}")).status_code == 200


async def test_a_survey_without_choices_says_what_quotas_need(app, watch):
    words = {"id": "why", "type": "text", "text": {"en": "Why?"}}
    async with author(app, watch, questions=[words]) as kim:
        assert "this survey has none yet" in (await kim.see("schedule")).text
