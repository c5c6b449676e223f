"""Writes to one document that meet another's are tried again, on engines that end one of the two."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError, OperationFailure

from voc import conflicts
from voc.indexed import IndexedCollection, IndexedDatabase


@pytest_asyncio.fixture(loop_scope="session")
async def rows(database: AsyncDatabase[Any]) -> AsyncIterator[IndexedCollection]:
    """An empty collection with a unique index beside that of the ids."""
    collection = IndexedDatabase(database.client, database.name, {})[f"conflicts_{uuid4().hex[:8]}"]
    await collection.create_index("once", unique=True)
    yield collection
    await collection.drop()


async def test_of_two_who_insert_the_same_one_is_refused_and_none_ends_in_a_deadlock(rows: IndexedCollection) -> None:
    async def insert(once: int, who: str) -> bool:
        try:
            await rows.insert_one({"_id": f"{once}-{who}", "once": once})
        except DuplicateKeyError:
            return False
        return True

    for once in range(40):
        assert sorted(await asyncio.gather(insert(once, "a"), insert(once, "b"))) == [False, True]


class Ending:
    """Ends the first writes as an engine does that found a deadlock."""

    def __init__(self, writes: int, code: int = conflicts.WRITE_CONFLICT) -> None:
        self.left, self.code = writes, code

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if not self.left:
            return self.write(*args, **kwargs)
        self.left -= 1
        raise OperationFailure("deadlock detected", self.code)

    async def insert(self, rows: IndexedCollection, monkeypatch: pytest.MonkeyPatch) -> None:
        """Insert one row through it."""
        self.write = rows._insert_one
        monkeypatch.setattr(conflicts, "FIRST_PAUSE", 0.001)
        monkeypatch.setattr(rows, "_insert_one", self)
        await rows.insert_one({"_id": "x", "once": 1})


async def test_a_write_that_lost_is_there_once(rows: IndexedCollection, monkeypatch: pytest.MonkeyPatch) -> None:
    await Ending(writes=conflicts.TRIES - 1).insert(rows, monkeypatch)
    assert [row["_id"] for row in await rows.find({}).to_list()] == ["x"]


@pytest.mark.parametrize("ending", [Ending(writes=conflicts.TRIES), Ending(writes=1, code=13)])
async def test_what_goes_on_failing_is_told(
    rows: IndexedCollection, monkeypatch: pytest.MonkeyPatch, ending: Ending
) -> None:
    with pytest.raises(OperationFailure):
        await ending.insert(rows, monkeypatch)
    assert await rows.find({}).to_list() == []
    assert ending.left == 0, "tried no further"
