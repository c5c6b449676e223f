"""The task that counts responses."""

from collections.abc import Sequence

from voc.queue import Context, Task, task
from voc.results import counters

ROUNDS = 20
"""Then other work has its turn; the dispatcher wakes us again for the rest."""


@task(Task.count_responses)
async def count(ids: Sequence[str], context: Context) -> None:
    """Count what changed, over all workspaces, as far as some rounds go; `ids` are not used."""
    for _ in range(ROUNDS):
        if (await counters.settle(now=context.clock())).is_over():
            return
