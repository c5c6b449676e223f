"""What workers do for trackers."""

import random
from collections.abc import Sequence

from voc.queue import Context, Task, task
from voc.trackers import following, syncing


@task(Task.sync_issues)
async def sync(ids: Sequence[str], context: Context) -> None:
    """Bring the items and issues of the links `ids` together."""
    await syncing.sync(ids, settings=context.settings, clock=context.clock, chance=random.random)


@task(Task.follow_items)
async def follow(ids: Sequence[str], context: Context) -> None:
    """Find the links of items that people moved; `ids` are none."""
    await following.follow(now=context.clock())
