"""What is put into the queue of deliveries, and how a queued one reads."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from pymongo.errors import BulkWriteError

from voc import vault
from voc.channels import contents
from voc.channels.documents import Delivery
from voc.channels.domain import IDENTITY_OF, Channel, Choice, Outbound, Purpose, Status
from voc.channels.ids import delivery_id
from voc.clock import stamp
from voc.customers.contacts import mask
from voc.customers.domain import IdentityKind
from voc.database import DUPLICATE_KEY, flush
from voc.outbox import State
from voc.values import Value

Row = dict[str, Any]
INSERT_LIMIT = 500
OriginKind = Literal[
    "invitation", "reminder", "conversation", "reply", "notice", "reconfirmation", "outcome", "test", "digest", "alert",
    "mention", "account",
]  # fmt: skip
REWRITTEN = ("invitation", "reminder", "reconfirmation", "outcome", "digest", "alert", "mention", "account")
"""The gate writes these anew whenever they are sent; what is kept of them is for people to read."""


class Origin(Value):
    """What a delivery is part of; the same origin is sent once."""

    kind: OriginKind
    id: str
    step: str


class Content(Value):
    """What the reader sees."""

    text: str
    subject: str | None = None
    html: str | None = None
    headers: dict[str, str] = {}
    choices: tuple[Choice, ...] = ()
    sender: str | None = None
    reply_to: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()


class Draft(Value):
    """Something to send."""

    origin: Origin
    channel: Channel
    address: str
    """In clear, as `contacts.normalise` spells it."""
    purpose: Purpose
    language: str = "en"
    customer: str | None = None
    content: Content | None = None
    """None: the gate makes it when its turn comes."""
    at: datetime | None = None
    """When its turn comes; now, if absent."""
    adapter: str | None = None
    """Kind of the adapter that a test concerns; None: whichever sends on the channel."""


async def queue(workspace: str, drafts: Sequence[Draft], *, now: datetime) -> list[str]:
    """Have these sent, each once: a draft of the same origin as an earlier one changes nothing.

    Returns:
        Ids of the deliveries, in order; they are on disk.
    """
    rows = [_row(workspace, draft, now=now) for draft in drafts]
    unique = list({row["_id"]: row for row in rows}.values())
    for start in range(0, len(unique), INSERT_LIMIT):
        try:
            await Delivery.get_pymongo_collection().insert_many(unique[start : start + INSERT_LIMIT], ordered=False)
        except BulkWriteError as error:
            if any(each["code"] != DUPLICATE_KEY for each in error.details["writeErrors"]):
                raise
    await flush(Delivery)
    return [row["_id"] for row in rows]


def outbound(row: Mapping[str, Any], content: Content) -> Outbound:
    """A queued delivery as its adapter takes it."""
    return Outbound(
        id=row["_id"],
        to=vault.unseal(row["workspace"], row["sealed"]),
        language=row["language"],
        purpose=Purpose(row["purpose"]),
        **{name: getattr(content, name) for name in Content.model_fields},
    )


def blind_address(workspace: str, channel: Channel, address: str) -> str:
    """What stands for an address on a channel in indexes."""
    return vault.blind(workspace, f"address:{channel.value}", address)


def masked(channel: Channel, address: str) -> str:
    """An address as everybody may see it."""
    kind = IDENTITY_OF.get(channel)
    return mask(IdentityKind(kind), address) if kind else "•••"


def _row(workspace: str, draft: Draft, *, now: datetime) -> Row:
    id_ = delivery_id(workspace, draft.origin.kind, draft.origin.id, draft.origin.step)
    return {
        "_id": id_,
        "workspace": workspace,
        "channel": draft.channel.value,
        "adapter": draft.adapter,
        "customer": draft.customer,
        "sealed": vault.seal(workspace, draft.address),
        "blind": blind_address(workspace, draft.channel, draft.address),
        "masked": masked(draft.channel, draft.address),
        "origin": draft.origin.model_dump(),
        "origin_id": draft.origin.id,
        "purpose": draft.purpose.value,
        "language": draft.language,
        "content": contents.kept(workspace, draft.content.model_dump(mode="json")) if draft.content else None,
        "status": Status.queued.value,
        "history": [{"status": Status.queued.value, "at": stamp(now), "reason": None}],
        "provider_id": None,
        "queued_at": stamp(now),
        "sent_at": None,
        "uncounted": True,
        "state": State.pending.value,
        "next_dispatch_at": stamp(draft.at or now),
        "lease_until": None,
        "owner": None,
        "attempts": 0,
        "last_error": None,
        "revision": 0,
    }
