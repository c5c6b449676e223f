"""Files on their way to being read, in pieces."""

import base64
import hashlib
from collections.abc import AsyncIterator
from datetime import datetime

from voc import vault
from voc.database import flush
from voc.faq.sources.documents import FaqUploadPart
from voc.faq.sources.domain import FILE_LIMIT_BYTES, NotTaken, Refusal
from voc.values import Value, new_id

PART_BYTES = 512 * 1024


class Kept(Value):
    """A file that is on disk."""

    upload: str
    parts: int
    hash: str
    size: int


async def keep(workspace: str, chunks: AsyncIterator[bytes], *, now: datetime) -> Kept:
    """Keep a file; it is on disk when this returns.

    Raises:
        NotTaken: it is too large or empty; nothing is kept.
    """
    upload, digest = new_id("up", now), hashlib.sha256()
    size = parts = 0
    try:
        async for data in _pieces(chunks):
            size += len(data)
            if size > FILE_LIMIT_BYTES:
                raise NotTaken(Refusal.large)
            digest.update(data)
            await _insert(workspace, upload, parts, data)
            parts += 1
        if not size:
            raise NotTaken(Refusal.empty)
    except BaseException:
        await discard(workspace, upload)
        raise
    await flush(FaqUploadPart)
    return Kept(upload=upload, parts=parts, hash=digest.hexdigest(), size=size)


async def bytes_of(workspace: str, upload: str) -> bytes:
    """The whole file."""
    rows = await FaqUploadPart.get_pymongo_collection().find({"workspace": workspace, "upload": upload}).to_list()
    ordered = sorted(rows, key=lambda row: int(row["number"]))
    return b"".join(base64.b64decode(vault.unseal(workspace, row["sealed"])) for row in ordered)


async def discard(workspace: str, upload: str) -> None:
    """Remove a file."""
    await FaqUploadPart.get_pymongo_collection().delete_many({"workspace": workspace, "upload": upload})


async def _insert(workspace: str, upload: str, number: int, data: bytes) -> None:
    sealed = vault.seal(workspace, base64.b64encode(data).decode())
    row = {"_id": f"{upload}:{number:05d}", "workspace": workspace, "upload": upload, "number": number}
    await FaqUploadPart.get_pymongo_collection().insert_one(row | {"sealed": sealed})


async def _pieces(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    held = bytearray()
    async for chunk in chunks:
        held += chunk
        while len(held) >= PART_BYTES:
            yield bytes(held[:PART_BYTES])
            del held[:PART_BYTES]
    if held:
        yield bytes(held)
