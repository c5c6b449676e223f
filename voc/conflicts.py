"""Writes to one document that are tried again after they met another's.

MongoDB waits inside for a write that holds the same document or the same entry of a unique index. Engines that speak
its protocol over PostgreSQL may end one of the two instead: "deadlock detected", code 112. Nothing was written then,
and outside a transaction nobody but us tries again.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import OperationFailure

WRITE_CONFLICT = 112
"""MongoDB's code for a write that another one ended."""
TRIES = 6
FIRST_PAUSE = 0.01
"""Seconds before the second try; each later one waits twice as long, give or take half."""


Write = Callable[..., Awaitable[Any]]


def _again(name: str) -> Write:
    async def patient(self: AsyncCollection[Any], *args: Any, **kwargs: Any) -> Any:
        write = getattr(super(PatientCollection, self), name)
        for tried in range(TRIES - 1):
            try:
                return await write(*args, **kwargs)
            except OperationFailure as error:
                if error.code != WRITE_CONFLICT or kwargs.get("session"):
                    raise
            await asyncio.sleep(FIRST_PAUSE * 2**tried * random.uniform(0.5, 1.5))
        return await write(*args, **kwargs)

    patient.__name__, patient.__doc__ = name, "As PyMongo's."
    return patient


class PatientCollection(AsyncCollection[dict[str, Any]]):
    """A collection whose writes to one document outlast a conflict; those to many are left to whoever asks."""

    insert_one = _again("insert_one")
    update_one = _again("update_one")
    replace_one = _again("replace_one")
    delete_one = _again("delete_one")
    find_one_and_update = _again("find_one_and_update")
    find_one_and_replace = _again("find_one_and_replace")
    find_one_and_delete = _again("find_one_and_delete")
