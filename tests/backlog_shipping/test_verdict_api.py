"""How an item will be judged, and whether it helped, over HTTP."""

from datetime import datetime, timedelta

import pytest
import pytest_asyncio

from tests.backlog_shipping.shipping import MORNING
from tests.backlog_shipping.test_verdicts import OTHERS, world
from voc.values import Scope


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def nothing_due(database):
    """From tests of other files, whose workers never came."""
    await database["verdicts"].delete_many({})
    await database["backlog_work"].delete_many({})


async def read(shop, status=200):
    answer = await shop.http.get(f"/v1/backlog/{shop.item}/verdict")
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_a_verdict_goes_from_choosing_to_its_answer(shop):
    names, later = await world(shop, 40, 8)
    await read(shop, 404)
    await shop.move("planned")
    assert (await read(shop))["state"] == "choosing"
    chosen = await shop.http.put(f"/v1/backlog/{shop.item}/verdict", json={"metric": "share", "weeks": 2})
    assert (chosen.json()["state"], chosen.json()["weeks"]) == ("choosing", 2)
    await shop.move("shipped")
    await read(shop, 404)  # registered by a worker, within seconds
    await shop.post.settle()
    waiting = await read(shop)
    assert (waiting["state"], waiting["metric"], waiting["weeks"], waiting["result"]) == ("waiting", "share", 2, None)
    assert sorted(each["theme"] for each in waiting["compared"]) == sorted(names)
    spans = [datetime.fromisoformat(waiting[name][end]) for name in ("before", "after") for end in ("since", "until")]
    shipped_at, days = datetime.fromisoformat(waiting["shipped_at"]), [-14, 0, 7, 21]
    assert spans == [shipped_at + timedelta(days=each) for each in days]
    late = await shop.http.put(f"/v1/backlog/{shop.item}/verdict", json={"weeks": 8})
    assert late.json()["type"] == "urn:voc:problem:already-shipped"
    await later()
    await shop.at(MORNING + timedelta(days=22, hours=1))
    await shop.post.settle()
    judged = await read(shop)
    assert judged["state"] == "judged"
    result = judged["result"]
    assert (result["answer"], result["compared"]) == ("improved", OTHERS)
    assert result["low"] < result["effect"] < result["high"] < 1
    assert judged["before"] == waiting["before"]
    await shop.move("in_progress")
    assert (await read(shop))["state"] == "choosing"


@pytest.mark.parametrize("plan", [{"weeks": 3}, {"metric": "joy"}, {"days": 2}, []])
async def test_a_plan_that_does_not_fit_is_refused(shop, plan):
    await shop.move("planned")
    assert (await shop.http.put(f"/v1/backlog/{shop.item}/verdict", json=plan)).status_code == 400


async def test_items_of_others_are_missing_and_readers_choose_nothing(shop, new_caller):
    await shop.move("planned")
    path, other = f"/v1/backlog/{shop.item}/verdict", await new_caller()
    reader = await new_caller(Scope.read, workspace=shop.workspace)
    assert (await other.http.get(path)).status_code == 404
    assert (await other.http.put(path, json={"weeks": 2})).status_code == 404
    assert (await reader.http.get(path)).status_code == 200
    assert (await reader.http.put(path, json={"weeks": 2})).status_code == 403
    assert (await read(shop))["weeks"] == 4
