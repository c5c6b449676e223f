"""Whether everything is indexed."""

from voc.outbox import Chore, State
from voc.queue import Task


async def is_over(workspace: str) -> bool:
    """Whether all of what was stored earlier is indexed."""
    chore = await Chore.get_pymongo_collection().find_one({"_id": f"{workspace}:{Task.index_earlier_words.value}"})
    return chore is None or chore["state"] == State.done
