"""Verbatims that arrive together are stored together.

While both lanes to the database are taken, what comes in waits, and then travels in one insert and one flush:
many small requests then cost the driver, the engine and the disk hardly more than a list. Nobody waits for
company: with a lane free, a verbatim is stored at once. Two lanes, because with one the web process idles
while the engine works and the other way round.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from voc.feedback.schemas import Received

Row = dict[str, Any]
Store = Callable[[list[Row]], Awaitable[Sequence[Received]]]
_Waiting = list[tuple[Row, "asyncio.Future[Received]"]]


class Gathering:
    """Rows on their way into one collection; serves one event loop at a time.

    Args:
        store: stores rows and says what became of each, in order; what it raises concerns all of them.
        limit: most rows at once.
        lanes: most calls of `store` at once.
    """

    def __init__(self, store: Store, *, limit: int, lanes: int = 2) -> None:
        self._store = store
        self._limit = limit
        self._lanes = lanes
        self._free = lanes
        self._waiting: _Waiting = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def add(self, row: Row) -> Received:
        """Store a row, alone or in company; returns when it is on disk."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:  # what another loop left behind ended with it
            self._loop, self._free, self._waiting = loop, self._lanes, []
        if not self._free:
            told: asyncio.Future[Received] = loop.create_future()
            self._waiting.append((row, told))
            return await told
        self._free -= 1
        try:
            (received,) = await self._store([row])
            return received
        finally:
            self._leave()

    def _leave(self) -> None:
        """Hand the lane to those who wait, or free it."""
        together, self._waiting = self._waiting[: self._limit], self._waiting[self._limit :]
        if not together:
            self._free += 1
            return
        task = asyncio.get_running_loop().create_task(self._store_together(together))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _store_together(self, together: _Waiting) -> None:
        try:
            received = await self._store([row for row, _ in together])
            for (_, told), one in zip(together, received, strict=True):
                if not told.done():  # its request may be cancelled; the row is stored all the same
                    told.set_result(one)
        except Exception as error:  # whatever it is, everyone who waits must hear of it
            for _, told in together:
                if not told.done():
                    told.set_exception(error)
        finally:
            for _, told in together:
                told.cancel()  # does nothing unless this task itself was cancelled
            self._leave()
