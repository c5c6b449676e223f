"""Counters agree with the rows, whatever happens between two looks."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from voc.insights import domain, queries, service, tasks

words = st.sampled_from(["", "complaint", "idea", "praise"])
rows = st.lists(
    st.fixed_dictionaries(
        {
            "state": st.sampled_from(["pending", "analysed", "parked"]),
            "kind": words,
            "channel": st.sampled_from(["email", "sms"]),
            "theme": st.sampled_from([None, "th_a", "th_b"]),
            "also": st.sampled_from([None, [], ["th_b"], ["th_c", "th_d"]]),
            "sentiment": st.none() | st.floats(-1, 1),
        }
    ),
    max_size=30,
)


@given(rows, rows)
def test_counts_of_two_sets_add_up_to_those_of_their_union(first, second):
    parts = [domain.count(first).model_dump(), domain.count(second).model_dump()]
    assert domain.total(parts) == domain.count(first + second)


@given(rows)
def test_the_order_of_rows_does_not_matter(rows):
    assert domain.count(rows) == domain.count(rows[::-1])


@given(rows)
def test_every_row_is_counted_once_in_each_breakdown(rows):
    counts = domain.count(rows)
    assert counts.total == len(rows) == sum(counts.states.values()) == sum(counts.channels.values())


async def recounted(workspace):
    """The sum of the buckets as they are now."""
    return domain.total(row["counts"] for row in await queries.rollups(workspace))


def verbatim(number, **fields):
    return {"submission_id": f"s-{number}", "text": f"said {number}", "channel": "email"} | fields


async def test_totals_are_exact_before_and_after_counting(caller, watch):
    await caller.http.post("/v1/feedback", json=[verbatim(n) for n in range(7)])
    assert (await service.totals(caller.workspace)).total == 7
    await service.settle(now=watch())
    assert (await service.totals(caller.workspace)).total == 7
    await caller.http.post("/v1/feedback", json=[verbatim(n) for n in range(7, 9)])
    assert (await service.totals(caller.workspace)).total == 9


@pytest.mark.parametrize("times", [1, 2, 100])
async def test_totals_are_exact_while_buckets_are_counted(caller, watch, monkeypatch, times):
    await caller.http.post(
        "/v1/feedback", json=[verbatim(n, occurred_at=f"2026-02-{n + 1:02d}T09:00:00Z") for n in range(7)]
    )
    await service.settle(now=watch())
    look, looks = queries._moving, []

    async def changing(workspace, named):
        found = await look(workspace, named)
        looks.append(named)
        if len(looks) <= times:
            await caller.http.post("/v1/feedback", json=verbatim(7, occurred_at="2026-02-01T09:00:00Z"))
            watch.turn(timedelta(hours=1))
            await service.mark([(workspace, (await queries.rollups(workspace))[0]["bucket"])], watch())
            await service.settle(now=watch())
        return found

    monkeypatch.setattr(queries, "_moving", changing)
    assert (await service.totals(caller.workspace)).total == 8
    assert len(looks) == min(times + 1, queries.SUM_ATTEMPTS)


async def test_a_row_that_changes_while_it_is_counted_is_counted_again(caller, watch):
    await caller.http.post("/v1/feedback", json=verbatim(1))
    (row,) = await queries.uncounted_rows(caller.workspace)
    await service.settle(now=watch())
    id_ = row["_id"]
    await caller.http.patch(f"/v1/feedback/{id_}", json={"kind": "praise"})
    assert [row["_id"] for row in await queries.uncounted_rows(caller.workspace)] == [id_]
    watch.turn(timedelta(hours=1))
    await service.settle(now=watch())
    assert (await recounted(caller.workspace)).kinds == {"praise": 1}


async def test_changes_and_counters_side_by_side_agree_in_the_end(caller, watch):
    items = (await caller.http.post("/v1/feedback", json=[verbatim(n) for n in range(20)])).json()["items"]

    async def correct(number):
        kind = ("idea", "praise", "question")[number % 3]
        await caller.http.patch(f"/v1/feedback/{items[number]['id']}", json={"kind": kind})

    work = [correct(number) for number in range(20)] + [service.settle(now=watch()) for _ in range(8)]
    await asyncio.gather(*work)
    watch.turn(timedelta(hours=1))
    await service.settle(now=watch())
    assert (await recounted(caller.workspace)).kinds == {"idea": 7, "praise": 7, "question": 6}
    assert (await service.rebuild(caller.workspace, now=watch())).changed == 0


async def test_a_rebuild_mends_what_was_broken_and_says_so(caller, watch, database):
    hours = [datetime(2026, 2, 1, hour, tzinfo=UTC).isoformat() for hour in (1, 1, 2)]
    await caller.http.post("/v1/feedback", json=[verbatim(n, occurred_at=at) for n, at in enumerate(hours)])
    await service.settle(now=watch())
    await database.rollups.update_one({"workspace": caller.workspace, "total": 2}, {"$set": {"counts": {"total": 99}}})
    rebuilt = await service.rebuild(caller.workspace, now=watch())
    assert (rebuilt.buckets, rebuilt.changed, rebuilt.total) == (2, 1, 3)
    assert (await service.rebuild(caller.workspace, now=watch())).changed == 0


async def test_a_round_ends_after_some_seconds_and_the_next_goes_on(caller, watch):
    said = [verbatim(n, occurred_at=(watch() - timedelta(hours=n)).isoformat()) for n in range(9)]
    await caller.http.post("/v1/feedback", json=said)
    ticks = iter(range(1_000_000))
    rounds = []
    while not rounds or not rounds[-1].is_over():
        watch.turn(timedelta(minutes=5))
        rounds.append(await service.settle(now=watch(), timer=lambda: next(ticks)))
        assert rounds[-1].recounted_buckets < 5, "five seconds are over"
    assert (await recounted(caller.workspace)).total == 9
    assert await queries.unsettled_buckets(caller.workspace) == set()


async def test_a_run_that_has_no_time_left_is_gone_on_with_by_the_next(caller, watch, engine, monkeypatch):  # noqa: F811
    monkeypatch.setattr(service, "ROUND_SECONDS", 0.0)
    monkeypatch.setattr(tasks, "RUN_SECONDS", 0.0)
    said = [verbatim(n, occurred_at=(watch() - timedelta(hours=n)).isoformat()) for n in range(9)]
    await caller.http.post("/v1/feedback", json=said)
    await tasks.count([], engine.context)
    assert (await recounted(caller.workspace)).total == 1
    for _ in range(3):
        watch.turn(timedelta(minutes=5))
        await engine.settle(rounds=30)
    assert (await recounted(caller.workspace)).total == 9
