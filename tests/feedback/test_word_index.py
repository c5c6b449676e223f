"""What is found by words is exactly what holds them, however the index came to be."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from tests.engine import alone
from voc import outbox
from voc.accounts import catching_up
from voc.feedback.words import blocks, domain, forgetting, indexing, merging, progress
from voc.feedback.words.documents import WordBlock, WordPart, WordRows
from voc.insights.erasing import above
from voc.outbox import Chore
from voc.queue import Task

WORDS = (
    "app", "crash", "crashed", "login", "pay", "payment", "slow", "dark", "mode", "update",
    "배송", "배송이", "무료배송", "결제", "앱이", "앱", "느려요", "오류가", "좋아요",
)  # fmt: skip
SEARCHES = ("crash", "pay", "배송", "앱", "dark mode", '"dark mode"', "crash 배송", "느려", "updating slow", "nothing")
START = datetime(2025, 1, 1, tzinfo=UTC)


def sentences(count, seed=0):
    chance = random.Random(seed)
    return [" ".join(chance.choices(WORDS, k=chance.randint(1, 7))) for _ in range(count)]


@pytest.fixture
def store(caller, engine):
    async def run(texts, *, first=0, settle=True, **fields):
        chance = random.Random(first)
        body = [
            {
                "submission_id": f"w-{first + n}", "text": text, "channel": "web",
                "occurred_at": (START + timedelta(minutes=chance.randrange(400_000))).isoformat(),
            } | fields
            for n, text in enumerate(texts)
        ]  # fmt: skip
        answers = (await caller.http.post("/v1/feedback", json=body)).json()["items"]
        if settle:
            await engine.settle()
        return [answer["id"] for answer in answers]

    return run


async def found(caller, typed, **narrowed):
    """Ids that the API gives over all pages, in their order."""
    ids, cursor = [], None
    while True:
        params = {"q": typed, "limit": 7} | narrowed | ({"cursor": cursor} if cursor else {})
        body = (await caller.http.get("/v1/feedback", params=params)).json()
        ids += [(item["occurred_at"], item["id"]) for item in body["items"]]
        cursor = body["next"]
        if cursor is None:
            assert ids == sorted(ids, reverse=True)
            return [id_ for _, id_ in ids]


def holding(said, typed):
    search = domain.search_of(typed)
    return sorted(id_ for id_, text in said.items() if domain.holds(text, search))


async def test_every_search_finds_exactly_what_holds_it(caller, store):
    texts = sentences(120)
    said = dict(zip(await store(texts), texts, strict=True))
    for typed in SEARCHES:
        assert sorted(await found(caller, typed)) == holding(said, typed)


async def test_what_is_not_indexed_yet_is_found(caller, store, engine):
    early = sentences(20)
    said = dict(zip(await store(early), early, strict=True))
    late = sentences(10, seed=1)
    said |= dict(zip(await store(late, first=20, settle=False), late, strict=True))
    for typed in SEARCHES:
        assert sorted(await found(caller, typed)) == holding(said, typed)


async def test_blocks_that_come_one_by_one_stay_few(caller, store, watch):
    said = {}
    for number, text in enumerate(sentences(70, seed=2)):
        (id_,) = await store([text], first=number, settle=False)
        said[id_] = text
        await indexing.settle(now=watch())
    sizes = sorted(block["rows"] for block in await blocks.heads(caller.workspace))
    assert sum(sizes) == 70
    assert len(sizes) < 16
    for typed in SEARCHES:
        assert sorted(await found(caller, typed)) == holding(said, typed)
    left = {block["_id"] for block in await blocks.heads(caller.workspace)}
    for model in (WordRows, WordPart):
        rows = await model.get_pymongo_collection().find({"workspace": caller.workspace}, {"_id": 1}).to_list()
        assert {row["_id"].partition("|")[0] for row in rows} == left


async def test_a_crash_before_rows_are_told_indexes_them_twice_and_shows_them_once(
    caller, store, watch, database, monkeypatch
):
    texts = sentences(12, seed=3)
    said = dict(zip(await store(texts), texts, strict=True))
    await database.feedback.update_many({"workspace": caller.workspace}, {"$set": {"unindexed": True}})
    await indexing.settle(now=watch())
    assert sum(block["rows"] for block in await blocks.heads(caller.workspace)) == 24
    for typed in SEARCHES:
        assert sorted(await found(caller, typed)) == holding(said, typed)


async def test_other_filters_and_the_period_apply(caller, store):
    texts = sentences(60, seed=4)
    ids = await store(texts)
    every = {id_: (await caller.http.get(f"/v1/feedback/{id_}")).json() for id_ in ids}
    asked = {"kind": "complaint", "since": "2025-03-01T00:00:00Z", "until": "2025-09-01T00:00:00Z"}
    fitting = {
        id_: row["text"]
        for id_, row in every.items()
        if row["kind"] == "complaint" and asked["since"] <= row["occurred_at"] < asked["until"]
    }
    for typed in SEARCHES:
        assert sorted(await found(caller, typed, **asked)) == holding(fitting, typed)


async def test_another_workspace_finds_nothing(store, new_caller):
    await store(["secret words"])
    assert await found(await new_caller(), "secret") == []


async def test_a_long_list_may_stop_early_and_goes_on(caller, store, monkeypatch):
    texts = [f"crash {n}" if n % 3 else f"crash rare {n}" for n in range(60)]
    said = dict(zip(await store(texts), texts, strict=True))
    from voc.feedback import listing

    monkeypatch.setattr(listing, "AT_ONCE", 10)
    defaults = listing.listed.__kwdefaults__
    monkeypatch.setitem(defaults, "looked_at", 10)
    assert sorted(await found(caller, "crash", kind="question")) == []
    assert sorted(await found(caller, "rare")) == holding(said, "rare")


async def test_feedback_of_an_older_release_is_indexed_in_steps_that_may_be_cut_off(
    caller,
    store,
    database,
    watch,
    engine,
    monkeypatch,
):
    texts = sentences(50, seed=5)
    said = dict(zip(await store(texts), texts, strict=True))
    for model in (WordBlock, WordRows, WordPart):
        await model.get_pymongo_collection().delete_many({})
    await database.feedback.update_many({"workspace": caller.workspace}, {"$unset": {"unindexed": ""}})
    monkeypatch.setattr(indexing, "AT_ONCE", 15)
    assert not await found(caller, "crash")
    await outbox.request(caller.workspace, Task.index_earlier_words, at=watch())
    assert not await progress.is_over(caller.workspace)

    async def killed(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(merging, "merge", killed)
        with pytest.raises(KeyboardInterrupt):
            await indexing.catch_up(
                f"{caller.workspace}:{Task.index_earlier_words}", now=watch(), work=engine.context.settings.work
            )
    watch.turn(timedelta(hours=1))
    await engine.settle()
    assert await progress.is_over(caller.workspace)
    for typed in SEARCHES:
        assert sorted(await found(caller, typed)) == holding(said, typed)
    assert sum(block["rows"] for block in await blocks.heads(caller.workspace)) == 50


async def test_every_workspace_is_caught_up_once(caller, watch, database):
    await alone(database, caller.workspace)
    await catching_up.begin([Task.index_earlier_words], now=watch())
    await catching_up.begin([Task.index_earlier_words], now=watch())
    chore = await Chore.get_pymongo_collection().find_one({"_id": f"{caller.workspace}:{Task.index_earlier_words}"})
    assert chore["requested"] == 1


async def test_an_erased_persons_words_leave_the_index(caller, store, database, watch):
    await store(["ordinary crash", "ordinary login"])
    ids = await store(["zebra crash", "unicorn 유니콘이"], first=2, customer="c-1")
    assert len(await found(caller, "zebra")) == 1
    erased = await caller.http.delete("/v1/customers/c-1")
    assert erased.status_code < 300
    parts = await WordPart.get_pymongo_collection().find({"workspace": caller.workspace}).to_list()
    left = {key for part in parts for key in part["words"]}
    assert not left & domain.keys("zebra unicorn 유니콘이")
    assert {"crash", "login"} <= left
    rows = await WordRows.get_pymongo_collection().find({"workspace": caller.workspace}).to_list()
    assert not any(position.endswith(id_) for row in rows for position in row["positions"] for id_ in ids)
    assert len(await found(caller, "crash")) == 1


async def test_what_is_erased_while_it_is_indexed_stays_nowhere(caller, store, database, watch, monkeypatch):
    await store(["zebra one", "plain two"], settle=False)
    write = blocks.write

    async def meanwhile(workspace, texts, *, now):
        id_ = await write(workspace, texts, now=now)
        rows = await database.feedback.find({"workspace": workspace}).to_list()
        gone = [row["_id"] for row in rows if "zebra" in row["text"]]
        await database.feedback.delete_many({"_id": {"$in": gone}})
        return id_

    monkeypatch.setattr(blocks, "write", meanwhile)
    await indexing.settle(now=watch())
    parts = await WordPart.get_pymongo_collection().find({"workspace": caller.workspace}).to_list()
    assert {key for part in parts for key in part["words"]} == {"plain", "two"}


async def test_what_is_erased_while_blocks_merge_stays_nowhere(caller, store, database, watch, monkeypatch):
    for number in range(8):
        await store([f"zebra{number} crash"], first=number, settle=False)
        await indexing.settle(now=watch()) if number < 7 else None
    row = await database.feedback.find_one({"workspace": caller.workspace, "text": "zebra3 crash"})
    write, calls = blocks.write, []

    async def meanwhile(workspace, texts, *, now):
        id_ = await write(workspace, texts, now=now)
        if len(texts) == 8 and not calls:
            calls.append(id_)
            await forgetting.forget_feedback(workspace, [row["_id"]])
        return id_

    monkeypatch.setattr(blocks, "write", meanwhile)
    await indexing.settle(now=watch())
    assert calls
    parts = await WordPart.get_pymongo_collection().find({"workspace": caller.workspace}).to_list()
    left = {key for part in parts for key in part["words"]}
    assert "zebra3" not in left
    assert {"zebra2", "zebra7"} <= left


async def test_erasing_is_asked_of_the_index(caller, store):
    (id_,) = await store(["zebra"])
    await above().forget(caller.workspace, [id_])
    parts = await WordPart.get_pymongo_collection().find({"workspace": caller.workspace}).to_list()
    assert not any(part["words"] for part in parts)
