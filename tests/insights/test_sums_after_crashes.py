"""A worker that dies while it counts leaves no sum behind that stays wrong."""

from datetime import timedelta
from itertools import count

import pytest
import pytest_asyncio

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from tests.interrupting import Interruption
from voc.customers import service as customers
from voc.customers.domain import customer_id
from voc.insights import service
from voc.insights.tenures import counting, queries, summing
from voc.queue import Task

WRITES = ("update_one", "bulk_write", "find_one_and_update", "insert_one", "replace_one")


class Killed(Exception):
    """The process died here."""


async def died(work, interruption, place, *, after):
    """Do `work` as far as the write `place`; whether it was cut off."""
    interruption.at(place, heard=after)
    try:
        await work
    except Killed:
        return True
    finally:
        interruption.stop()
    return False


@pytest.fixture
def interruption(monkeypatch):
    """The process dies at a write, and with it all that it would still have done."""
    return Interruption(monkeypatch, WRITES, Killed(), lasting=True)


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def nothing_summed(engine, database):  # noqa: F811  it begins with nothing to do
    """No customers and no sums of other tests."""
    for name in ("customers", "tenure_shards", "tenure_sums", "summaries", "people_days"):
        await database[name].delete_many({})


@pytest.fixture
def later(engine, watch):  # noqa: F811
    """Other workers, hours later."""

    async def later():
        for _ in range(3):
            watch.turn(timedelta(hours=1))
            await engine.settle()

    return later


@pytest_asyncio.fixture(loop_scope="session")
async def said(caller, later):
    """Feedback that was read and counted: nothing but what is changed now has it counted again."""
    items = [{"submission_id": f"s-{n}", "text": f"said {n}", "channel": "email"} for n in range(40)]
    answer = await caller.http.post("/v1/feedback", json=items)
    await later()
    return [each["id"] for each in answer.json()["items"]]


async def is_praise(caller, id_):
    assert (await caller.http.patch(f"/v1/feedback/{id_}", json={"kind": "praise"})).status_code == 200


async def is_known(caller, watch, number):
    ref = f"c-{number}"
    id_ = customer_id(caller.workspace, ref)
    await customers.note([customers.Sighting(id=id_, workspace=caller.workspace, ref=ref, at=watch())])


async def shown(caller, database):
    """How much praise there is according to the sum that pages show."""
    row = await database[service.Summary.get_pymongo_collection().name].find_one({"_id": caller.workspace})
    return row["counts"]["kinds"].get("praise", 0)


async def staying(caller):
    return sum((await queries.summed(caller.workspace)).values())


@pytest.mark.parametrize("after", [False, True])
async def test_a_summary_follows_whatever_write_was_the_last(said, caller, watch, database, interruption, later, after):
    for place in count(1):
        await is_praise(caller, said[place])
        watch.turn(timedelta(hours=1))
        dead = await died(service.settle(now=watch()), interruption, place, after=after)
        await later()
        assert await shown(caller, database) == place
        if not dead:
            break
    assert place > 4, "nothing was broken"


@pytest.mark.parametrize("after", [False, True])
async def test_churn_follows_whatever_write_was_the_last(caller, watch, interruption, later, after):
    for place in count(1):
        await is_known(caller, watch, place)
        watch.turn(timedelta(hours=1))
        dead = await died(counting.settle(now=watch()), interruption, place, after=after)
        await later()
        assert await staying(caller) == place
        if not dead:
            break
    assert place > 4, "nothing was broken"


async def test_a_summary_made_while_a_bucket_is_recounted_is_made_again(
    said, caller, watch, database, monkeypatch, later, settings
):
    await is_praise(caller, said[0])
    watch.turn(timedelta(hours=1))
    real = service._recount

    async def dies(*args):
        await service.summarise(f"{caller.workspace}:{Task.summarise}", now=watch(), work=settings.work)
        await real(*args)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(service, "_recount", dies)
        with pytest.raises(Killed):
            await service.settle(now=watch())
    assert await shown(caller, database) == 0
    await later()
    assert await shown(caller, database) == 1


async def test_a_sum_made_while_a_shard_is_recounted_is_made_again(caller, watch, monkeypatch, later, settings):
    await is_known(caller, watch, 0)
    await later()
    await is_known(caller, watch, 1)
    real = counting.recount

    async def dies(*args, **named):
        await summing.add_up(f"{caller.workspace}:{Task.sum_tenures}", now=watch(), work=settings.work)
        await real(*args, **named)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(counting, "recount", dies)
        with pytest.raises(Killed):
            await counting.settle(now=watch())
    assert await staying(caller) == 1
    await later()
    assert await staying(caller) == 2
