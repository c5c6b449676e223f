"""The tasks that count, and the one that looks at what was counted."""

import time
from collections.abc import Awaitable, Callable, Sequence

from voc.insights import service
from voc.insights.alerts import watching
from voc.insights.tenures import counting as tenures
from voc.insights.tenures import summing
from voc.queue import Context, Task, task

RUN_SECONDS = 10.0
"""Then other work has its turn; the dispatcher wakes us again for the rest."""


@task(Task.summarise)
async def summarise(ids: Sequence[str], context: Context) -> None:
    """Add up the buckets of the workspaces whose chores are `ids`."""
    for id_ in ids:
        await service.summarise(id_, now=context.clock(), work=context.settings.work)


@task(Task.count)
async def count(ids: Sequence[str], context: Context) -> None:
    """Count what changed, over all workspaces, for some seconds; `ids` are not used."""
    await _for_some_seconds(lambda: service.settle(now=context.clock()))


@task(Task.count_tenures)
async def count_tenures(ids: Sequence[str], context: Context) -> None:
    """Count how long the customers stay that changed, for some seconds; `ids` are not used."""
    await _for_some_seconds(lambda: tenures.settle(now=context.clock()))


@task(Task.sum_tenures)
async def sum_tenures(ids: Sequence[str], context: Context) -> None:
    """Add up how long customers stay in the workspaces whose chores are `ids`."""
    for id_ in ids:
        await summing.add_up(id_, now=context.clock(), work=context.settings.work)


@task(Task.watch)
async def watch(ids: Sequence[str], context: Context) -> None:
    """Look what rises in the workspaces whose chores are `ids`."""
    for id_ in ids:
        await watching.run(id_, now=context.clock(), settings=context.settings)


async def _for_some_seconds(settle: Callable[[], Awaitable[service.Round | tenures.Round]]) -> None:
    """Round after round until nothing is left or `RUN_SECONDS` are over, whichever comes first."""
    until = time.monotonic() + RUN_SECONDS
    while not (await settle()).is_over() and time.monotonic() < until:
        pass
