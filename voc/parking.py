"""Work of every capability that failed too often and waits for a person: one list, one retry."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from beanie import Document

from voc.accounts import queries as accounts
from voc.backlog.shipping import registering as shipping
from voc.backlog.shipping.documents import Verdict
from voc.backlog.telling import service as telling
from voc.backlog.telling.documents import Telling
from voc.channels.documents import Message
from voc.clock import from_stamp
from voc.conversations import service as conversations
from voc.conversations.documents import Conversation
from voc.feedback.surroundings import Parked
from voc.invitations import service as invitations
from voc.invitations.documents import Campaign, Invitation
from voc.outbox import State
from voc.redaction import redacted
from voc.responses import queries as response_queries
from voc.responses import service as responses
from voc.signals import service as signals
from voc.signals.documents import Signal
from voc.subscriptions import queries as subscription_queries
from voc.subscriptions import service as subscriptions
from voc.trackers import marking as trackers
from voc.trackers.documents import TrackerLink

Row = dict[str, Any]
LIMIT = 200
"""Most of one sort that a page lists."""
SHOWN: dict[type[Document], Callable[[Row], str]] = {
    Message: lambda row: redacted(row["text"]).text,  # an earlier one may still be in clear
    Verdict: lambda row: row["item"],
    Conversation: lambda row: row["_id"],
    Campaign: lambda row: row["name"],
    Invitation: lambda row: row["_id"],
    Signal: lambda row: row["name"],
    Telling: lambda row: next(iter(row["words"].values()))["text"],
    TrackerLink: lambda row: row["issue_title"] or row["item"],
}
"""What tells a colleague which one it is. Deliveries are not here: the outbox asks about each."""
RETRY = (responses, conversations, invitations, signals, telling, shipping, trackers, subscriptions)


async def parked(workspace: str) -> list[Parked]:
    """Everything besides feedback that waits for a person."""
    found = [
        Parked(id=row.id, text=row.text, attempts=row.attempts, last_error=row.last_error, parked_at=row.received_at)
        for row in await response_queries.parked(workspace)
    ]
    reports = await subscription_queries.parked(workspace)
    names = await accounts.names(workspace, [row["_id"] for row in reports])
    found += [_shown(row, names.get(row["_id"], "")) for row in reports]
    for model, text in SHOWN.items():
        condition = {"workspace": workspace, "state": State.parked.value}
        rows = await model.get_pymongo_collection().find(condition).limit(LIMIT).to_list()
        found += [_shown(row, text(row)) for row in rows]
    return found


async def retry(workspace: str, now: datetime) -> int:
    """Set all of that going again; returns how many there were."""
    return sum([await each.retry_parked(workspace, now=now) for each in RETRY])


def _shown(row: Row, text: str) -> Parked:
    return Parked(
        id=row["_id"],
        text=text,
        attempts=row["attempts"],
        last_error=redacted(row["last_error"]).text if row["last_error"] else None,
        parked_at=from_stamp(row["next_dispatch_at"]),
    )
