"""A workspace too large for one process: its themes come from shards, and survive whatever dies on the way."""

import random
from datetime import timedelta

import pytest
import pytest_asyncio
from sorting import send
from ulid import ULID

from tests.engine import Engine
from voc import values
from voc.outbox import request
from voc.queue import Task
from voc.settings import Work
from voc.themes import queries, storing
from voc.themes.sharded import shards as sharded_shards
from voc.themes.sharded.domain import ShardFailed

COMPLAINTS = {
    "login": ("the login page", "my password reset", "the login code", "signing in with login"),
    "delivery": ("the delivery courier", "a late delivery", "the delivery window", "my delivery address"),
    "search": ("the search box", "a search filter", "the search results", "sorting my search"),
}
WHEN = ("on monday", "after the update", "on my phone", "at the office", "with two accounts", "again and again")


def complaints(topic, count):
    """Different sentences about one thing."""
    whats = COMPLAINTS[topic]
    return [f"{whats[i % 4]} shows a {topic} crash {WHEN[i % 6]} number {i}" for i in range(count)]


def everything(count):
    return [text for topic in COMPLAINTS for text in complaints(topic, count)]


@pytest.fixture(autouse=True)
def drawn_ids(monkeypatch, request):
    """Ids decide which shard a text goes to, and so few texts are summed up a little differently in each."""
    draw = random.Random(f"{request.node.name} b")

    class Drawn:
        @staticmethod
        def from_datetime(at):
            return ULID.from_bytes(ULID.from_datetime(at).bytes[:6] + draw.randbytes(10))

    monkeypatch.setattr(values, "ULID", Drawn)


@pytest_asyncio.fixture(loop_scope="session")
async def small(engine, settings, watch):
    """An engine whose processes look at few texts at once."""
    return Engine(settings.model_copy(update={"work": Work(themes_at_once=60)}), watch)


@pytest.fixture
def look(small, watch, caller):
    """Look for themes as the dispatcher has it done, until nothing is left to do."""

    async def run(rounds=12):
        watch.turn(timedelta(minutes=10))
        await request(caller.workspace, Task.discover, at=watch())
        await small.settle(rounds)

    return run


async def members(caller):
    items, cursor = [], None
    while True:
        params = {"limit": 100} | ({"cursor": cursor} if cursor else {})
        page = (await caller.http.get("/v1/feedback", params=params)).json()
        items, cursor = items + page["items"], page["next"]
        if not cursor:
            return {item["text"]: item["theme"] for item in items}


async def left(database):
    return [await database[name].count_documents({}) for name in ("sharded_runs", "shards", "shard_parts")]


async def topics_of(caller):
    """The topics that each theme's texts speak of."""
    found: dict[str, set[str]] = {}
    for text, theme in (await members(caller)).items():
        found.setdefault(theme, set()).add(next(topic for topic in COMPLAINTS if topic in text))
    return found


async def test_shards_find_the_themes_and_leave_nothing_behind(caller, small, look, database):
    await send(caller, small, everything(50))
    await look()
    found = await topics_of(caller)
    assert found.pop(None, set()) == set()
    assert sorted(map(sorted, found.values())) == [["delivery"], ["login"], ["search"]]
    themes = (await caller.http.get("/v1/themes")).json()["items"]
    assert {theme["id"]: theme["size"] for theme in themes} == dict.fromkeys(found, 50)
    assert await left(database) == [0, 0, 0]
    (run,) = await queries.runs(caller.workspace)
    assert (run.texts, len(run.new), run.kept) == (150, 3, 0)


async def test_shards_were_at_work(caller, small, watch):
    await send(caller, small, everything(50))
    watch.turn(timedelta(minutes=10))
    await request(caller.workspace, Task.discover, at=watch())
    tasks = []
    for _ in range(12):
        await small.tick()
        tasks += [task for task, _ in small.published]
        await small.work()
    assert tasks.count(Task.shard) == 2 * 10


async def test_a_second_look_keeps_ids_and_names(caller, small, look):
    await send(caller, small, everything(50))
    await look()
    before, first = await members(caller), {theme.id: theme.name for theme in await queries.active(caller.workspace)}
    theme = min(first)
    await caller.http.patch(f"/v1/themes/{theme}", json={"name": "What we call it"})
    await send(caller, small, [f"{text} once more" for text in everything(12)], start=1_000)
    await look()
    after = await members(caller)
    assert {text: after[text] for text in before} == before
    now = {theme.id: theme.name for theme in await queries.active(caller.workspace)}
    assert set(now) == set(first)
    assert now[theme] == "What we call it"
    assert sum(theme.size for theme in await queries.active(caller.workspace)) == 186


async def test_what_a_person_pinned_stays_together(caller, small, look):
    await send(caller, small, everything(50))
    await look()
    (theme, *_) = sorted((await topics_of(caller)).items(), key=lambda item: sorted(item[1]))
    pinned = {text for text, own in (await members(caller)).items() if own == theme[0]}
    answer = await caller.http.patch(f"/v1/themes/{theme[0]}", json={"pinned": True})
    assert answer.status_code == 200
    await send(caller, small, complaints("login", 90)[50:], start=2_000)
    await look()
    now = await members(caller)
    assert {now[text] for text in pinned} == {theme[0]}


async def test_a_correction_made_meanwhile_stays(caller, small, watch, database):
    await send(caller, small, everything(50))
    watch.turn(timedelta(minutes=10))
    await request(caller.workspace, Task.discover, at=watch())
    for _ in range(2):
        await small.tick()
        await small.work()
    item = (await caller.http.get("/v1/feedback", params={"limit": 1})).json()["items"][0]
    await caller.http.patch(f"/v1/feedback/{item['id']}", json={"theme": None})
    await small.settle()
    assert (await caller.http.get(f"/v1/feedback/{item['id']}")).json()["theme"] is None
    assert await left(database) == [0, 0, 0]


async def test_lost_messages_and_dead_workers_only_delay(caller, small, look, watch, database, monkeypatch):
    """Every third piece of work dies before it is written, and a third of the messages is lost."""
    await send(caller, small, everything(50))
    whole, count = storing.move, iter(range(1_000))

    async def dies(*given):
        if next(count) % 3 == 0:
            raise SystemExit("killed")
        await whole(*given)

    monkeypatch.setattr(sharded_shards.storing, "move", dies)
    watch.turn(timedelta(minutes=10))
    await request(caller.workspace, Task.discover, at=watch())
    for turn in range(40):
        await small.tick()
        small.published = [each for at, each in enumerate(small.published) if (at + turn) % 3]
        while small.published:
            try:
                await small.work()
            except SystemExit:
                continue
        watch.turn(timedelta(seconds=45))
    assert sorted(map(sorted, (await topics_of(caller)).values())) == [["delivery"], ["login"], ["search"]]
    assert await left(database) == [0, 0, 0]


async def test_a_reducer_that_dies_while_it_writes_makes_no_theme_twice(caller, small, watch, database, monkeypatch):
    await send(caller, small, everything(50))
    whole, died = storing.write_themes, []

    async def dies(*given):
        await whole(*given)
        if not died:
            died.append(True)
            raise SystemExit("killed")

    monkeypatch.setattr(storing, "write_themes", dies)
    watch.turn(timedelta(minutes=10))
    await request(caller.workspace, Task.discover, at=watch())
    for _ in range(20):
        await small.tick()
        try:
            await small.work()
        except SystemExit:
            watch.turn(timedelta(minutes=1))
    assert died
    assert len(await queries.active(caller.workspace)) == 3
    assert await left(database) == [0, 0, 0]


async def test_a_shard_that_cannot_be_done_parks_the_chore_and_says_why(caller, small, watch, database, monkeypatch):
    await send(caller, small, everything(50))

    async def breaks(*_):
        raise ValueError("no such vectors")

    monkeypatch.setattr(sharded_shards.themes, "embeddings_of", breaks)
    watch.turn(timedelta(minutes=10))
    await request(caller.workspace, Task.discover, at=watch())
    for _ in range(120):
        await small.tick()
        while small.published:
            try:
                await small.work()
            except (ValueError, ShardFailed):  # a worker logs it and goes on
                continue
        watch.turn(timedelta(minutes=6))
    chore = await database.chores.find_one({"_id": f"{caller.workspace}:{Task.discover}"})
    assert (chore["state"], "no such vectors" in chore["last_error"]) == ("parked", True)
    monkeypatch.undo()
    await request(caller.workspace, Task.discover, at=watch())
    await small.settle()
    assert len(await queries.active(caller.workspace)) == 3


async def test_a_small_workspace_needs_no_shards(caller, small, look, database):
    await send(caller, small, everything(15))
    seen = []
    whole = small.publish

    async def watched(task, ids):
        seen.append(task)
        await whole(task, ids)

    small.publish = watched
    await look()
    assert Task.shard not in seen
    assert Task.discover in seen
