"""Links short enough for a text message, on our own domain.

A code follows from what it leads to, so asking twice makes one link. It cannot be guessed (50 bits that only this
installation can make), and neither the code nor where it leads stands in the database in clear: both let somebody in.
"""

from datetime import datetime

from beanie import Document

from voc import vault
from voc.clock import stamp
from voc.database import durable

CODE_CHARACTERS = 10


class ShortLink(Document):
    """Where a code leads. Its id follows from the code, without telling it; read by id only."""

    id: str
    workspace: str
    sealed: str
    """A path on this service, as `voc.vault.seal` hides it."""
    at: int
    """When it was made; a `voc.clock.stamp`."""

    class Settings:
        name = "short_links"


async def shorten(workspace: str, path: str, *, now: datetime) -> str:
    """The code that leads to `path`: the link is `/l/{code}`.

    Args:
        workspace: whose.
        path: on this service, such as `/i/{token}`, query included.
        now: the present.
    """
    code = code_of(workspace, path)
    stored = {"workspace": workspace, "sealed": vault.seal(workspace, path), "at": stamp(now)}
    await durable(ShortLink).update_one({"_id": _id(code)}, {"$setOnInsert": stored}, upsert=True)
    return code


def code_of(workspace: str, path: str) -> str:
    """The code of a path; leads there once `shorten` was called."""
    return vault.sign("short link", f"{workspace}\0{path}", characters=CODE_CHARACTERS)


async def path_of(code: str) -> str | None:
    """Where a code leads; None for one that nobody made."""
    if len(code) != CODE_CHARACTERS or not code.isascii():
        return None
    found = await ShortLink.get_pymongo_collection().find_one({"_id": _id(code)})
    return vault.unseal(found["workspace"], found["sealed"]) if found else None


def _id(code: str) -> str:
    return "lnk_" + vault.sign("short link id", code.lower())
