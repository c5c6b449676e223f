"""The task that searches by meaning."""

import asyncio
from collections.abc import Sequence

from voc import inference
from voc.queue import Context, Task, task
from voc.searching import finding


@task(Task.search_meaning)
async def search_meaning(ids: Sequence[str], context: Context) -> None:
    """Answer the searches `ids`."""
    await asyncio.to_thread(inference.load)
    await finding.run(ids, now=context.clock(), work=context.settings.work, read=inference.analyse)
