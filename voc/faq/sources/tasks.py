"""What workers do for sources."""

import asyncio
from collections.abc import Sequence

from voc import inference
from voc.faq.sources import replies, working
from voc.queue import Context, Task, task


@task(Task.read_sources)
async def read(ids: Sequence[str], context: Context) -> None:
    """Read what waits at the sources `ids`; the model first, whose absence is not the files' fault."""
    await asyncio.to_thread(inference.load)
    for id_ in ids:
        await working.run(id_, embed=inference.analyse, settings=context.settings, clock=context.clock)


@task(Task.gather_replies)
async def gather(ids: Sequence[str], context: Context) -> None:
    """Look for colleagues' answers in the workspaces whose chores are `ids`."""
    for id_ in ids:
        await replies.run(id_, now=context.clock(), work=context.settings.work)
