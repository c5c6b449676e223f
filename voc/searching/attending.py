"""A person waits at the screen for a search by meaning: it is answered beside whatever else the process is at.

The process that holds the model does one task at a time, and looking for themes takes minutes; a search behind it in
the queue would wait for its end. The search is a record, so the process need not be told of it: while any other task
runs, it looks for searches that nobody has tried to answer. Messages of the queue find them answered, and leases keep
two processes from doing the same. Those that failed once wait for their turn in the queue.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from pymongo.errors import PyMongoError

from voc.clock import Clock
from voc.searching import finding, queries
from voc.searching.finding import Read
from voc.settings import Work

log = structlog.get_logger()

LOOK_SECONDS = 0.3
"""A look takes less than a millisecond."""
AT_ONCE = 10


@asynccontextmanager
async def attended(*, clock: Clock, work: Work, read: Read) -> AsyncIterator[None]:
    """Answer searches while the block runs; the last one is answered to its end."""
    over = asyncio.Event()
    looking = asyncio.create_task(_look(over, clock, work, read))
    try:
        yield
    finally:
        over.set()
        await looking


async def _look(over: asyncio.Event, clock: Clock, work: Work, read: Read) -> None:
    while True:
        try:
            if ids := await queries.unanswered(AT_ONCE):
                await finding.run(ids, now=clock(), work=work, read=read)
        except PyMongoError as error:  # the task itself says what follows from an engine that is away
            log.warning("searches are left to the queue", error=str(error)[:200])
            return
        if over.is_set():
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), LOOK_SECONDS)
