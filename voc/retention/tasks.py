"""The task that removes what is kept no longer."""

from collections.abc import Sequence

from voc.faq import erasing as faq
from voc.insights.erasing import above
from voc.queue import Context, Task, task
from voc.retention import applying


@task(Task.apply_retention)
async def apply_retention(ids: Sequence[str], context: Context) -> None:
    """Remove what is too old in the workspaces whose chores are `ids`."""
    for id_ in ids:
        await applying.run(id_, above=faq.above(above()), now=context.clock(), work=context.settings.work)
