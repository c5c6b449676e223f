"""Tasks that read and group feedback."""

import asyncio
from collections.abc import Sequence

from voc import inference
from voc.queue import Context, Task, task
from voc.themes import analysis, discovery


@task(Task.analyse)
async def analyse(ids: Sequence[str], context: Context) -> None:
    """Read the feedback `ids` with the model.

    The model is loaded before anything is leased: one that cannot be loaded is not the texts' fault and
    must not park them.
    """
    await asyncio.to_thread(inference.load)
    await analysis.analyse(ids, now=context.clock(), work=context.settings.work)


@task(Task.discover)
async def discover(ids: Sequence[str], context: Context) -> None:
    """Find the themes of the workspaces whose chores are `ids`."""
    for id_ in ids:
        await discovery.run(id_, now=context.clock(), work=context.settings.work)
