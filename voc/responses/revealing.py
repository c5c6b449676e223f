"""Answers word for word, for whoever asks by name; that they did is on record.

The response itself says who looked last, also where nobody knows whose it is; a customer's history says every time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from voc.clock import stamp
from voc.customers import events
from voc.customers.domain import customer_id
from voc.database import durable
from voc.responses import queries
from voc.responses.documents import Response
from voc.responses.schemas import ResponseOut


@dataclass(frozen=True)
class Look:
    """Who has answers shown word for word, and when."""

    by: str
    """Member or key."""
    at: datetime


async def reveal(workspace: str, id_: str, look: Look) -> ResponseOut:
    """One response with its answers as they were given.

    Raises:
        NotFound: not in this workspace.
        Unreadable: sealed with another secret.
    """
    found = await queries.one(workspace, id_, as_given=True)
    await note(workspace, [found], look)
    return found


async def note(workspace: str, shown: Sequence[ResponseOut], look: Look) -> None:
    """Write down who had these responses shown word for word; those that hold nothing personal are nobody's secret."""
    held = [each for each in shown if each.masked]
    if not held:
        return
    looked = {"revealed": {"by": look.by, "at": stamp(look.at)}}
    mine = {"_id": {"$in": [each.id for each in held]}, "workspace": workspace}
    await durable(Response).update_many(mine, {"$set": looked})
    told = [
        (
            customer_id(workspace, each.customer["id"]),
            look.at,
            {"by": look.by, "survey": each.survey, "response": each.id},
            f"{stamp(look.at)}:{look.by}:{each.id}",
        )
        for each in held
        if each.customer
    ]
    await events.add_many(workspace, "answers_revealed", told)
