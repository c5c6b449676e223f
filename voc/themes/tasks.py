"""Tasks that read and group feedback."""

from collections.abc import Sequence

from voc.queue import Context, Task, task
from voc.themes import analysis, discovery


@task(Task.analyse)
async def analyse(ids: Sequence[str], context: Context) -> None:
    """Read the feedback `ids` with the model."""
    await analysis.analyse(ids, now=context.clock(), work=context.settings.work)


@task(Task.discover)
async def discover(ids: Sequence[str], context: Context) -> None:
    """Find the themes of the workspaces whose chores are `ids`."""
    for id_ in ids:
        await discovery.run(id_, now=context.clock(), work=context.settings.work)
