"""The task that turns answers into feedback."""

from collections.abc import Sequence

from voc.queue import Context, Task, task
from voc.responses import earlier, listening, tidying


@task(Task.listen)
async def listen(ids: Sequence[str], context: Context) -> None:
    """Make feedback of the verbatims in the responses `ids`."""
    await listening.listen(ids, now=context.clock(), work=context.settings.work)


@task(Task.tidy_uploads)
async def tidy_uploads(ids: Sequence[str], context: Context) -> None:
    """Remove files that no response named, in the workspaces whose chores are `ids`."""
    for id_ in ids:
        await tidying.tidy(id_, now=context.clock(), work=context.settings.work)


@task(Task.seal_answers)
async def seal_answers(ids: Sequence[str], context: Context) -> None:
    """Seal answers that were stored in clear, in the workspaces whose chores are `ids`."""
    for id_ in ids:
        await earlier.seal(id_, now=context.clock(), work=context.settings.work)
