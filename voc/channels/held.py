"""Deliveries whose outcome nobody knows, or that failed too often: a person decides."""

from datetime import datetime
from typing import Any

from voc.channels import queries
from voc.channels.documents import Delivery
from voc.channels.domain import Status
from voc.channels.standing import changed
from voc.clock import stamp
from voc.database import durable
from voc.errors import VocError
from voc.outbox import State

Row = dict[str, Any]


class NotHeld(VocError):
    """It waits for nobody."""

    slug, title, status = "not-held", "Not held", 409


async def resend(workspace: str, id_: str, *, now: datetime) -> Row:
    """Send a held or failed delivery after all.

    Raises:
        NotFound: not in this workspace.
        NotHeld: it waits for nobody.
    """
    fresh = {"state": State.pending.value, "next_dispatch_at": stamp(now), "attempts": 0, "last_error": None}
    return await _decide(workspace, id_, (Status.held, Status.failed), Status.queued, fresh, now=now)


async def settle(workspace: str, id_: str, *, now: datetime) -> Row:
    """Take a held delivery for sent.

    Raises:
        NotFound: not in this workspace.
        NotHeld: it waits for nobody.
    """
    done = {"state": State.done.value, "sent_at": stamp(now), "last_error": None}
    return await _decide(workspace, id_, (Status.held,), Status.sent, done, now=now)


async def _decide(
    workspace: str, id_: str, from_: tuple[Status, ...], to: Status, fields: Row, *, now: datetime
) -> Row:
    row = await queries.delivery(workspace, id_)
    change = fields | {"owner": None, "lease_until": None} | changed(row, to, "a colleague decided", at=stamp(now))
    waiting = {"_id": id_, "workspace": workspace, "status": {"$in": [each.value for each in from_]}, "owner": None}
    written = await durable(Delivery).update_one(waiting, {"$set": change, "$inc": {"revision": 1}})
    if not written.matched_count:
        raise NotHeld(f"This delivery is {row['status']}; there is nothing to decide.", delivery=id_)
    return await queries.delivery(workspace, id_)
