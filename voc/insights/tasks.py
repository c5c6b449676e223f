"""The task that counts."""

from collections.abc import Sequence

from voc.insights import service
from voc.queue import Context, Task, task


@task(Task.count)
async def count(ids: Sequence[str], context: Context) -> None:
    """Count what changed, over all workspaces, until nothing is left to mark; `ids` are not used."""
    while (await service.settle(now=context.clock())).marked_rows:
        pass
