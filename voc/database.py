"""The one door to MongoDB."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from beanie import Document, init_beanie
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from voc.errors import Unavailable
from voc.settings import Settings

SERVER_SELECTION_TIMEOUT_MS = 5_000
"""How long a call waits for an engine that is down; a restart of the embedded one takes about 1 s."""


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
        settings.mongodb, tz_aware=True, serverSelectionTimeoutMS=SERVER_SELECTION_TIMEOUT_MS, appname="voc"
    )
    try:
        database = client[settings.database]
        await init_beanie(database=database, document_models=list(documents))
        yield database
    finally:
        await client.close()
