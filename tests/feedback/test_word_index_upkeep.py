"""The index heals: what an older release indexed, what dead processes left, and what names feedback that is gone."""

from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest
import pytest_asyncio
from pymongo.errors import AutoReconnect

from tests.interrupting import Interruption
from voc.feedback.words import blocks, domain, indexing, upkeep
from voc.feedback.words.documents import WordBlock, WordPart, WordRows
from voc.outbox import Chore
from voc.queue import Task

WRITES = ("insert_one", "insert_many", "update_one", "update_many", "delete_many", "bulk_write", "find_one_and_update")
OF_INDEX = ("word_blocks", "word_rows", "word_parts")
SAID = ["좋아요ㅠㅠ", "login crash ㅋㅋㅋ", "login slow", "결제가 안 돼요 ㅠ"]


@pytest_asyncio.fixture(loop_scope="session")
async def told(caller, engine):
    """Feedback that waits to be indexed."""
    items = [{"submission_id": f"u-{n}", "text": text, "channel": "web"} for n, text in enumerate(SAID)]
    assert (await caller.http.post("/v1/feedback", json=items)).status_code == 200
    return caller


@pytest.fixture
def index_as_before(told, watch, monkeypatch):
    """Index what waits as the first release did: without versions, and single jamo by themselves."""

    async def run():
        with monkeypatch.context() as before:
            before.setattr(domain, "keys", lambda text: {word.text.rstrip("ᅲᄏ") or "ᅲ" for word in domain.words(text)})
            await indexing.settle(now=watch())
        condition = {"workspace": told.workspace}
        gone = {"$unset": {"version": "", "standing": "", "checked_at": ""}}
        await WordBlock.get_pymongo_collection().update_many(condition, gone)

    return run


async def found(caller, typed):
    answer = await caller.http.get("/v1/feedback", params={"q": typed})
    return sorted(item["text"] for item in answer.json()["items"])


async def proves_right(caller):
    assert await found(caller, "ㅠㅠ") == ["좋아요ㅠㅠ"]
    assert await found(caller, "ㅠ") == ["결제가 안 돼요 ㅠ"]
    assert await found(caller, "ㅋㅋ") == ["login crash ㅋㅋㅋ"]
    assert await found(caller, "login") == ["login crash ㅋㅋㅋ", "login slow"]
    assert await found(caller, "좋아요") == ["좋아요ㅠㅠ"]


async def resting(caller):
    """Ids of blocks that rest in each collection of the index."""
    found = []
    for model in (WordBlock, WordRows, WordPart):
        rows = await model.get_pymongo_collection().find({"workspace": caller.workspace}, {"_id": 1}).to_list()
        found.append({row["_id"].partition("|")[0] for row in rows})
    return found


async def test_what_an_older_release_indexed_is_made_anew_by_itself(told, engine, watch, index_as_before):
    await index_as_before()
    assert await found(told, "ㅠㅠ") == []
    assert await found(told, "login") == ["login crash ㅋㅋㅋ", "login slow"], "while it is not made anew"
    await upkeep.begin(now=watch())
    await engine.settle()
    await proves_right(told)
    (block,) = await blocks.heads(told.workspace)
    assert block["version"] == domain.VERSION
    assert await resting(told) == [{block["_id"]}] * 3
    chore = await Chore.get_pymongo_collection().find_one({"_id": f"{told.workspace}:{Task.tidy_words}"})
    assert chore["next_dispatch_at"] == int((watch() + upkeep.PAUSE).timestamp() * 1000)


async def test_a_list_says_that_an_older_release_indexed_it(told, index_as_before):
    from voc.feedback import listing
    from voc.feedback.filters import Filters

    await index_as_before()
    assert (await listing.listed(told.workspace, Filters(q="login"), limit=5)).is_behind


async def test_what_an_older_release_indexed_can_be_erased(told, index_as_before, caller):
    body = {"submission_id": "gone", "text": "zebra ㅠㅠㅠ", "channel": "web", "customer": "gone"}
    await caller.http.post("/v1/feedback", json=body)
    await index_as_before()
    await caller.http.delete("/v1/customers/gone")
    parts = await WordPart.get_pymongo_collection().find({"workspace": caller.workspace}).to_list()
    (block,) = await blocks.heads(caller.workspace)
    numbers = {number for part in parts for own in part["words"].values() for number in own}
    named = await blocks.rows_of(block)
    assert {named[number] for number in numbers} == {position for position in named if position}
    assert len(numbers) == len(SAID)


@pytest.mark.parametrize("heard", [False, True])
async def test_making_anew_may_die_anywhere(told, engine, watch, index_as_before, monkeypatch, heard, database):
    dying = Interruption(monkeypatch, WRITES, AutoReconnect("killed"), lasting=True, of=OF_INDEX)
    for place in count(1):
        await database.feedback.update_many({"workspace": told.workspace}, {"$set": {"unindexed": True}})
        for model in (WordBlock, WordRows, WordPart):
            await model.get_pymongo_collection().delete_many({"workspace": told.workspace})
        await index_as_before()
        dying.at(place, heard=heard)
        with suppress(AutoReconnect):
            await upkeep.tidy(told.workspace, now=watch())
        unharmed = dying.stop()
        watch.turn(upkeep.AGE)
        await upkeep.tidy(told.workspace, now=watch())
        await proves_right(told)
        standing = await blocks.heads(told.workspace)
        assert not any(map(blocks.is_outdated, standing))
        assert await resting(told) == [{block["_id"] for block in standing}] * 3, place
        if unharmed:
            break
    assert place > 7


async def test_what_no_block_names_is_removed_once_it_is_old(told, watch):
    await indexing.settle(now=watch())
    (block,) = await blocks.heads(told.workspace)
    for age in (timedelta(minutes=59), timedelta(hours=2)):
        orphan = await blocks.write(told.workspace, {"20260101T000000.000|fb_x": ["orphan"]}, now=watch() - age)
        await WordBlock.get_pymongo_collection().delete_one({"_id": orphan})
    await upkeep.tidy(told.workspace, now=watch())
    _, rows, parts = await resting(told)
    assert rows == parts
    assert len(rows) == 2, "the young one may be somebody's who is writing it"
    watch.turn(upkeep.AGE)
    await upkeep.tidy(told.workspace, now=watch())
    assert await resting(told) == [{block["_id"]}] * 3
    assert await found(told, "login") == ["login crash ㅋㅋㅋ", "login slow"]


async def test_a_writer_that_slept_until_its_block_was_removed_indexes_again(told, watch, monkeypatch):
    write = blocks.write

    async def slow(workspace, texts, *, now):
        id_ = await write(workspace, texts, now=now)
        await upkeep.tidy(workspace, now=now + timedelta(hours=2))
        return id_

    with monkeypatch.context() as patch:
        patch.setattr(blocks, "write", slow)
        await indexing.settle(now=watch())
    assert await resting(told) == [set(), set(), set()]
    await indexing.settle(now=watch())
    await proves_right(told)


async def test_a_block_that_names_feedback_which_is_gone_is_made_anew_without_it(told, watch, database):
    await indexing.settle(now=watch())
    await database.feedback.delete_one({"workspace": told.workspace, "text": "login slow"})
    await upkeep.tidy(told.workspace, now=watch())
    parts = await WordPart.get_pymongo_collection().find({"workspace": told.workspace}).to_list()
    assert "slow" in {key for part in parts for key in part["words"]}, "it was looked at today"
    watch.turn(upkeep.PAUSE)
    await upkeep.tidy(told.workspace, now=watch())
    parts = await WordPart.get_pymongo_collection().find({"workspace": told.workspace}).to_list()
    assert "slow" not in {key for part in parts for key in part["words"]}
    assert await found(told, "login") == ["login crash ㅋㅋㅋ"]
    (block,) = await blocks.heads(told.workspace)
    assert block["rows"] == len(SAID) - 1


async def test_what_is_right_is_left_alone(told, watch):
    await indexing.settle(now=watch())
    before = await blocks.heads(told.workspace)
    watch.turn(timedelta(days=3))
    assert await upkeep.tidy(told.workspace, now=watch()) == upkeep.PAUSE
    after = await blocks.heads(told.workspace)
    assert [block["_id"] for block in after] == [block["_id"] for block in before]
    assert after[0]["checked_at"] == int(watch().timestamp() * 1000)


async def test_much_is_done_in_steps(told, watch, monkeypatch, engine):
    await indexing.settle(now=watch())
    monkeypatch.setattr(upkeep, "ROWS_AT_ONCE", 1)
    for number in range(3):
        body = {"submission_id": f"step-{number}", "text": "step", "channel": "web"}
        await told.http.post("/v1/feedback", json=body)
        await indexing.settle(now=watch())
    watch.turn(upkeep.PAUSE)
    waits = [await upkeep.tidy(told.workspace, now=watch()) for _ in range(4)]
    assert waits == [timedelta(), timedelta(), timedelta(), upkeep.PAUSE]
