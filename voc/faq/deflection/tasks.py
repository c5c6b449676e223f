"""The task that counts who asks again."""

from collections.abc import Sequence

from voc.faq.deflection import measuring
from voc.queue import Context, Task, task


@task(Task.measure_deflection)
async def measure_deflection(ids: Sequence[str], context: Context) -> None:
    """Count for the workspaces whose chores are `ids`."""
    for id_ in ids:
        await measuring.run(id_, now=context.clock(), work=context.settings.work)
