"""Tasks that read and group feedback."""

import asyncio
from collections.abc import Sequence

from voc import inference
from voc.queue import Context, Task, task
from voc.themes import analysis, discovery, rearranging
from voc.themes.sharded import shards


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
        settings = context.settings
        await discovery.run(id_, now=context.clock(), work=settings.work, naming=settings.naming)


@task(Task.shard)
async def shard(ids: Sequence[str], context: Context) -> None:
    """Do what is due of the shards `ids`."""
    for id_ in ids:
        await shards.run(id_, now=context.clock(), work=context.settings.work)


@task(Task.rearrange)
async def rearrange(ids: Sequence[str], context: Context) -> None:
    """Carry out the edits `ids`."""
    for id_ in ids:
        await rearranging.run(id_, now=context.clock(), work=context.settings.work)
