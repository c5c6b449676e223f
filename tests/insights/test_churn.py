"""Churn: who left of those who were there, from counters that follow every change of a customer."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from voc.asks import policy
from voc.asks.domain import Segment
from voc.customers import importing, service
from voc.customers import queries as customers
from voc.customers.domain import Claim, IdentityKind, customer_id, shard_of
from voc.customers.importing import CustomerRow
from voc.customers.service import Sighting
from voc.insights.tenures import counting, domain, queries, rebuilding
from voc.insights.tenures.domain import Tenure, month_of
from voc.outbox import Chore
from voc.queue import Task

QUARTER = {"since": "2026-01-01", "until": "2026-02-28"}


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def nobody_to_count(database):
    """No customers of other tests to count."""
    for name in ("customers", "tenure_shards", "tenure_sums"):
        await database[name].delete_many({})


@pytest.fixture
def note(caller):
    """Notes a customer, by the day on which they were heard and their attributes."""

    async def note(ref, heard="2025-06-15", **attributes):
        at = datetime.fromisoformat(heard).replace(tzinfo=UTC)
        id_ = customer_id(caller.workspace, ref)
        await service.note([Sighting(id=id_, workspace=caller.workspace, ref=ref, at=at, attributes=attributes)])
        return id_

    return note


@pytest.fixture
def count(watch, caller):
    """Counts what changed, and adds it up."""

    async def count():
        for _ in range(20):
            watch.turn(timedelta(minutes=5))
            if (await counting.settle(now=watch(), timer=lambda: 0.0)).is_over():
                break
        await counting.store_sum(caller.workspace)

    return count


@pytest.fixture
def churn(caller, count):
    """Reads churn after everything was counted."""

    async def churn(**params):
        await count()
        answer = await caller.http.get("/v1/metrics/churn", params=QUARTER | params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return churn


async def test_who_left_counts_of_those_who_were_there(note, churn):
    await note("stays")
    await note("left", churned_at="2026-02-11")
    await note("left-later", churned_at="2026-03-01")
    await note("left-before", churned_at="2025-12-31")
    await note("came-later", heard="2026-01-02")
    await note("came-and-went", heard="2026-01-02", churned_at="2026-02-02")
    await note("imported-late", heard="2026-02-20", customer_since="2024-01-01", churned_at="2026-02-27")
    found = await churn()
    assert found["total"]["counts"] == {"0": 2, "1": 2}
    assert found["total"]["estimate"]["value"] == 0.5
    assert 0 < found["total"]["estimate"]["low"] < 0.5 < found["total"]["estimate"]["high"] < 1
    assert (found["since"], found["until"], found["before_since"]) == ("2026-01-01", "2026-02-28", "2025-11-01")
    assert (found["higher_is_better"], found["total"]["before"]["n"]) == (False, 5)


async def test_a_change_of_churn_is_judged_like_that_of_any_share(note, churn):
    for number in range(60):
        gone = {} if number >= 25 else {"churned_at": "2026-01-20"}
        await note(f"c-{number}", **gone)
    change = (await churn())["total"]["change"]
    assert change["difference"] == pytest.approx(25 / 60)
    assert (change["direction"], change["p"] < 0.001) == ("up", True)


async def test_a_period_is_whole_months_and_one_that_is_not_over_is_compared_with_nothing(note, churn, caller):
    await note("left", churned_at="2026-02-11")
    found = await churn(since="2026-02-10", until="2026-03-01")
    assert (found["since"], found["until"]) == ("2026-02-01", "2026-03-31")
    assert (found["total"]["estimate"]["value"], found["total"]["change"]) == (1, None)
    usual = (await caller.http.get("/v1/metrics/churn")).json()
    assert (usual["since"], usual["until"]) == ("2025-12-01", "2026-02-28")


async def test_segments_are_told_apart_and_a_new_definition_counts_again(note, churn, caller, count, watch, engine):  # noqa: F811
    await define(caller, vip={"on": "customer:plan", "is": "equals", "value": "pro"})
    await note("one", plan="pro", churned_at="2026-01-20")
    await note("two", plan="pro")
    await note("three", plan="free")
    found = {each["value"]: each for each in (await churn(by="segment"))["groups"]}
    assert (found["vip"]["name"], found["vip"]["counts"], found[None]["counts"]) == ("vip", {"0": 1, "1": 1}, {"0": 1})
    await define(caller, vip={"on": "customer:plan", "is": "equals", "value": "free"})
    await engine.settle()
    found = {each["value"]: each["counts"] for each in (await churn(by="segment"))["groups"]}
    assert found == {"vip": {"0": 1}, None: {"0": 1, "1": 1}}


async def define(caller, **segments):
    made = {id_: Segment.model_validate({"name": id_, "where": where}) for id_, where in segments.items()}
    await policy.save(caller.workspace, segments=made)


async def test_a_customer_who_comes_back_never_left(note, churn, caller):
    id_ = await note("one", churned_at="2026-01-20")
    assert (await churn())["total"]["counts"] == {"1": 1}
    answer = await caller.http.patch(f"/v1/customers/{id_}", json={"attributes": {"churned_at": None}})
    assert answer.status_code == 200
    assert (await churn())["total"]["counts"] == {"0": 1}


async def test_merged_people_are_one_and_apart_again_two(note, churn, caller):
    one, other = await note("one", heard="2025-09-01"), await note("two", churned_at="2026-01-20")
    assert (await churn())["total"]["counts"] == {"0": 1, "1": 1}
    await caller.http.post(f"/v1/customers/{one}/merge", json={"other": other})
    assert (await churn())["total"]["counts"] == {"1": 1}
    await caller.http.post(f"/v1/customers/{one}/unmerge", json={"other": other})
    assert (await churn())["total"]["counts"] == {"0": 1, "1": 1}


async def test_who_is_erased_is_counted_no_more(note, churn, caller):
    one, other = await note("one"), await note("two", churned_at="2026-01-20")
    await caller.http.post(f"/v1/customers/{one}/merge", json={"other": other})
    await note("three")
    assert (await churn())["total"]["counts"] == {"0": 1, "1": 1}
    assert (await caller.http.delete(f"/v1/customers/{other}")).status_code == 200
    assert (await churn())["total"]["counts"] == {"0": 1}


async def test_attributes_that_come_with_feedback_count(caller, engine, churn):  # noqa: F811
    who = {"id": "c-1", "attributes": {"customer_since": "2024-05-01", "churned_at": "2026-02-01"}}
    said = {"submission_id": "s-1", "text": "good bye", "channel": "email", "customer": who}
    assert (await caller.http.post("/v1/feedback", json=said)).status_code == 202
    await engine.settle()
    assert (await churn())["total"]["counts"] == {"1": 1}


@pytest.mark.parametrize(("params", "parameter"), [({"by": "channel"}, "by"), ({"survey": None}, "survey")])
async def test_what_says_nothing_about_customers_is_refused(caller, params, parameter):
    if "survey" in params:
        params = {"survey": (await caller.http.post("/v1/surveys", json={"name": "NPS"})).json()["id"]}
    answer = await caller.http.get("/v1/metrics/churn", params=params)
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, parameter)


async def test_a_customer_heard_again_costs_no_recount(note, count, caller):
    await note("one", plan="pro")
    await count()
    await note("one", heard="2026-01-01", plan="pro")
    assert await queries.uncounted(caller.workspace) == []
    await note("one", heard="2025-01-01")
    assert len(await queries.uncounted(caller.workspace)) == 1


@pytest.mark.parametrize("seed", range(4))
async def test_counters_that_followed_agree_with_those_made_anew(seed, note, count, caller):
    draw = random.Random(seed)
    ids = [await note(f"c-{n}") for n in range(8)]
    for _ in range(25):
        one, other = draw.sample(range(8), 2)
        act = draw.randrange(6)
        if act == 0:
            await caller.http.post(f"/v1/customers/{ids[one]}/merge", json={"other": ids[other]})
        elif act == 1:
            await caller.http.post(f"/v1/customers/{ids[one]}/unmerge", json={"other": ids[other]})
        elif act == 2:
            await caller.http.delete(f"/v1/customers/{ids[one]}")
        elif act == 3:
            await caller.http.patch(f"/v1/customers/{ids[one]}", json={"attributes": {"churned_at": None}})
        elif act == 4:
            await note(f"c-{one}", churned_at=f"2026-0{draw.randint(1, 3)}-11")
        else:
            await note(f"c-{one}", heard=f"2025-{draw.randint(1, 12):02}-05")
        if draw.random() < 0.3:
            await count()
    await count()
    kept = await queries.summed(caller.workspace)
    rebuilt = await rebuilding.rebuild(caller.workspace, now=datetime(2027, 1, 1, tzinfo=UTC))
    assert (rebuilt.changed, rebuilt.unsettled) == (0, 0)
    assert kept == await queries.summed(caller.workspace) == await everybody(caller, ids)


async def everybody(caller, ids):
    """The tenures of all people, as the service shows each of them."""
    found = Counter()
    mains = {await customers.canonical(caller.workspace, id_) for id_ in ids if await is_there(caller, id_)}
    for id_ in mains:
        person = await customers.one(caller.workspace, id_)
        begun, gone = month_of(person.first_seen_at.date()), domain.day_of(person.attributes.get("churned_at"))
        if gone is None or month_of(gone) > begun:
            found[Tenure((), begun, month_of(gone) if gone else None)] += 1
    return found


async def is_there(caller, id_):
    return bool(await customers.rows(caller.workspace, [id_], {"_id": 1}))


@pytest_asyncio.fixture(loop_scope="session")
async def earlier(engine, note, database, caller, count):  # noqa: F811  it begins with nothing to do
    """Customers as they were stored before anybody counted how long they stay, and a sum without them."""
    ids = [await note(f"c-{n}") for n in range(4)] + [await note("left", churned_at="2026-02-11")]
    await database.customers.update_many({}, {"$unset": {"shard": "", "uncounted": "", "revision": ""}})
    await count()
    assert sum((await queries.summed(caller.workspace)).values()) == 0
    await database.chores.delete_many({})
    return ids


async def test_earlier_customers_are_counted_without_any_command(earlier, caller, engine):  # noqa: F811
    assert (await caller.http.get("/v1/metrics/churn", params=QUARTER)).json()["total"]["counts"] in ({}, None)
    await engine.settle()
    found = (await caller.http.get("/v1/metrics/churn", params=QUARTER)).json()
    assert found["total"]["counts"] == {"0": 4, "1": 1}
    assert await chores(caller) == ["done"]
    assert (await rebuilding.rebuild(caller.workspace, now=datetime(2027, 1, 1, tzinfo=UTC))).changed == 0


async def chores(caller):
    rows = await Chore.get_pymongo_collection().find({"workspace": caller.workspace}, {"task": 1, "state": 1}).to_list()
    return [row["state"] for row in rows if row["task"] == Task.sum_tenures]


@pytest.mark.parametrize("happens", ["heard", "changed", "imported", "merged", "parted"])
async def test_whatever_happens_to_an_earlier_customer_has_them_counted(earlier, happens, caller, note, count):
    one, other = earlier[0], earlier[1]
    if happens == "heard":
        await note("c-0", heard="2026-01-01")
    elif happens == "changed":
        await caller.http.patch(f"/v1/customers/{one}", json={"attributes": {"plan": "pro"}})
    elif happens == "imported":
        row = CustomerRow(line=1, claims=(Claim(kind=IdentityKind.external, value="c-0"),), attributes={"plan": "pro"})
        await importing.take(caller.workspace, [row], now=datetime(2026, 3, 1, tzinfo=UTC), by="mem_1")
    else:
        await caller.http.post(f"/v1/customers/{other}/merge", json={"other": one})
    if happens == "parted":
        await caller.http.post(f"/v1/customers/{other}/unmerge", json={"other": one})
    await count()
    (row,) = await customers.rows(caller.workspace, [one], {"shard": 1, "uncounted": 1})
    assert (row["shard"], bool(row["uncounted"])) == (shard_of(one), False)
    assert sum((await queries.summed(caller.workspace)).values()) == (0 if happens == "merged" else 1)
