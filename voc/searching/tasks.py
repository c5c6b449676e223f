"""The task that searches by meaning."""

import asyncio
from collections.abc import Sequence

from voc import inference
from voc.queue import Context, Task, task
from voc.searching import finding, tidying


@task(Task.search_meaning)
async def search_meaning(ids: Sequence[str], context: Context) -> None:
    """Answer the searches `ids`."""
    await asyncio.to_thread(inference.load)
    await finding.run(ids, now=context.clock(), work=context.settings.work, read=inference.analyse)


@task(Task.tidy_searches)
async def tidy_searches(ids: Sequence[str], context: Context) -> None:
    """Forget old searches of the workspaces whose chores are `ids`."""
    for id_ in ids:
        await tidying.run(id_, now=context.clock(), work=context.settings.work)
