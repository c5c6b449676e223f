"""The floor of ingestion: decode the JSON, insert one document, say its id.

The same server, framework, driver and write concern as the product; nothing is checked, nobody is asked who
they are, and the collection has no index of its own.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from beanie import Document
from litestar import Litestar, Request, get, post

from voc.database import durable, flush, open_database
from voc.embedded.serving import serve
from voc.settings import Settings


class Verbatim(Document):
    """Whatever was sent."""

    class Settings:
        name = "floor"


@post("/v1/feedback", status_code=202)
async def send(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Store one document or a list of them, on disk before the answer just as the product does."""
    body = msgspec.json.decode(await request.body())
    if isinstance(body, list):
        inserted = await Verbatim.get_pymongo_collection().insert_many(body, ordered=False)
        await flush(Verbatim)
        return {"items": [{"id": str(id_)} for id_ in inserted.inserted_ids]}
    return {"id": str((await durable(Verbatim).insert_one(body)).inserted_id)}


@get("/health/ready")
async def ready() -> dict[str, str]:
    """Answer probes."""
    return {"status": "ok"}


@asynccontextmanager
async def _database(_: Litestar) -> AsyncIterator[None]:
    async with open_database(Settings(), [Verbatim]):
        yield


if __name__ == "__main__":
    floor = Litestar([send, ready], lifespan=[_database], openapi_config=None)
    asyncio.run(serve(floor, host="127.0.0.1", port=int(sys.argv[1])))
