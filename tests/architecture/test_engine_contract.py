"""What we rely on in a database, shown on the engine at hand; and where the embedded one differs, what we do.

Runs on the embedded engine and, with `VOC_MONGODB`, on any other: an operator joins `HOLDS` in
`test_operators.py` only after a test here passes on all of them.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from pydantic import TypeAdapter
from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument, UpdateOne
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import BulkWriteError, DuplicateKeyError

from voc.clock import from_stamp, stamp
from voc.feedback.domain import instant
from voc.values import StoredTime

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DUPLICATE = 11000

Rows = AsyncCollection[dict[str, Any]]


@pytest_asyncio.fixture(loop_scope="session")
async def rows(database: AsyncDatabase[Any]) -> AsyncIterator[Rows]:
    """An empty collection."""
    collection = database[f"contract_{uuid4().hex[:8]}"]
    yield collection
    await collection.drop()


async def ids(cursor: Any) -> list[Any]:
    return [row["_id"] for row in await cursor.to_list()]


async def test_a_unique_index_refuses_the_second(rows: Rows) -> None:
    await rows.create_index([("workspace", ASCENDING), ("submission_id", ASCENDING)], unique=True)
    await rows.insert_one({"_id": "a", "workspace": "w", "submission_id": "s"})
    with pytest.raises(DuplicateKeyError):
        await rows.insert_one({"_id": "b", "workspace": "w", "submission_id": "s"})
    await rows.insert_one({"_id": "c", "workspace": "x", "submission_id": "s"})


async def test_a_partial_unique_index_concerns_only_its_rows(rows: Rows) -> None:
    index = IndexModel([("first", ASCENDING)], unique=True, partialFilterExpression={"first": True})
    await rows.create_indexes([index])
    await rows.insert_many([{"_id": "a"}, {"_id": "b"}, {"_id": "c", "first": True}])
    with pytest.raises(DuplicateKeyError):
        await rows.insert_one({"_id": "d", "first": True})


async def test_an_unordered_insert_stores_the_new_and_names_the_known(rows: Rows) -> None:
    await rows.create_index("submission_id", unique=True)
    await rows.insert_one({"_id": "a", "submission_id": 0})
    with pytest.raises(BulkWriteError) as caught:
        await rows.insert_many([{"_id": f"n{n}", "submission_id": n} for n in range(4)], ordered=False)
    errors = caught.value.details["writeErrors"]
    assert [(error["index"], error["code"]) for error in errors] == [(0, DUPLICATE)]
    assert sorted(await ids(rows.find())) == ["a", "n1", "n2", "n3"]


async def test_a_bulk_of_guarded_updates_changes_only_what_still_matches(rows: Rows) -> None:
    await rows.insert_many([{"_id": n, "revision": 1} for n in range(3)])
    await rows.update_one({"_id": 1}, {"$inc": {"revision": 1}})
    updates = [
        UpdateOne({"_id": n, "revision": 1}, {"$set": {"owner": "me"}, "$inc": {"revision": 1}}) for n in range(3)
    ]
    done = await rows.bulk_write(updates, ordered=False)
    assert (done.matched_count, done.modified_count) == (2, 2)
    assert sorted(await ids(rows.find({"owner": "me"}))) == [0, 2]


async def test_an_upsert_sets_once_and_counts_always(rows: Rows) -> None:
    for _ in range(3):
        await rows.update_one({"_id": "a"}, {"$inc": {"n": 2}, "$setOnInsert": {"made": stamp(NOON)}}, upsert=True)
    assert await rows.find_one({"_id": "a"}) == {"_id": "a", "n": 6, "made": stamp(NOON)}


async def test_the_least_and_the_greatest_number_are_kept(rows: Rows) -> None:
    for at in (5, 3, 9, 4):
        await rows.update_one({"_id": "a"}, {"$min": {"first": at}, "$max": {"last": at}}, upsert=True)
    assert await rows.find_one({"_id": "a"}) == {"_id": "a", "first": 3, "last": 9}


async def test_a_set_grows_by_what_it_lacks(rows: Rows) -> None:
    await rows.insert_one({"_id": "a", "corrected": ["kind"]})
    await rows.update_one({"_id": "a"}, {"$addToSet": {"corrected": {"$each": ["kind", "theme"]}}})
    assert await rows.find_one({"_id": "a"}) == {"_id": "a", "corrected": ["kind", "theme"]}


async def test_fields_come_and_go(rows: Rows) -> None:
    await rows.insert_many([{"_id": "a", "owner": "me"}, {"_id": "b"}])
    await rows.update_one({"_id": "a"}, {"$unset": {"owner": ""}, "$set": {"nested.deep": 1}})
    assert await ids(rows.find({"owner": {"$exists": True}})) == []
    assert await rows.find_one({"_id": "a"}) == {"_id": "a", "nested": {"deep": 1}}


async def test_lists_are_sorted_limited_and_continued(rows: Rows) -> None:
    await rows.create_index([("workspace", ASCENDING), ("position", DESCENDING)])
    times = [NOON + timedelta(milliseconds=ms) for ms in (5, 250, 0, 1000, 86_400_000)]
    await rows.insert_many(
        [{"_id": n, "workspace": "w", "position": f"{instant(at)}|fb_{n}"} for n, at in enumerate(times)]
    )
    first = await rows.find({"workspace": "w"}).sort("position", -1).limit(2).to_list()
    assert [row["_id"] for row in first] == [4, 3]
    rest = rows.find({"workspace": "w", "position": {"$lt": first[-1]["position"]}}).sort("position", -1)
    assert await ids(rest) == [1, 0, 2]
    since = rows.find({"workspace": "w", "position": {"$gte": instant(times[1])}})
    assert sorted(await ids(since)) == [1, 3, 4]


async def test_numbers_compare_in_ranges_and_either_way(rows: Rows) -> None:
    await rows.insert_many([{"_id": n, "at": n * 10, "kind": "even" if n % 2 == 0 else "odd"} for n in range(6)])
    assert sorted(await ids(rows.find({"at": {"$gt": 10, "$lte": 40}}))) == [2, 3, 4]
    assert sorted(await ids(rows.find({"_id": {"$in": [1, 2, 99]}}))) == [1, 2]
    either = {"$or": [{"at": {"$lt": 10}}, {"at": {"$gte": 50}}]}
    assert sorted(await ids(rows.find(either))) == [0, 5]
    assert sorted(await ids(rows.find({"$and": [either, {"kind": {"$eq": "odd"}}]}))) == [5]


async def test_an_absent_field_equals_null(rows: Rows) -> None:
    await rows.insert_many([{"_id": "a"}, {"_id": "b", "owner": None}, {"_id": "c", "owner": "me"}])
    assert sorted(await ids(rows.find({"owner": None}))) == ["a", "b"]


async def test_groups_by_one_scalar_are_counted_and_summed(rows: Rows) -> None:
    await rows.insert_many([{"workspace": "w", "state": s, "total": 2} for s in ("done", "done", "parked")])
    await rows.insert_one({"workspace": "other", "state": "done", "total": 2})
    grouped = await rows.aggregate(
        [
            {"$match": {"workspace": "w"}},
            {"$group": {"_id": "$state", "n": {"$sum": 1}, "total": {"$sum": "$total"}}},
            {"$sort": {"_id": 1}},
            {"$limit": 10},
        ]
    )
    assert await grouped.to_list() == [
        {"_id": "done", "n": 2, "total": 4},
        {"_id": "parked", "n": 1, "total": 2},
    ]


@pytest.mark.parametrize("text", ["50% (sale)", "로그인", "a\\b"])
async def test_text_is_found_in_text_whatever_it_holds(rows: Rows, text: str) -> None:
    await rows.insert_many([{"_id": "a", "text": f"Before {text.upper()} after"}, {"_id": "b", "text": "50 sale"}])
    found = rows.find({"text": {"$regex": re.escape(text), "$options": "i"}})
    assert await ids(found) == ["a"]


async def test_bytes_come_back_as_they_went(rows: Rows) -> None:
    vector = bytes(range(256)) * 3
    await rows.insert_one({"_id": "a", "embedding": vector})
    row = await rows.find_one({"_id": "a"})
    assert row
    assert bytes(row["embedding"]) == vector


async def test_a_document_is_replaced_whole_under_the_id_that_it_carries(rows: Rows) -> None:
    # without `_id` in the replacement the embedded engine makes one up, and it refuses one that holds bytes
    for standing in ({"items": 1, "since": {"a": [1]}}, {"items": 2}):
        await rows.replace_one({"_id": "w"}, {"_id": "w"} | standing, upsert=True)
    assert await rows.find().to_list() == [{"_id": "w", "items": 2}]


@pytest.mark.parametrize("text", ["2026-03-01", "null", "1e3", "가나다 🙂 \u200d", '{"$set": 1}', "a.b$c", ""])
async def test_text_comes_back_as_text_and_equals_itself(rows: Rows, text: str) -> None:
    await rows.insert_one({"_id": "a", "text": text, "map": {"inner": text}})
    row = await rows.find_one({"text": text})
    assert row == {"_id": "a", "text": text, "map": {"inner": text}}


async def test_one_of_many_takes_the_lease(rows: Rows) -> None:
    await rows.insert_one({"_id": "a", "revision": 0})

    async def take(owner: int) -> Any:
        return await rows.find_one_and_update(
            {"_id": "a", "revision": 0},
            {"$set": {"owner": owner}, "$inc": {"revision": 1}},
            return_document=ReturnDocument.AFTER,
        )

    taken = [row for row in await asyncio.gather(*map(take, range(20))) if row]
    assert len(taken) == 1
    assert await rows.find_one({"_id": "a"}) == taken[0]


async def test_increments_at_once_all_count(rows: Rows) -> None:
    await rows.insert_one({"_id": "a", "n": 0})
    await asyncio.gather(*(rows.update_one({"_id": "a"}, {"$inc": {"n": 1}}) for _ in range(50)))
    assert await rows.find_one({"_id": "a"}) == {"_id": "a", "n": 50}


async def test_inserted_times_come_back_aware_and_exact(rows: Rows) -> None:
    at = NOON + timedelta(milliseconds=123)
    await rows.insert_one({"_id": "a", "at": at})
    row = await rows.find_one({"_id": "a"})
    assert row
    assert row["at"] == at


async def test_a_time_that_an_update_sets_is_read_as_stored_time(rows: Rows) -> None:
    # the embedded engine returns text without offset, the others a date: `StoredTime` reads both
    at = NOON + timedelta(milliseconds=123)
    await rows.insert_one({"_id": "a"})
    await rows.update_one({"_id": "a"}, {"$set": {"at": at}})
    row = await rows.find_one({"_id": "a"})
    assert row
    assert TypeAdapter(StoredTime).validate_python(row["at"]) == at


async def test_times_that_queries_order_by_are_stamps(rows: Rows) -> None:
    # the embedded engine compares dates by whole seconds, and not at all where an update set them
    due = [NOON + timedelta(milliseconds=ms) for ms in (30, 10, 20)]
    await rows.insert_many([{"_id": n, "next_dispatch_at": 0} for n in range(3)])
    for n, at in enumerate(due):
        await rows.update_one({"_id": n}, {"$set": {"next_dispatch_at": stamp(at)}})
    found = rows.find({"next_dispatch_at": {"$lte": stamp(due[2])}}).sort("next_dispatch_at", 1)
    assert [from_stamp(row["next_dispatch_at"]) for row in await found.to_list()] == [due[1], due[2]]
