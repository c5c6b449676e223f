"""Turns at a document that many change at once by compare-and-set.

Within a process they wait for each other; without that, of a hundred who come together, most lose every race.
Processes race, and there are few of them.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from voc.errors import Unavailable

ATTEMPTS = 20
"""Most races lost in a row before somebody is asked to come again."""
_locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()


@asynccontextmanager
async def turn(id_: str) -> AsyncIterator[None]:
    """Wait until nobody else in this process changes the document."""
    lock = _locks.get(id_)
    if lock is None:
        lock = _locks[id_] = asyncio.Lock()
    async with lock:
        yield


def crowded() -> Unavailable:
    """Every race was lost; nothing was changed."""
    return Unavailable("Too many come at once. Send it again.", retry_after_seconds=1)
