"""Use cases: reading the rules and setting them."""

from datetime import datetime, timedelta

from voc import outbox
from voc.clock import stamp
from voc.database import durable
from voc.errors import Invalid
from voc.queue import Task
from voc.retention.documents import Retention
from voc.retention.schemas import Rules
from voc.surveys import queries as surveys

GRACE = timedelta(days=1)
"""How long after a change nothing goes: a slip can be taken back."""


async def rules(workspace: str) -> Rules:
    """How long a workspace keeps what was said; for ever, if nobody set it."""
    row = await Retention.get_pymongo_collection().find_one({"_id": workspace})
    return Rules(days=row["days"], surveys=row["surveys"]) if row else Rules()


async def set_rules(workspace: str, wanted: Rules, *, now: datetime) -> Rules:
    """Keep rules; what they mean to go stays for `GRACE`.

    Raises:
        Invalid: they name a survey that is not there.
    """
    if unknown := set(wanted.surveys) - {each.id for each in await surveys.of_workspace(workspace)}:
        wrong = [{"pointer": f"/surveys/{each[:60]}", "message": "is no survey of this workspace"} for each in unknown]
        raise Invalid("There is no such survey.", errors=wrong)
    fields = wanted.model_dump() | {"workspace": workspace, "changed_at": stamp(now)}
    fresh = {"buckets": [], "answered": []}
    await durable(Retention).update_one({"_id": workspace}, {"$set": fields, "$setOnInsert": fresh}, upsert=True)
    if wanted.days or wanted.surveys:
        await outbox.request(workspace, Task.apply_retention, at=now + GRACE)
    return wanted
