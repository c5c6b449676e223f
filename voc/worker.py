"""The Celery app of the workers: one event loop and one database client per process.

Both are made after the fork, on the first task: a MongoDB client serves no second loop and no fork.
"""

import asyncio
import logging
from contextlib import AbstractAsyncContextManager, AsyncExitStack, nullcontext
from typing import Any

from celery.signals import worker_process_init, worker_process_shutdown

import voc.backlog.tasks
import voc.channels.tasks
import voc.conversations.tasks
import voc.digest.tasks
import voc.faq.deflection.tasks
import voc.faq.sources.tasks
import voc.faq.tasks
import voc.feedback.tasks
import voc.imports.tasks
import voc.insights.tasks
import voc.invitations.tasks
import voc.learning.tasks
import voc.responses.tasks
import voc.results.tasks
import voc.retention.tasks
import voc.searching.tasks
import voc.signals.tasks
import voc.subscriptions.account_mail
import voc.themes.tasks
import voc.trackers.tasks
import voc.webhooks.tasks  # noqa: F401  importing declares the tasks
from voc import inference, logs
from voc.clock import utc_now
from voc.database import open_database
from voc.documents import DOCUMENTS
from voc.queue import TASKS, WITH_MODEL, Context, Task, TaskFunction, create_celery
from voc.searching import attending
from voc.settings import Settings
from voc.web.security import open_vault

settings = Settings()
logs.configure(settings.logs)
celery = create_celery(settings)


class Process:
    """What one worker process holds open."""

    def __init__(self, settings: Settings) -> None:
        self.context = Context(settings=settings, clock=utc_now)
        self._loop = asyncio.new_event_loop()
        self._open: AsyncExitStack | None = None

    def run(self, name: Task, function: TaskFunction, ids: list[str]) -> None:
        """Run one task to its end in this process's loop; in one that holds the model, searches are answered beside."""
        self._loop.run_until_complete(self._run(name, function, ids))

    async def _run(self, name: Task, function: TaskFunction, ids: list[str]) -> None:
        if self._open is None:
            stack = AsyncExitStack()
            await stack.enter_async_context(open_database(self.context.settings, DOCUMENTS))
            self._open = stack
        async with self._beside(name):
            await function(ids, self.context)

    def _beside(self, name: Task) -> AbstractAsyncContextManager[None]:
        if name not in WITH_MODEL or name == Task.search_meaning:
            return nullcontext()
        work = self.context.settings.work
        return attending.attended(clock=self.context.clock, work=work, read=inference.analyse)

    def close(self) -> None:
        """Let the database go."""
        if self._open is not None:
            self._loop.run_until_complete(self._open.aclose())
        self._loop.close()


_process: Process | None = None


@worker_process_init.connect
def _start(**_: Any) -> None:
    global _process
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it notes whole addresses, and those of webhooks hold keys
    inference.configure(settings)
    open_vault(settings)
    _process = Process(settings)


@worker_process_shutdown.connect
def _stop(**_: Any) -> None:
    if _process is not None:
        _process.close()


def _register(name: Task, function: TaskFunction) -> None:
    @celery.task(name=name.value)
    def run(ids: list[str]) -> None:
        if _process is None:
            raise RuntimeError("the worker process was not initialised")
        _process.run(name, function, ids)


for _name, _function in TASKS.items():
    _register(_name, _function)
