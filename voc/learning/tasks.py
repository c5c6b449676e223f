"""Tasks that learn from people."""

import asyncio
from collections.abc import Sequence

from voc import inference
from voc.learning import finding, fitting, rereading
from voc.queue import Context, Task, task


@task(Task.learn)
async def learn(ids: Sequence[str], context: Context) -> None:
    """Fit the heads of the workspaces whose chores are `ids`."""
    await asyncio.to_thread(inference.load)
    for id_ in ids:
        await fitting.run(id_, now=context.clock(), work=context.settings.work)


@task(Task.find_alike)
async def find_alike(ids: Sequence[str], context: Context) -> None:
    """Find look-alikes, or carry out what was decided of them."""
    await asyncio.to_thread(inference.load)
    await finding.run(ids, now=context.clock(), work=context.settings.work)


@task(Task.reread)
async def reread(ids: Sequence[str], context: Context) -> None:
    """Read more of the history of the workspaces whose chores are `ids`."""
    await asyncio.to_thread(inference.load)
    for id_ in ids:
        await rereading.run(id_, now=context.clock(), work=context.settings.work)
