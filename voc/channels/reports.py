"""What providers report about deliveries: delivered, opened, bounced, refused."""

from contextlib import suppress as suppress_errors
from datetime import datetime
from typing import Any

from voc.channels import early
from voc.channels.adapters.base import Adapter
from voc.channels.documents import Delivery
from voc.channels.domain import IDENTITY_OF, Channel, Refusal, Status, StatusUpdate, follows
from voc.channels.ids import delivery_named
from voc.channels.standing import changed, suppress
from voc.clock import stamp
from voc.customers import contacts, identities, suppression
from voc.customers.domain import Claim, IdentityKind
from voc.database import durable
from voc.errors import Invalid
from voc.outbox import State

ATTEMPTS = 10
SILENCING: dict[Status, suppression.Reason] = {
    Status.bounced: "bounced",
    Status.complained: "complained",
    Status.unsubscribed: "unsubscribed",
}
"""Reports after which nothing more is sent there; a bounce only if it is for good."""


async def take(workspace: str, adapter: Adapter, update: StatusUpdate, *, now: datetime) -> None:
    """Take what a provider has signed: who refuses there counts even where the message is none of ours.

    Only for what is signed: anybody can write a mail that looks like a bounce.
    """
    found = await note(workspace, adapter.kind, update, now=now)
    kind = IDENTITY_OF.get(adapter.channel)
    if found is None and kind and update.address and _silences(update):
        with suppress_errors(Invalid):  # no address that we could ever write to
            address = contacts.normalise(IdentityKind(kind), update.address)
            await suppression.suppress(workspace, kind, address, SILENCING[update.status], now=now)


async def note(workspace: str, kind: str, update: StatusUpdate, *, now: datetime) -> str | None:
    """Take a provider's word on a delivery; returns the delivery's id, None where it is none of ours.

    Reports come late, twice and in any order: only what leads further changes anything.
    """
    row = await _find(workspace, kind, update) or await _find_anew(workspace, kind, update, now=now)
    if row is None:
        return None
    if _silences(update):
        await suppress(row, SILENCING[update.status], now=now)
    for _ in range(ATTEMPTS):
        if not follows(Status(row["status"]), update.status):
            break
        change = changed(row, update.status, update.reason, at=stamp(update.at or now))
        if row["status"] == Status.held:  # now somebody knows
            change |= {"state": State.done.value}
        unchanged = {"_id": row["_id"], "status": row["status"]}
        written = await durable(Delivery).update_one(unchanged, {"$set": change})
        if written.matched_count:
            break
        row = await Delivery.get_pymongo_collection().find_one({"_id": row["_id"]}) or row
    return str(row["_id"])


async def catch_up(workspace: str, kind: str, provider_id: str, *, now: datetime) -> None:
    """Take what was reported of a delivery before it bore its provider's id."""
    for update in await early.of(workspace, kind, provider_id):
        await note(workspace, kind, update, now=now)


async def refuse(workspace: str, channel: Channel, refusal: Refusal, *, now: datetime) -> None:
    """Take a provider's word that somebody wants no messages, or wants them again."""
    kind = IDENTITY_OF.get(channel)
    if kind is None:
        return
    try:
        address = contacts.normalise(IdentityKind(kind), refusal.address)
    except Invalid:
        return  # no address that we could ever write to
    claim = Claim(kind=IdentityKind(kind), value=address)
    customer = (await identities.owners(workspace, [claim])).get(claim)
    if refusal.lifted:
        await suppression.lift(workspace, kind, address, now=now, customer=customer)
    else:
        await suppression.suppress(workspace, kind, address, "refused", now=now, customer=customer)


def _silences(update: StatusUpdate) -> bool:
    return update.status in SILENCING and (update.permanent or update.status != Status.bounced)


async def _find_anew(workspace: str, kind: str, update: StatusUpdate, *, now: datetime) -> dict[str, Any] | None:
    """Look again for what bears its provider's id a moment later; what it may not bear yet is kept for it.

    Looked for after asking who is being sent, and after keeping: whatever the sender does in between, one of us finds
    the other's word. Where nothing is being sent, the report is about somebody else's message.
    """
    if update.provider_id is None or update.delivery:
        return None
    sending = {"workspace": workspace, "status": Status.sending.value, "adapter": kind}
    is_sending = await Delivery.get_pymongo_collection().find_one(sending, {"_id": 1})
    row = await _find(workspace, kind, update)
    if row is None and is_sending:
        await early.keep(workspace, kind, update, now=now)
        row = await _find(workspace, kind, update)
    return row


async def _find(workspace: str, kind: str, update: StatusUpdate) -> dict[str, Any] | None:
    deliveries = Delivery.get_pymongo_collection()
    id_ = update.delivery or delivery_named([update.message_id or ""])
    if id_:
        return await deliveries.find_one({"_id": id_, "workspace": workspace})
    if update.provider_id:
        return await deliveries.find_one({"workspace": workspace, "provider_id": update.provider_id, "adapter": kind})
    return None
