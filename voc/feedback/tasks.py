"""Tasks that keep the index of words."""

from collections.abc import Sequence

from voc.feedback.words import indexing, upkeep
from voc.queue import Context, Task, task

ROUNDS = 20
"""Then other work has its turn; the dispatcher wakes us again for the rest."""


@task(Task.index_words)
async def index_words(ids: Sequence[str], context: Context) -> None:
    """Index what came in, over all workspaces, as far as some rounds go; `ids` are not used."""
    for _ in range(ROUNDS):
        if not await indexing.settle(now=context.clock()):
            return


@task(Task.index_earlier_words)
async def index_earlier_words(ids: Sequence[str], context: Context) -> None:
    """Index what the workspaces whose chores are `ids` had stored before there was an index."""
    for id_ in ids:
        await indexing.catch_up(id_, now=context.clock(), work=context.settings.work)


@task(Task.tidy_words)
async def tidy_words(ids: Sequence[str], context: Context) -> None:
    """Tidy the index of the workspaces whose chores are `ids`."""
    for id_ in ids:
        await upkeep.run(id_, now=context.clock(), work=context.settings.work)
