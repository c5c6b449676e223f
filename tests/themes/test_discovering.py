"""Themes keep their ids, honour people's names, and survive being looked for again."""

from datetime import timedelta

import pytest
from sorting import by_topic, send, texts

from voc import outbox
from voc.outbox import Chore, request
from voc.queue import Task
from voc.themes import discovery, queries
from voc.themes.domain import LeaseLost


@pytest.fixture
def discover(engine, watch):
    async def run(workspace: str):
        return await discovery.discover(workspace, now=watch(), find=by_topic)

    return run


async def test_looking_again_at_the_same_feedback_changes_nothing(caller, engine, discover):
    await send(caller, engine, texts(8, "login") + texts(8, "delivery"))
    first = await discover(caller.workspace)
    before = {theme.id: theme.name for theme in await queries.active(caller.workspace)}
    again = await discover(caller.workspace)
    assert (len(first.new), again.new, again.kept, again.moved, again.gone) == (2, (), 2, 0, ())
    assert {theme.id: theme.name for theme in await queries.active(caller.workspace)} == before


async def test_new_feedback_joins_the_theme_it_is_near_to(caller, engine, discover):
    await send(caller, engine, texts(8, "login"))
    await discover(caller.workspace)
    await discover(caller.workspace)
    (theme,) = await queries.active(caller.workspace)
    await send(caller, engine, ["login crash yet again", "I wish for a price crash"], start=100)
    items = (await caller.http.get("/v1/feedback", params={"limit": 2})).json()["items"]
    assert {item["text"]: item["theme"] for item in items} == {
        "login crash yet again": theme.id,
        "I wish for a price crash": None,
    }


async def test_a_name_that_a_person_gave_stays(caller, engine, discover):
    await send(caller, engine, texts(8, "login"))
    await discover(caller.workspace)
    (theme,) = await queries.active(caller.workspace)
    answer = await caller.http.patch(f"/v1/themes/{theme.id}", json={"name": "Signed out at payment"})
    assert answer.status_code == 200
    await discover(caller.workspace)
    (theme,) = await queries.active(caller.workspace)
    assert theme.name == "Signed out at payment"


async def test_a_name_given_while_themes_are_looked_for_stays(caller, engine, discover, watch):
    await send(caller, engine, texts(8, "login"))
    await discover(caller.workspace)
    (theme,) = await queries.active(caller.workspace)

    async def renamed_meanwhile():
        await caller.http.patch(f"/v1/themes/{theme.id}", json={"name": "Signed out"})
        return True

    await discovery.discover(caller.workspace, now=watch(), find=by_topic, ours=renamed_meanwhile)
    assert [theme.name for theme in await queries.active(caller.workspace)] == ["Signed out"]


async def test_work_that_another_worker_took_over_is_not_written(caller, engine, watch):
    await send(caller, engine, texts(8, "login"))

    async def lost():
        return False

    with pytest.raises(LeaseLost):
        await discovery.discover(caller.workspace, now=watch(), find=by_topic, ours=lost)
    assert await queries.active(caller.workspace) == []


async def test_a_theme_without_texts_retires_and_keeps_its_address(caller, engine, discover, database):
    await send(caller, engine, texts(8, "login"))
    await discover(caller.workspace)
    (theme,) = await queries.active(caller.workspace)
    await database.feedback.update_many(
        {"workspace": caller.workspace}, {"$set": {"text": "search crash", "theme": None}}
    )
    report = await discover(caller.workspace)
    assert ([fate.theme for fate in report.gone], len(report.new)) == ([], 1)
    gone = (await caller.http.get(f"/v1/themes/{theme.id}")).json()
    assert gone["state"] == "retired"
    assert (await caller.http.patch(f"/v1/themes/{theme.id}", json={"name": "x"})).status_code == 409


async def test_a_foreign_theme_answers_404(caller, new_caller, engine, discover):
    await send(caller, engine, texts(8, "login"))
    await discover(caller.workspace)
    (theme,) = await queries.active(caller.workspace)
    other = await new_caller()
    assert (await other.http.get(f"/v1/themes/{theme.id}")).status_code == 404
    assert (await other.http.patch(f"/v1/themes/{theme.id}", json={"name": "mine"})).status_code == 404
    assert (await other.http.get("/v1/themes")).json()["items"] == []


async def test_ranking_follows_and_explains_itself(caller, engine, discover, watch):
    await send(caller, engine, texts(12, "login") + texts(4, "delivery"))
    await discover(caller.workspace)
    watch.turn(timedelta(minutes=1))
    await request(caller.workspace, Task.rank, at=watch())
    await engine.settle()
    items = (await caller.http.get("/v1/backlog")).json()["items"]
    assert [(item["title"], item["rank"], item["customers"]) for item in items] == [
        ("login", 1, 12),
        ("delivery", 2, 4),
    ]
    assert items[0]["active_customers"] == 16
    assert len(items[0]["quotes"]) == 3
    other = (await caller.http.get(f"/v1/backlog/{items[0]['id']}")).json()
    assert items[0] == {name: other[name] for name in items[0]}


async def test_a_correction_and_a_new_name_reach_the_backlog(caller, engine, discover, watch):
    await send(caller, engine, texts(12, "login"))
    await discover(caller.workspace)
    (theme,) = await queries.active(caller.workspace)
    items = (await caller.http.get("/v1/feedback", params={"limit": 4})).json()["items"]
    for item in items:
        await caller.http.patch(f"/v1/feedback/{item['id']}", json={"theme": None})
    await caller.http.patch(f"/v1/themes/{theme.id}", json={"name": "Signed out"})
    watch.turn(timedelta(minutes=1))
    await engine.settle()
    (ranked,) = (await caller.http.get("/v1/backlog")).json()["items"]
    assert (ranked["title"], ranked["mentions"]) == ("Signed out", 8)


async def test_one_date_in_the_future_does_not_empty_the_backlog(caller, engine, discover, watch, database):
    await send(caller, engine, texts(12, "login"))
    await discover(caller.workspace)
    slip = {"$set": {"position": "22060101T000000.000|fb_x"}}
    await database.feedback.update_one({"workspace": caller.workspace}, slip)
    await request(caller.workspace, Task.rank, at=watch())
    await engine.settle()
    assert [item["mentions"] for item in (await caller.http.get("/v1/backlog")).json()["items"]] == [11]


async def test_work_asked_for_while_it_runs_is_done_again(caller, engine, watch):
    await outbox.request(caller.workspace, Task.rank, at=watch())
    held = await outbox.lease(
        Chore, [f"{caller.workspace}:{Task.rank}"], now=watch(), work=engine.context.settings.work
    )
    await outbox.request(caller.workspace, Task.rank, at=watch())
    await outbox.finish(held.rows[0], held.owner, now=watch())
    assert [row.task for row in await outbox.due(Chore, now=watch(), limit=10)] == [Task.rank]


async def test_another_model_reads_everything_again_before_themes_are_looked_for(
    caller, engine, discover, database, watch
):
    await send(caller, engine, texts(24, "login"))
    await discover(caller.workspace)
    (theme,) = await queries.active(caller.workspace)
    older = {"$set": {"model": "fake-0"}}
    await database.feedback.update_many({"workspace": caller.workspace}, older)
    await send(caller, engine, ["login crash to a new model"], start=100)
    watch.turn(timedelta(minutes=5))
    chore = f"{caller.workspace}:{Task.discover}"
    assert await discovery.run(chore, now=watch(), work=engine.context.settings.work) is False
    await engine.settle()
    assert (await caller.http.get("/v1/models/rereading")).json()["seen"] == 25
    await discover(caller.workspace)
    items = (await caller.http.get("/v1/feedback", params={"limit": 30})).json()["items"]
    assert {(item["model"], item["theme"]) for item in items} == {("fake-1", theme.id)}
