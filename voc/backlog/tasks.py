"""The tasks that rank, tell webhooks and customers what people decided, and judge what was shipped."""

from collections.abc import Sequence

from voc.backlog import service
from voc.backlog.shipping import registering
from voc.backlog.shipping import service as shipping
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
    """Tell webhooks and colleagues what people decided about items, over all workspaces; `ids` are not used."""
    await announcing.announce_changes(settings=context.settings, now=context.clock())


@task(Task.tell_askers)
async def tell_askers(ids: Sequence[str], context: Context) -> None:
    """Queue the confirmed word about the items `ids` for everybody who raised them."""
    await telling.run(ids, now=context.clock(), work=context.settings.work)


@task(Task.register_shipped)
async def register_shipped(ids: Sequence[str], context: Context) -> None:
    """Write down how what was shipped will be judged, over all workspaces; `ids` are not used."""
    await registering.register_all(now=context.clock())


@task(Task.judge_shipped)
async def judge_shipped(ids: Sequence[str], context: Context) -> None:
    """Do what comes next for the verdicts `ids`."""
    await shipping.run(ids, now=context.clock(), work=context.settings.work)
