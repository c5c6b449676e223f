"""Keep what a member wants, and queue what they are sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voc.channels import service as channels
from voc.channels.domain import Channel, Purpose
from voc.channels.outgoing import Draft, Origin, queue
from voc.clock import stamp
from voc.customers import contacts
from voc.customers.domain import IdentityKind
from voc.database import durable
from voc.errors import Invalid
from voc.invitations import queries as invitations
from voc.outbox import State
from voc.settings import Settings
from voc.subscriptions import queries
from voc.subscriptions.documents import Subscription
from voc.subscriptions.domain import Kind, Turn, Wishes, next_turn
from voc.subscriptions.queries import Reader
from voc.values import Value


class Wanted(Value):
    """One mail to one member."""

    reader: Reader
    step: str
    """What it tells: the same is sent to somebody once."""
    at: datetime
    """When its turn comes."""


async def subscribe(workspace: str, member: str, wishes: Wishes, *, now: datetime) -> None:
    """Keep what a member wants from now on."""
    before = await queries.subscription(workspace, member)
    zone = wishes.zone or (await invitations.rules(workspace)).zone
    turn = next_turn(wishes.weekday, wishes.hour, zone, after=now) if wishes.digest else None
    wanted_alerts = before["alerts_since"] if before else None
    since = (wanted_alerts if wanted_alerts is not None else stamp(now)) if wishes.alert else None
    idle = {"next_dispatch_at": stamp(now), "turn_at": None, "week": None}
    fields = (turn_fields(turn) | {"next_dispatch_at": stamp(turn.at)}) if turn else idle
    fields |= {
        "workspace": workspace,
        "wishes": wishes.model_dump(),
        "alerts_since": since,
        "state": (State.pending if turn else State.done).value,
        **dict.fromkeys(("lease_until", "owner", "last_error")),
        "attempts": 0,
    }
    change = {"$set": fields, "$inc": {"revision": 1}}
    await durable(Subscription).update_one({"_id": member}, change, upsert=True)


async def switch(workspace: str, member: str, kind: Kind, *, on: bool, now: datetime) -> None:
    """Want mails of one kind, or no longer; all else stays."""
    wishes = queries.wishes_of(await queries.subscription(workspace, member))
    await subscribe(workspace, member, wishes.model_copy(update={kind.value: on}), now=now)


def turn_fields(turn: Turn) -> dict[str, Any]:
    """What is stored of a turn."""
    return {"turn_at": stamp(turn.at), "week": turn.week.toordinal()}


async def can_send(workspace: str, settings: Settings) -> bool:
    """Whether a provider of e-mail is connected; the built-in outbox reaches nobody."""
    return (await channels.sender_for(workspace, Channel.email, settings)).sends


async def send(workspace: str, kind: Kind, mails: Sequence[Wanted], *, settings: Settings, now: datetime) -> int:
    """Queue these, each once, however often this is called; none where nothing could send them.

    Returns:
        How many are in the queue now or were before.
    """
    wanted = [(each, address) for each in mails if each.reader.wishes.wants(kind) and (address := address_of(each))]
    if not wanted or not await can_send(workspace, settings):
        return 0
    drafts = [
        Draft(
            origin=Origin(kind=kind.value, id=mail.reader.id, step=mail.step),
            channel=Channel.email,
            address=address,
            purpose=Purpose.colleague,
            language=mail.reader.language,
            at=mail.at,
        )
        for mail, address in wanted
    ]
    return len(await queue(workspace, drafts, now=now))


def address_of(mail: Wanted) -> str | None:
    """Where a mail goes; None: a member signs in with what is no address of e-mail."""
    return spelled(mail.reader.email)


def spelled(email: str) -> str | None:
    """A member's address as deliveries and suppressions spell it; None where it can be none."""
    try:
        return contacts.normalise(IdentityKind.email, email)
    except Invalid:
        return None
