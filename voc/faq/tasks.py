"""The tasks that group questions and check answers."""

import asyncio
from collections.abc import Sequence

from voc import inference
from voc.faq import checking, mining, rewriting
from voc.queue import Context, Task, task


@task(Task.mine_questions)
async def mine_questions(ids: Sequence[str], context: Context) -> None:
    """Group the questions of the workspaces whose chores are `ids`."""
    await asyncio.to_thread(inference.load)
    for id_ in ids:
        await mining.run(id_, now=context.clock(), work=context.settings.work)


@task(Task.check_faq)
async def check_faq(ids: Sequence[str], context: Context) -> None:
    """Hold edited answers of the workspaces whose chores are `ids` against their sources."""
    await asyncio.to_thread(inference.load)
    for id_ in ids:
        await checking.run(id_, now=context.clock(), work=context.settings.work)


@task(Task.rewrite_faq)
async def rewrite_faq(ids: Sequence[str], context: Context) -> None:
    """Have drafts rewritten of the workspaces whose chores are `ids`."""
    await asyncio.to_thread(inference.load)
    for id_ in ids:
        await rewriting.run(id_, now=context.clock(), settings=context.settings)
