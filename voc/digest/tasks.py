"""The tasks that send the reports of weeks."""

from collections.abc import Sequence

from voc.digest import announcing, sending
from voc.queue import Context, Task, task


@task(Task.send_digests)
async def send_digests(ids: Sequence[str], context: Context) -> None:
    """Queue the reports of the members whose subscriptions are `ids`."""
    await sending.run(ids, settings=context.settings, now=context.clock())


@task(Task.report_week)
async def report_week(ids: Sequence[str], context: Context) -> None:
    """Tell webhooks of the last week of the workspaces whose chores are `ids`."""
    for id_ in ids:
        await announcing.run(id_, now=context.clock(), work=context.settings.work)
