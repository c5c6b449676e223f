"""The tasks that rank, tell webhooks what people decided, and customers what became of their feedback."""

from collections.abc import Sequence

from voc.backlog import service
from voc.backlog.telling import service as telling
from voc.backlog.workflow import announcing
from voc.queue import Context, Task, task


@task(Task.rank)
async def rank(ids: Sequence[str], context: Context) -> None:
    """Rank the backlogs of the workspaces whose chores are `ids`."""
    for id_ in ids:
        await service.run(id_, now=context.clock(), work=context.settings.work)


@task(Task.announce_items)
async def announce_items(ids: Sequence[str], context: Context) -> None:
    """Tell webhooks what people decided about items, over all workspaces; `ids` are not used."""
    await announcing.announce_changes(now=context.clock())


@task(Task.tell_askers)
async def tell_askers(ids: Sequence[str], context: Context) -> None:
    """Queue the confirmed word about the items `ids` for everybody who raised them."""
    await telling.run(ids, now=context.clock(), work=context.settings.work)
