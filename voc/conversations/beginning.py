"""What is done once for conversations that an older release stored."""

from datetime import datetime

from voc import outbox
from voc.accounts import queries as accounts
from voc.outbox import Chore, State
from voc.queue import Task


async def begin(*, now: datetime) -> None:
    """Have what lies in clear sealed in every workspace where that was not done yet, whether anybody looks or not."""
    rows = await Chore.get_pymongo_collection().find({"task": Task.seal_messages.value}).to_list()
    begun = {row["workspace"] for row in rows if row["state"] != State.parked}
    for workspace in await accounts.workspaces():
        if workspace.id not in begun:
            await outbox.request(workspace.id, Task.seal_messages, at=now)
