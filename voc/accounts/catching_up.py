"""What is done once, in every workspace, for records that an older release stored."""

from collections.abc import Sequence
from datetime import datetime

from voc import outbox
from voc.accounts import queries
from voc.outbox import Chore, State
from voc.queue import Task


async def begin(tasks: Sequence[Task], *, now: datetime) -> None:
    """Request each task for each workspace that never had it, whether anybody looks there or not."""
    condition = {"task": {"$in": [task.value for task in tasks]}}
    rows = await Chore.get_pymongo_collection().find(condition).to_list()
    begun = {(row["workspace"], row["task"]) for row in rows if row["state"] != State.parked}
    for workspace in await queries.workspaces():
        for task in tasks:
            if (workspace.id, task.value) not in begun:
                await outbox.request(workspace.id, task, at=now)
