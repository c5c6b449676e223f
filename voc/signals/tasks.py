"""The task that follows signals."""

from collections.abc import Sequence

from voc.queue import Context, Task, task
from voc.signals import taking


@task(Task.take_signal)
async def take(ids: Sequence[str], context: Context) -> None:
    """Do what follows from the signals `ids`."""
    await taking.take(ids, now=context.clock(), work=context.settings.work)
