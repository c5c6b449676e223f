"""Makes invitations; each once, however often it is tried."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo.errors import BulkWriteError

from voc.clock import stamp
from voc.customers import contacts
from voc.database import DUPLICATE_KEY, flush
from voc.invitations.documents import Invitation
from voc.invitations.domain import Stage, bucket_of, invitation_id, position, token_hash
from voc.invitations.schemas import Plan
from voc.invitations.tokens import token_of
from voc.outbox import State
from voc.values import Value

INSERT_LIMIT = 500
Row = dict[str, Any]


class Guest(Value):
    """Whom to invite to what."""

    workspace: str
    campaign: str = ""
    origin: str
    """The campaign, or the key of a single invitation."""
    survey: str
    customer: str
    ref: str
    round: int = 1
    fields: dict[str, Any] = {}
    """Merge and hidden fields; contacts among them are not kept."""
    plan: Plan
    number: int = 0
    """Its number in the campaign."""


def row_of(guest: Guest, *, send_at: datetime | None, now: datetime) -> Row:
    """A new invitation as it is stored; without `send_at` it waits for its campaign's start."""
    id_ = invitation_id(guest.workspace, guest.origin, guest.customer, guest.round)
    begins = send_at or now
    stage = Stage.queued if send_at else Stage.prepared
    document = Invitation(
        id=id_,
        workspace=guest.workspace,
        campaign=guest.campaign,
        survey=guest.survey,
        customer=guest.customer,
        ref=guest.ref,
        plan=None if guest.campaign else guest.plan.model_dump(mode="json"),
        round=guest.round,
        fields=contacts.without_contacts(guest.fields),
        token_hash=token_hash(token_of(id_)),
        channel=guest.plan.channels[0].value,
        stage=stage.value,
        reached=stage.value,
        bucket=bucket_of(guest.number),
        position=position(stamp(now), id_),
        created_at=stamp(now),
        send_at=stamp(send_at) if send_at else None,
        expires_at=stamp(begins + timedelta(days=guest.plan.expires_days)),
        state=State.pending.value if send_at else State.done.value,
        next_dispatch_at=stamp(begins),
    )
    return document.model_dump(by_alias=True)


async def store(rows: Sequence[Row]) -> list[str]:
    """Keep invitations, at most 500 at once; returns the ids of those that were not there. On disk when it returns."""
    known: set[str] = set()
    if not rows:
        return []
    unique = list({row["_id"]: row for row in rows}.values())
    try:
        await Invitation.get_pymongo_collection().insert_many(unique, ordered=False)
    except BulkWriteError as error:
        failures = error.details["writeErrors"]
        if any(failure["code"] != DUPLICATE_KEY for failure in failures):
            raise
        known = {unique[failure["index"]]["_id"] for failure in failures}
    await flush(Invitation)
    return [row["_id"] for row in unique if row["_id"] not in known]
