"""Whoever is erased is in the index no more, whatever else happens to it meanwhile and wherever a process dies."""

from contextlib import suppress
from functools import partial
from itertools import count, product

import pytest
from pymongo.errors import AutoReconnect

from tests.engine import read
from tests.interrupting import Interruption, Meanwhile
from voc.feedback.documents import Feedback
from voc.feedback.words import blocks, domain, indexing, merging, upkeep
from voc.feedback.words.documents import WordPart, WordRows
from voc.outbox import Chore
from voc.queue import Task
from voc.themes import analysis
from voc.themes.documents import Analysis

WRITES = ("insert_one", "insert_many", "update_one", "update_many", "delete_many", "bulk_write", "find_one_and_update")
CONCERNED = ("feedback", "word_blocks", "word_rows", "word_parts")
MERGING = (10, 20)
"""Calls of an index run in which it merges."""
SECRET = "zebra 얼룩말이 ㅠㅠ"


@pytest.fixture(autouse=True)
def two_make_one(monkeypatch):
    """Every run merges."""
    monkeypatch.setattr(merging, "MERGED", 2)


@pytest.fixture
def meanwhile(monkeypatch):
    return Meanwhile(monkeypatch, CONCERNED)


@pytest.fixture
def dying(monkeypatch):
    """The process dies at one of the calls to come."""
    return Interruption(monkeypatch, WRITES, AutoReconnect("killed"), lasting=True, of=CONCERNED)


class Shop:
    """A workspace of which a block stands, and a row waits."""

    def __init__(self, caller, watch, number):
        self.caller, self.watch = caller, watch
        self.workspace = caller.workspace
        self.leaving = f"gone-{number}"

    async def say(self, text):
        said = {f"{SECRET} {text}": self.leaving, f"{text} crash": "stays"}
        body = [
            {"submission_id": f"{customer}-{text}", "text": text, "channel": "web", "customer": customer}
            for text, customer in said.items()
        ]
        assert (await self.caller.http.post("/v1/feedback", json=body)).status_code == 200

    async def index(self):
        await indexing.settle(now=self.watch())

    async def erase(self):
        assert (await self.caller.http.delete(f"/v1/customers/{self.leaving}")).status_code == 200

    async def tidy(self):
        """Housekeeping, as the chore that an erasure asks for does it."""
        assert not await upkeep.tidy(self.workspace, now=self.watch()) < upkeep.PAUSE

    async def stored(self):
        """Words and positions that rest in any collection of the index, and the blocks that they name."""
        condition = {"workspace": self.workspace}
        parts = await WordPart.get_pymongo_collection().find(condition).to_list()
        rows = await WordRows.get_pymongo_collection().find(condition).to_list()
        keys = {key for part in parts for key in part["words"]}
        positions = [position for row in rows for position in row["positions"] if position]
        return keys, positions, {row["_id"].partition("|")[0] for row in (*parts, *rows)}

    async def found(self, typed):
        answer = await self.caller.http.get("/v1/feedback", params={"q": typed})
        return sorted(item["text"] for item in answer.json()["items"])

    async def proves_clean(self, place):
        keys, positions, _ = await self.stored()
        assert not keys & domain.keys(SECRET), place
        there = {item["id"] for item in (await self.caller.http.get("/v1/feedback")).json()["items"]}
        assert {position.rpartition("|")[2] for position in positions} <= there, place

    async def proves_whole(self, place):
        """Everything that was not erased is found, and nothing rests that no block names."""
        await self.index()
        assert await self.found("crash") == ["early crash", "late crash"], place
        _, _, named = await self.stored()
        assert named == {block["_id"] for block in await blocks.heads(self.workspace)}, place


@pytest.fixture
def open_shop(caller, watch, engine, database):
    numbers = count(1)

    async def make():
        for name in CONCERNED:
            await database[name].delete_many({"workspace": caller.workspace})
        shop = Shop(caller, watch, next(numbers))
        await shop.say("early")
        await shop.index()
        await shop.say("late")
        return shop

    return make


async def test_an_erasure_at_any_moment_of_indexing_leaves_no_word(open_shop, meanwhile):
    for place in count(1):
        shop = await open_shop()
        meanwhile.at({place: shop.erase})
        await shop.index()
        if meanwhile.stop():
            break
        await shop.proves_clean(place)
        await shop.proves_whole(place)
    assert place > 20, "indexing and merging"


async def test_indexing_at_any_moment_of_an_erasure_leaves_no_word(open_shop, meanwhile):
    for place in count(1):
        shop = await open_shop()
        meanwhile.at({place: shop.index})
        await shop.erase()
        if meanwhile.stop():
            break
        await shop.proves_clean(place)
        await shop.proves_whole(place)
    assert place > 15, "all of the erasure"


async def test_a_merge_at_any_moment_of_an_erasure_leaves_no_word(open_shop, meanwhile, watch, monkeypatch):
    for place in count(1):
        monkeypatch.setattr(merging, "MERGED", 8)
        shop = await open_shop()
        await shop.index()
        assert len(await blocks.heads(shop.workspace)) == 2
        monkeypatch.setattr(merging, "MERGED", 2)
        meanwhile.at({place: partial(merging.merge, shop.workspace, now=watch())})
        await shop.erase()
        if meanwhile.stop():
            break
        assert len(await blocks.heads(shop.workspace)) == 1
        await shop.proves_clean(place)
        await shop.proves_whole(place)
    assert place > 15


async def test_two_that_merge_and_one_who_erases_leave_no_word(open_shop, meanwhile, watch):
    for place, later in product(range(*MERGING), (1, 4)):
        shop = await open_shop()
        again = partial(merging.merge, shop.workspace, now=watch())
        meanwhile.at({place: shop.erase, place + later: again})
        await shop.index()
        assert meanwhile.stop() < 2
        await shop.proves_clean((place, later))


@pytest.mark.parametrize("heard", [False, True])
async def test_an_indexer_that_dies_anywhere_leaves_nothing_of_who_is_erased_then(open_shop, dying, watch, heard):
    for place in count(1):
        shop = await open_shop()
        dying.at(place, heard=heard)
        with suppress(AutoReconnect):
            await shop.index()
        unharmed = dying.stop()
        await shop.erase()
        watch.turn(upkeep.AGE)
        await shop.tidy()
        await shop.proves_clean(place)
        await shop.proves_whole(place)
        if unharmed:
            break
    assert place > 10


@pytest.mark.parametrize("heard", [False, True])
async def test_an_erasure_that_dies_anywhere_is_whole_when_it_is_asked_for_again(open_shop, dying, watch, heard):
    for place in count(1):
        shop = await open_shop()
        dying.at(place, heard=heard)
        with suppress(AutoReconnect):
            await shop.caller.http.delete(f"/v1/customers/{shop.leaving}")
        unharmed = dying.stop()
        await shop.index()
        if not unharmed:
            again = await shop.caller.http.delete(f"/v1/customers/{shop.leaving}")
            assert again.status_code == 200, (place, again.text)
        await shop.proves_clean(place)
        await shop.proves_whole(place)
        if unharmed:
            break
    assert place > 6


async def test_an_erasure_at_any_moment_of_reading_leaves_no_vector(open_shop, monkeypatch, engine):
    during = Meanwhile(monkeypatch, ("feedback", "analyses"))
    for place in count(1):
        shop = await open_shop()
        rows = await Feedback.get_pymongo_collection().find({"workspace": shop.workspace}).to_list()
        gone = {row["_id"] for row in rows if row["text"].startswith(SECRET)}
        during.at({place: shop.erase})
        ids = [row["_id"] for row in rows]
        await analysis.analyse(ids, now=shop.watch(), work=engine.context.settings.work, read=read)
        if during.stop():
            break
        vectors = await Analysis.get_pymongo_collection().find({"workspace": shop.workspace}).to_list()
        assert not gone & {row["feedback"] for row in vectors}, place
    assert place > 6


async def test_an_erasure_asks_for_housekeeping(open_shop, watch):
    shop = await open_shop()
    await shop.erase()
    chore = await Chore.get_pymongo_collection().find_one({"_id": f"{shop.workspace}:{Task.tidy_words}"})
    assert chore["next_dispatch_at"] == int((watch() + upkeep.AGE).timestamp() * 1000)
