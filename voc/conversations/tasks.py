"""What workers do for conversations."""

from collections.abc import Sequence

from voc.conversations import earlier, service
from voc.queue import Context, Task, task


@task(Task.take_message)
async def take(ids: Sequence[str], context: Context) -> None:
    """Understand and answer the messages `ids`."""
    await service.take(ids, settings=context.settings, clock=context.clock)


@task(Task.remind_conversation)
async def remind(ids: Sequence[str], context: Context) -> None:
    """Remind, or end, what waits in the conversations `ids`."""
    await service.look_after(ids, settings=context.settings, clock=context.clock)


@task(Task.seal_messages)
async def seal_messages(ids: Sequence[str], context: Context) -> None:
    """Seal what the workspaces whose chores are `ids` kept in clear."""
    for id_ in ids:
        await earlier.seal(id_, now=context.clock(), work=context.settings.work)
