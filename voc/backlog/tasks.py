"""The task that ranks."""

from collections.abc import Sequence

from voc.backlog import service
from voc.queue import Context, Task, task


@task(Task.rank)
async def rank(ids: Sequence[str], context: Context) -> None:
    """Rank the backlogs of the workspaces whose chores are `ids`."""
    for id_ in ids:
        await service.run(id_, now=context.clock(), work=context.settings.work)
