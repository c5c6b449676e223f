"""What workers do for channels."""

from collections.abc import Sequence

from voc.channels import tidying
from voc.channels.incoming import mailbox
from voc.queue import Context, Task, task


@task(Task.tidy_channels)
async def tidy(ids: Sequence[str], context: Context) -> None:
    """Forget what providers sent long ago to the workspaces whose chores are `ids`."""
    for id_ in ids:
        await tidying.run(id_, now=context.clock(), work=context.settings.work)


@task(Task.poll_mailbox)
async def poll_mailbox(ids: Sequence[str], context: Context) -> None:
    """Look into the feedback mailboxes of the workspaces whose chores are `ids`."""
    for id_ in ids:
        await mailbox.run(id_, clock=context.clock, work=context.settings.work)
