"""The tasks that count, and the one that looks at what was counted."""

from collections.abc import Sequence

from voc.insights import service
from voc.insights.alerts import watching
from voc.insights.tenures import counting as tenures
from voc.insights.tenures import summing
from voc.queue import Context, Task, task

ROUNDS = 20
"""Then other work has its turn; the dispatcher wakes us again for the rest."""


@task(Task.summarise)
async def summarise(ids: Sequence[str], context: Context) -> None:
    """Add up the buckets of the workspaces whose chores are `ids`."""
    for id_ in ids:
        await service.summarise(id_, now=context.clock(), work=context.settings.work)


@task(Task.count)
async def count(ids: Sequence[str], context: Context) -> None:
    """Count what changed, over all workspaces, as far as some rounds go; `ids` are not used."""
    for _ in range(ROUNDS):
        if (await service.settle(now=context.clock())).is_over():
            return


@task(Task.count_tenures)
async def count_tenures(ids: Sequence[str], context: Context) -> None:
    """Count how long the customers stay that changed, as far as some rounds go; `ids` are not used."""
    for _ in range(ROUNDS):
        if (await tenures.settle(now=context.clock())).is_over():
            return


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
