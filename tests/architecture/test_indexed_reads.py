"""Reads by an index on the embedded engine, and what they may not change on any."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest_asyncio
from beanie import Document
from hypothesis import given
from hypothesis import strategies as st
from neosqlite.collection.sql_translator_unified import SQLTranslator
from pymongo import WriteConcern
from pymongo.asynchronous.database import AsyncDatabase

from voc.documents import DOCUMENTS
from voc.faq.documents import FaqEntry
from voc.feedback.documents import Feedback
from voc.indexed import IndexedCollection, IndexedDatabase, by_index, scalars_of

TEXT = frozenset({"workspace", "theme"})
PLAIN = {"workspace": "w", "theme": "2026-03-01T12:00:00", "also": "w", "n": 1, "gone": None}


@pytest_asyncio.fixture(loop_scope="session")
async def rows(database: AsyncDatabase[Any]) -> AsyncIterator[IndexedCollection]:
    """An empty collection with two fields that hold text."""
    name = f"indexed_{uuid4().hex[:8]}"
    collection = IndexedDatabase(database.client, database.name, {name: TEXT})[name]
    yield collection
    await collection.drop()


def test_the_embedded_engine_looks_into_arrays_for_a_bare_value_and_so_past_the_index() -> None:
    """What `voc.indexed` is there for: once the first line fails, the engine has mended it, and the module can go."""
    asked = SQLTranslator("feedback").translate_match
    assert "EXISTS" in str(asked({"workspace": "w"})[0])
    assert "EXISTS" not in str(asked({"workspace": {"$eq": "w"}})[0])


def test_bare_text_is_compared_by_eq_and_the_rest_stays() -> None:
    assert by_index(PLAIN, TEXT) == PLAIN | {"workspace": {"$eq": "w"}}
    assert by_index({"_id": "a", "workspace": "w"}, TEXT) == {"_id": "a", "workspace": "w"}
    assert by_index(None, TEXT) is None


@given(st.dictionaries(st.sampled_from(["workspace", "theme", "also"]), st.text() | st.none() | st.integers()))
def test_asking_twice_changes_nothing_more(condition: dict[str, Any]) -> None:
    once = by_index(condition, TEXT)
    assert by_index(once, TEXT) == once
    assert once.keys() == condition.keys()


def test_only_indexed_text_is_rewritten_never_an_array() -> None:
    scalars = scalars_of(DOCUMENTS)
    assert {"workspace", "theme", "customer", "kind", "unsure", "several_themes"} <= scalars["feedback"]
    assert not {"also", "respondent_segments", "text"} & scalars["feedback"]
    assert "passages" not in scalars[FaqEntry.Settings.name]
    assert all("workspace" in scalars[document.Settings.name] for document in led_by_workspace())


def led_by_workspace() -> list[type[Document]]:
    return [
        document
        for document in DOCUMENTS
        if any("workspace" in index.document["key"] for index in getattr(document.Settings, "indexes", ()))
    ]


async def test_every_way_to_a_collection_asks_by_the_index(database: AsyncDatabase[Any]) -> None:
    feedback = Feedback.get_pymongo_collection()
    ways = (feedback, database["feedback"], database.get_collection("feedback"), feedback.database["feedback"])
    journaled = feedback.with_options(write_concern=WriteConcern(1, j=True))
    assert journaled.write_concern.document["j"] is True
    for way in (*ways, journaled):
        assert isinstance(way, IndexedCollection)
        explained = way.find({"workspace": "w"})._spec  # type: ignore[attr-defined]
        assert explained == {"workspace": {"$eq": "w"}}


async def test_the_same_rows_are_found_changed_and_removed(rows: IndexedCollection) -> None:
    at = datetime(2026, 3, 1, 12).isoformat()
    await rows.insert_many(
        [
            {"_id": "a", "workspace": "w", "theme": "t", "also": ["t", "u"]},
            {"_id": "b", "workspace": "w", "theme": at, "also": []},
            {"_id": "c", "workspace": "x", "theme": "t", "also": ["u"]},
        ]
    )
    assert [row["_id"] for row in await rows.find({"workspace": "w"}).sort("_id", 1).to_list()] == ["a", "b"]
    assert [row["_id"] for row in await rows.find({"workspace": "w", "also": "u"}).to_list()] == ["a"]
    assert await rows.find_one({"workspace": "w", "theme": at}, {"_id": 1}) == {"_id": "b"}
    assert (await rows.update_many({"workspace": "w", "theme": "t"}, {"$set": {"n": 1}})).modified_count == 1
    await rows.update_many({"workspace": "new", "theme": "t"}, {"$set": {"n": 2}}, upsert=True)
    assert await rows.find_one({"workspace": "new"}, {"_id": 0}) == {"workspace": "new", "theme": "t", "n": 2}
    assert (await rows.delete_many({"workspace": "w"})).deleted_count == 2
    assert await rows.find_one({"_id": "c", "workspace": "x"}, {"_id": 1}) == {"_id": "c"}
