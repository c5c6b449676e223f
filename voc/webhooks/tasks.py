"""What workers do for webhooks."""

import random
from collections.abc import Sequence

from voc.queue import Context, Task, task
from voc.webhooks import sending, tidying


@task(Task.send_webhooks)
async def send(ids: Sequence[str], context: Context) -> None:
    """Send the deliveries `ids`."""
    await sending.send(ids, settings=context.settings, clock=context.clock, chance=random.random)


@task(Task.tidy_webhooks)
async def tidy(ids: Sequence[str], context: Context) -> None:
    """Forget what was sent long ago by the workspaces whose chores are `ids`."""
    for id_ in ids:
        await tidying.run(id_, now=context.clock(), work=context.settings.work)
