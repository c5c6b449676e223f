"""Counters and raw rows agree, whatever happens at the same time and wherever counting is cut off."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from voc.results import counters, periods, queries


async def started(caller, survey):
    return (await caller.http.get(f"/v1/surveys/{survey['id']}/results")).json()


async def test_saves_and_counting_side_by_side_agree_in_the_end(caller, survey, send, counted, watch):
    async def answer(number):
        saved = {"submission_id": f"s-{number}", "seen": ["nps"]}
        await send(**saved, answers={"nps": number % 11}, finished=False, sequence=1)
        await send(**saved, answers={"nps": 10}, finished=number % 2 == 0, sequence=2)

    rounds = [counters.settle(now=watch(), timer=lambda: 0.0) for _ in range(8)]
    await asyncio.gather(*(answer(number) for number in range(20)), *rounds)
    await counted()
    assert (await counters.rebuild(caller.workspace, now=watch())).changed == 0
    found = await started(caller, survey)
    assert (found["started"], found["completed"]) == (20, 10)
    assert found["questions"][0]["figure"]["value"] == 100


async def test_a_response_that_changes_while_its_day_is_counted_is_counted_again(caller, survey, send, counted, watch):
    await send(submission_id="s-1", answers={"nps": 0}, finished=False, sequence=1)
    await counters.mark([(caller.workspace, survey["id"], "d20260301")], now=watch())
    (bucket,) = await queries.dirty_buckets(now=watch())
    await send(submission_id="s-1", answers={"nps": 10}, finished=True, sequence=2)
    await counters.mark([(caller.workspace, survey["id"], "d20260301")], now=watch())
    await counters.recount(bucket, now=watch(), timer=lambda: 0.0)
    assert [row["_id"] for row in await queries.dirty_buckets(now=watch())] == [bucket["_id"]]
    await counted()
    assert (await started(caller, survey))["completed"] == 1


@pytest.mark.parametrize("cut_off_after", range(4))
async def test_a_month_never_misses_a_day_that_was_cut_off(
    caller, survey, send, counted, watch, monkeypatch, cut_off_after
):
    class CutOff(Exception):
        pass

    await send()
    await counted()
    await send()
    left = cut_off_after
    mark = counters.mark

    async def broken(places, *, now):
        nonlocal left
        left -= 1
        if left < 0:
            raise CutOff
        await mark(places, now=now)

    monkeypatch.setattr(counters, "mark", broken)
    watch.turn(timedelta(minutes=5))
    with suppress(CutOff):
        await counters.settle(now=watch(), timer=lambda: 0.0)
    monkeypatch.setattr(counters, "mark", mark)
    await counted()
    rows = {row["bucket"]: row["total"] for row in await queries.all_buckets(caller.workspace)}
    assert rows == {"d20260301": 2, "m202603": 2}


async def test_a_day_of_many_responses_is_read_in_pages(caller, survey, send, counted, monkeypatch):
    monkeypatch.setattr(queries, "PAGE_ROWS", 3)
    for _ in range(8):
        await send()
    await counted()
    assert (await started(caller, survey))["started"] == 8


def test_buckets_cover_every_day_once():
    first, last = periods.day_of("d20251230"), periods.day_of("d20260702")
    days, months = periods.covering(first, last)
    assert (days, months) == ([("d20251230", "d20251231"), ("d20260701", "d20260702")], ("m202601", "m202606"))
    two_weeks = (periods.day_of("d20260125"), periods.day_of("d20260207"))
    assert periods.covering(*two_weeks) == ([("d20260125", "d20260207")], None)
    assert periods.covering(first, first) == ([("d20251230", "d20251230")], None)
    assert periods.covering(last, first) == ([], None)
    assert periods.covering(periods.day_of("d20260101"), periods.day_of("d20261231")) == ([], ("m202601", "m202612"))


def test_buckets_by_name_are_those_that_cover():
    first, last = periods.day_of("d20251230"), periods.day_of("d20260302")
    names = ["d20251230", "d20251231", "d20260301", "d20260302", "m202601", "m202602"]
    assert periods.named(first, last) == names
    assert periods.named(first, first) == ["d20251230"]
    assert periods.named(last, first) == []
