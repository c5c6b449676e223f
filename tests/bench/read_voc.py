"""One worker of the product: takes pending feedback in leased batches and stores what the model reads.

The same functions as in a Celery worker, in one process and one event loop; only the message that would wake
it is left out. Texts are stored before the clock starts.
"""

import asyncio
import json
import os
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path

started_at = time.perf_counter()

from tests.bench.turns import serve  # noqa: E402  loading the product is part of what is measured
from voc import inference, outbox, vault  # noqa: E402
from voc.clock import utc_now  # noqa: E402
from voc.database import open_database  # noqa: E402
from voc.documents import DOCUMENTS  # noqa: E402
from voc.feedback import service as feedback  # noqa: E402
from voc.feedback.documents import Feedback  # noqa: E402
from voc.feedback.schemas import FeedbackIn  # noqa: E402
from voc.queue import Context  # noqa: E402
from voc.settings import Settings  # noqa: E402
from voc.themes import tasks  # noqa: E402
from voc.web.security import secret  # noqa: E402

WORKSPACE = "ws_bench"


class Worker:
    """A worker's process."""

    def __init__(self, said: list[str]) -> None:
        self._said = said
        self._context = Context(settings=Settings(), clock=utc_now)

    async def open(self, stack: AsyncExitStack) -> None:
        """Connect, and load the model by reading a few texts."""
        inference.configure(self._context.settings)
        vault.configure(secret(self._context.settings))
        await stack.enter_async_context(open_database(self._context.settings, DOCUMENTS))
        await asyncio.to_thread(inference.analyse, self._said[:8])

    async def store(self, start: int, stop: int) -> None:
        """Put texts where the API puts them."""
        now = utc_now()
        items = [
            FeedbackIn(submission_id=f"b-{number}", text=self._said[number], channel="review", customer=f"c-{number}")
            for number in range(start, stop)
        ]
        await feedback.receive(WORKSPACE, items, now=now, source="bench")

    async def drain(self) -> int:
        """Work until nothing is due; returns how many feedback that were."""
        done = 0
        while rows := await outbox.due(Feedback, now=utc_now(), limit=self._context.settings.work.batch_size):
            await tasks.analyse([row.id for row in rows], self._context)
            done += len(rows)
        return done


def main() -> None:
    """Load the model and take turns."""
    worker = Worker(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    stack = AsyncExitStack()
    with asyncio.Runner() as runner:
        runner.run(worker.open(stack))

        def read(start: int, stop: int) -> None:
            done = runner.run(worker.drain())
            if done != stop - start:
                sys.exit(f"{stop - start} feedback were due, {done} were read.")

        serve(
            read,
            ready_seconds=time.perf_counter() - started_at,
            threads=int(os.environ["OMP_NUM_THREADS"]),  # set by voc.inference
            prepare=lambda start, stop: runner.run(worker.store(start, stop)),
        )
        runner.run(stack.aclose())


if __name__ == "__main__":
    main()
