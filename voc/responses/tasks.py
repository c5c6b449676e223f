"""The task that turns answers into feedback."""

from collections.abc import Sequence

from voc.queue import Context, Task, task
from voc.responses import listening


@task(Task.listen)
async def listen(ids: Sequence[str], context: Context) -> None:
    """Make feedback of the verbatims in the responses `ids`."""
    await listening.listen(ids, now=context.clock(), work=context.settings.work)
