"""The one door to MongoDB."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from beanie import Document, init_beanie
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.write_concern import WriteConcern

from voc.errors import Unavailable
from voc.indexed import IndexedDatabase, scalars_of
from voc.settings import Settings

DUPLICATE_KEY = 11_000
"""MongoDB's code for a write that a unique index refused."""
SERVER_SELECTION_TIMEOUT_MS = 5_000
"""How long a call waits for an engine that is down; a restart of the embedded one takes about 1 s."""
SOCKET_TIMEOUT_MS = 120_000
"""How long a call waits for an answer of an engine that took it: without an end, one lost answer would hold a worker
for ever."""


@asynccontextmanager
async def open_database(settings: Settings, documents: Sequence[type[Document]]) -> AsyncIterator[AsyncDatabase]:
    """A connected database with its collections and indexes in place.

    One client belongs to one event loop: open it in the loop that will use it, after any fork.

    Raises:
        Unavailable: no URI is set; nothing guesses where data should go.
    """
    if settings.mongodb is None:
        raise Unavailable("No database is configured. Start everything with `voc up`, or set VOC_MONGODB.")
    client: AsyncMongoClient = AsyncMongoClient(
        settings.mongodb,
        tz_aware=True,
        serverSelectionTimeoutMS=SERVER_SELECTION_TIMEOUT_MS,
        socketTimeoutMS=SOCKET_TIMEOUT_MS,
        appname="voc",
    )
    try:
        database = IndexedDatabase(client, settings.database, scalars_of(documents))
        await init_beanie(database=database, document_models=list(documents))
        yield database
    finally:
        await client.close()


def durable(model: type[Document]) -> AsyncCollection:
    """The collection of `model`, with writes that are on disk before they are acknowledged, power cut included.

    MongoDB's default write concern waits for that anyway. The embedded engine, which is asked for `w=1` by its
    URI, waits only for writes that want a journal, and then for each document: see `flush` for many.
    """
    collection = model.get_pymongo_collection()
    return collection.with_options(write_concern=_JOURNALED) if _is_relaxed(collection) else collection


async def flush(model: type[Document]) -> None:
    """Have every write so far reach the disk.

    The embedded engine flushes its log for one write that wants a journal, and with it all earlier ones:
    2 ms for a thousand documents, where one flush for each takes 3 s.
    """
    collection = model.get_pymongo_collection()
    if _is_relaxed(collection):
        flushes = collection.database["flushes"].with_options(write_concern=_JOURNALED)
        await flushes.update_one({"_id": "flush"}, {"$inc": {"flushes": 1}}, upsert=True)


_JOURNALED = WriteConcern("majority", j=True)


def _is_relaxed(collection: AsyncCollection) -> bool:
    return collection.write_concern.document.get("w") == 1
