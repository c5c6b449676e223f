"""Distinct people by theme and week, kept by day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine import declared_tasks, engine  # noqa: F401  fixtures
from voc.customers import merging
from voc.customers.domain import customer_id
from voc.customers.service import Sighting, note
from voc.insights import daily, people, service

said = st.lists(
    st.fixed_dictionaries(
        {
            "respondent": st.sampled_from([f"cus_{n}" for n in range(9)]),
            "theme": st.sampled_from([None, "th_a", "th_b"]),
            "also": st.sampled_from([None, [], ["th_b"]]),
            "noise": st.sampled_from([None, None, "spam"]),
        }
    ),
    max_size=30,
)


@given(st.lists(said, max_size=5))
def test_a_union_of_days_counts_everybody_once(days):
    counted = [people.count(day) for day in days]
    found = people.union([people.unpack(people.pack(each)) for each in counted], {})
    rows = [row for day in days for row in day if not row["noise"]]
    assert found.get(people.EVERYBODY, 0) == len({row["respondent"] for row in rows})
    of_b = {row["respondent"] for row in rows if row["theme"] == "th_b" or "th_b" in (row["also"] or ())}
    assert found.get("th_b", 0) == len(of_b)


def test_who_turned_out_to_be_one_person_counts_once():
    days = [people.count([{"respondent": name, "theme": "th_a"}]) for name in ("cus_1", "cus_2", "cus_3")]
    same = {people.number_of("cus_2"): people.number_of("cus_1")}
    assert people.union(days, same) == {"": 2, "th_a": 2}


@pytest.fixture
def say(caller, watch, database):
    """Has customers speak of a theme on a day, and counts it."""
    sent = 0

    async def say(day, theme, customers):
        nonlocal sent
        at = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=9)
        items = []
        for customer in customers:
            sent += 1
            items.append({"submission_id": f"s-{sent}", "text": f"said {sent}", "channel": "email"}
                         | {"occurred_at": at.isoformat(), "customer": customer})  # fmt: skip
        answers = (await caller.http.post("/v1/feedback", json=items)).json()["items"]
        ids = [each["id"] for each in answers]
        await database.feedback.update_many({"_id": {"$in": ids}}, {"$set": {"theme": theme}})
        await service.settle(now=watch())

    return say


TODAY = date(2026, 3, 1)


async def test_a_week_counts_people_and_not_mentions(caller, say):
    for back in (1, 2, 7):
        await say(TODAY - timedelta(days=back), "th_a", ["c-1", "c-2"])
    await say(TODAY - timedelta(days=8), "th_b", ["c-1"])
    await say(TODAY, "th_a", ["c-9"])
    known = await daily.weeks(caller.workspace, TODAY)
    assert known.themes["th_a"].now == 2
    assert known.everybody.now == 2


async def test_only_weeks_in_which_anybody_was_heard_count_as_before(caller, say):
    for back in range(1, 36):
        await say(TODAY - timedelta(days=back), "th_a", [f"c-{back}"])
    known = await daily.weeks(caller.workspace, TODAY)
    assert (known.themes["th_a"].before, known.themes["th_a"].now) == ((7, 7, 7, 7), 7)


async def test_a_change_of_the_past_is_counted_again(caller, say, database, watch):
    await say(TODAY - timedelta(days=8), "th_b", ["c-1"])
    await say(TODAY - timedelta(days=3), "th_a", ["c-1", "c-2"])
    await daily.weeks(caller.workspace, TODAY)
    (row, _) = await database.feedback.find({"workspace": caller.workspace, "theme": "th_a"}).to_list()
    await caller.http.patch(f"/v1/feedback/{row['_id']}", json={"theme": None})
    await service.settle(now=watch())
    assert (await daily.weeks(caller.workspace, TODAY)).themes["th_a"].now == 1


async def test_a_merged_customer_is_one_person(caller, say, watch):
    await say(TODAY - timedelta(days=8), "th_b", ["c-1"])
    await say(TODAY - timedelta(days=1), "th_a", ["c-1", "c-2"])
    one, other = (customer_id(caller.workspace, name) for name in ("c-1", "c-2"))
    await note(
        [Sighting(id=customer_id(caller.workspace, ref), workspace=caller.workspace, ref=ref, at=watch())
         for ref in ("c-1", "c-2")]
    )  # fmt: skip
    await merging.merge(caller.workspace, into=one, other=other, now=watch(), by="mem_1")
    assert (await daily.weeks(caller.workspace, TODAY)).themes["th_a"].now == 1


async def test_days_that_nobody_looks_at_any_more_are_forgotten(caller, say, database):
    old = TODAY - timedelta(days=60)
    await say(old, "th_a", ["c-1"])
    await say(TODAY - timedelta(days=400), "th_a", ["c-1"])
    kept = [row["day"] for row in await database.people_days.find({"workspace": caller.workspace}).to_list()]
    assert kept == [daily.name_of(old)]
    await daily.forget(caller.workspace, TODAY + timedelta(days=30))
    assert await database.people_days.find({"workspace": caller.workspace}).to_list() == []
