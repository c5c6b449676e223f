"""The tasks of invitations; the one that sends every message is here, for the last look is."""

from collections.abc import Sequence
from functools import partial

from voc.channels import delivery
from voc.invitations import counting, expanding, following, reconfirming
from voc.invitations.gate import gate
from voc.queue import Context, Task, task

ROUNDS = 20
"""Then other work has its turn; the dispatcher wakes us again for the rest."""


@task(Task.run_campaign)
async def run_campaign(ids: Sequence[str], context: Context) -> None:
    """Find the people of the campaigns `ids`."""
    await expanding.run(ids, now=context.clock(), work=context.settings.work)


@task(Task.follow_invitation)
async def follow_invitation(ids: Sequence[str], context: Context) -> None:
    """Do what comes next for the invitations `ids`."""
    await following.follow(ids, now=context.clock(), work=context.settings.work)


@task(Task.deliver)
async def deliver(ids: Sequence[str], context: Context) -> None:
    """Send the deliveries `ids`, whatever they are part of."""
    look = partial(gate, public_url=context.settings.public_url)
    await delivery.deliver(ids, gate=look, settings=context.settings, clock=context.clock)


@task(Task.count_invitations)
async def count(ids: Sequence[str], context: Context) -> None:
    """Count what changed, over all workspaces, as far as some rounds go; `ids` are not used."""
    for _ in range(ROUNDS):
        if (await counting.settle(now=context.clock())).is_over():
            return


@task(Task.reconfirm_consents)
async def reconfirm(ids: Sequence[str], context: Context) -> None:
    """Tell people of their consent that has stood for long, in the workspaces whose chores are `ids`."""
    for id_ in ids:
        await reconfirming.run(id_, now=context.clock(), work=context.settings.work)
