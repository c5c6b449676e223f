"""What is older than the rules allow goes, and nothing else; counters are what a recount makes of the rest."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from litestar import Litestar
from pymongo.asynchronous.database import AsyncDatabase

from tests.people import member
from tests.resting import resting
from tests.surveying import publish, response
from voc.accounts.domain import Role
from voc.audit.documents import AuditEntry
from voc.faq import erasing as faq
from voc.insights import service as insights
from voc.insights.erasing import above
from voc.responses.documents import Response
from voc.results import counters
from voc.retention import applying
from voc.retention.documents import Retention

pytestmark = pytest.mark.asyncio(loop_scope="session")

HERE = "/v1/retention"


async def say(caller: Any, id_: str, text: str = "It is slow", **fields: Any) -> None:
    """Somebody says something, now."""
    said = {"submission_id": id_, "text": text, "channel": "api", "customer": "u1"} | fields
    assert (await caller.http.post("/v1/feedback", json=said)).status_code == 202


async def listed(caller: Any) -> list[dict[str, Any]]:
    """All feedback."""
    found = (await caller.http.get("/v1/feedback", params={"limit": 200})).json()
    assert found["next"] is None
    rows: list[dict[str, Any]] = found["items"]
    return rows


async def days_pass(engine: Any, watch: Any, days: float) -> None:
    """Everything that is due gets done, each day."""
    for _ in range(int(days)):
        watch.turn(timedelta(days=1))
        await engine.settle()
    watch.turn(timedelta(days=days % 1))
    await engine.settle()


async def on_record(workspace: str, action: str) -> list[dict[str, Any]]:
    """Entries of the audit."""
    rows = await AuditEntry.get_pymongo_collection().find({"workspace": {"$eq": workspace}}).to_list()
    return [row for row in rows if row["action"] == action]


@pytest.mark.parametrize("seed", range(4))
async def test_nothing_younger_goes_and_the_counters_agree(caller: Any, engine: Any, watch: Any, seed: int) -> None:
    chosen = Random(seed)
    survey, other = await publish(caller), await publish(caller)
    for each in range(24):
        watch.turn(timedelta(hours=chosen.randint(1, 60)))
        if chosen.random() < 0.4:
            await say(caller, f"f-{each}")
        else:
            asked = chosen.choice([survey, other])
            body = response(asked, answers={"nps": each % 11, "why": "It is slow"}, customer=f"c-{each}")
            assert (await caller.http.post("/v1/responses", json=body)).status_code == 202
    await engine.settle()
    before, answered = await listed(caller), await _answers(caller)
    days, own = chosen.randint(5, 30), chosen.randint(1, 20)
    put = await caller.http.put(HERE, json={"days": days, "surveys": {survey["id"]: own}})
    assert put.json() == {"days": days, "surveys": {survey["id"]: own}}
    await days_pass(engine, watch, 1.5)
    # The rules were applied at the last whole day, half a day ago, at the latest.
    for rows, left in ((before, await listed(caller)), (answered, await _answers(caller))):
        kept = {row["id"] for row in left}
        for row in rows:
            mine = row.get("source", row.get("survey")) == survey["id"]
            age = watch() - datetime.fromisoformat(row["received_at"])
            limit = timedelta(days=min(days, own) if mine else days)
            assert row["id"] in kept or age > limit
            assert row["id"] not in kept or age < limit + timedelta(days=0.6)
    assert (await insights.rebuild(caller.workspace, now=watch())).changed == 0
    assert (await counters.rebuild(caller.workspace, now=watch())).changed == 0
    told = [row["details"] for row in await on_record(caller.workspace, "retention.applied")]
    for what, rows, left in (
        ("feedback", before, await listed(caller)),
        ("responses", answered, await _answers(caller)),
    ):
        assert sum(int(each.get(what, 0)) for each in told) == len(rows) - len(left) > 0
    total = (await caller.http.get("/v1/stats")).json()["feedback"]["total"]
    assert total == len(await listed(caller))


async def _answers(caller: Any) -> list[dict[str, Any]]:
    rows = await Response.get_pymongo_collection().find({"workspace": {"$eq": caller.workspace}}).to_list()
    return [{"id": row["_id"], "survey": row["survey"], "received_at": row["received_at"].isoformat()} for row in rows]


async def test_without_rules_everything_is_kept(caller: Any, engine: Any, watch: Any) -> None:
    assert (await caller.http.get(HERE)).json() == {"days": None, "surveys": {}}
    await say(caller, "1")
    await days_pass(engine, watch, 3)
    assert len(await listed(caller)) == 1
    assert await on_record(caller.workspace, "retention.applied") == []


async def test_a_slip_can_be_taken_back_within_a_day(caller: Any, engine: Any, watch: Any) -> None:
    await say(caller, "1")
    watch.turn(timedelta(days=40))
    await caller.http.put(HERE, json={"days": 1})
    watch.turn(timedelta(hours=20))
    await engine.settle()
    assert len(await listed(caller)) == 1
    await caller.http.put(HERE, json={})
    await days_pass(engine, watch, 3)
    assert len(await listed(caller)) == 1


async def test_no_word_of_it_stays_and_how_much_went_is_on_record(
    caller: Any, engine: Any, watch: Any, database: AsyncDatabase[Any]
) -> None:
    await say(caller, "1", "Quetzalcoatlus cannot pay", attributes={"note": "Quetzalcoatlus"})
    asked = response(await publish(caller), answers={"nps": 1, "why": "Quetzalcoatlus"}, customer="u2")
    assert (await caller.http.post("/v1/responses", json=asked)).status_code == 202
    await engine.settle()
    await caller.http.put(HERE, json={"days": 10})
    await days_pass(engine, watch, 12)
    everything = await resting(database, caller.workspace)
    assert [name for name, rows in everything.items() if "quetzalcoatlus" in rows.casefold()] == []
    (entry,) = await on_record(caller.workspace, "retention.applied")
    assert (entry["by"], entry["details"]["responses"], entry["details"]["feedback"]) == ("system", "1", "2")
    (changed,) = await on_record(caller.workspace, "retention.changed")
    assert changed["by"] == "key"


async def test_cut_off_the_counters_are_put_right(
    caller: Any, engine: Any, watch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(caller, "1")
    await engine.settle()
    await caller.http.put(HERE, json={"days": 2})

    async def cut_off(*_: Any, **__: Any) -> None:
        raise ConnectionError("the process ends here")

    watch.turn(timedelta(days=3))
    recount = applying._recount
    calls = iter((recount, cut_off))
    monkeypatch.setattr(applying, "_recount", lambda *given, **more: next(calls)(*given, **more))
    with pytest.raises(ConnectionError):
        await applying.apply(caller.workspace, above=faq.above(above()), now=watch())
    row = await Retention.get_pymongo_collection().find_one({"_id": caller.workspace})
    assert row["buckets"]
    monkeypatch.setattr(applying, "_recount", recount)
    await days_pass(engine, watch, 1)
    assert (await caller.http.get("/v1/stats")).json()["feedback"]["total"] == 0
    assert (await insights.rebuild(caller.workspace, now=watch())).changed == 0


async def test_administrators_set_it_on_a_page(caller: Any, app: Litestar, watch: Any) -> None:
    survey = await publish(caller, name="After <b>delivery")
    async with member(app, caller.workspace, watch, Role.admin) as admin:
        assert "After &lt;b&gt;delivery" in (await admin.http.get("/settings/retention")).text
        saved = await admin.send("/settings/retention", {"days": "365", survey["id"]: "90"})
        assert saved.status_code == 303
        assert (await caller.http.get(HERE)).json() == {"days": 365, "surveys": {survey["id"]: 90}}
        wrong = await admin.send("/settings/retention", {"days": "0", survey["id"]: ""})
        assert (wrong.status_code, 'value="0"' in wrong.text) == (422, True)
        assert (await caller.http.get(HERE)).json()["days"] == 365
        assert (await admin.send("/settings/retention", {"days": "", survey["id"]: ""})).status_code == 303
    assert (await caller.http.get(HERE)).json() == {"days": None, "surveys": {}}


@pytest.mark.parametrize("body", [{"days": 0}, {"days": 1.5}, {"days": "x"}, {"surveys": {"srv_nothing": 5}}])
async def test_what_does_not_fit_is_refused(caller: Any, body: dict[str, Any]) -> None:
    assert (await caller.http.put(HERE, json=body)).status_code in (400, 422)
    assert (await caller.http.get(HERE)).json() == {"days": None, "surveys": {}}
