"""Keep what a member wants, and queue what they are sent."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from voc import outbox
from voc.channels import service as channels
from voc.channels.domain import Channel, Purpose
from voc.channels.outgoing import Draft, Origin, queue
from voc.clock import from_stamp, stamp
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
from voc.subscriptions.queries import Reader, Row
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
    await _keep(workspace, member, lambda _: wishes, now=now)


async def switch(workspace: str, member: str, kind: Kind, *, on: bool, now: datetime) -> None:
    """Want mails of one kind, or no longer; all else stays."""
    await _keep(workspace, member, lambda wishes: wishes.model_copy(update={kind.value: on}), now=now)


async def _keep(workspace: str, member: str, change: Callable[[Wishes], Wishes], *, now: datetime) -> None:
    """Change what a member wants, from what is stored at that very moment: two links of mails may be used at once."""
    workspace_zone = (await invitations.rules(workspace)).zone
    while True:
        row = await queries.subscription(workspace, member)
        before = queries.wishes_of(row)
        wishes = change(before)
        turn = next_turn(wishes.weekday, wishes.hour, wishes.zone or workspace_zone, after=now)
        due = _due(row, now) if wishes.report == before.report else None
        fields = {"wishes": wishes.model_dump(), "alerts_since": _alerts_since(row, wishes, now)}
        if await _written(row, member, fields | _work(row, due or turn if wishes.digest else None, now), workspace):
            return


def _due(row: Row | None, now: datetime) -> Turn | None:
    """A turn that has come and whose report is not queued yet."""
    if row is None or row["turn_at"] is None or row["turn_at"] > stamp(now):
        return None
    return Turn(at=from_stamp(row["turn_at"]), week=date.fromordinal(row["week"]))


def _alerts_since(row: Row | None, wishes: Wishes, now: datetime) -> int | None:
    if not wishes.alert:
        return None
    since = row["alerts_since"] if row else None
    return since if since is not None else stamp(now)


def _work(row: Row | None, turn: Turn | None, now: datetime) -> dict[str, Any]:
    """What changes of the record's own work; nothing while it waits for this turn, or a worker is at it."""
    told = turn_fields(turn) if turn else {"turn_at": None, "week": None}
    state = State.pending if turn else State.done
    if row and row["state"] == state and all(row[name] == value for name, value in told.items()):
        return {}
    return told | {
        "state": state.value,
        "next_dispatch_at": stamp(turn.at if turn else now),
        **dict.fromkeys(("lease_until", "owner", "last_error")),
        "attempts": 0,
    }


async def _written(row: Row | None, member: str, fields: dict[str, Any], workspace: str) -> bool:
    """Write where nothing was written since `row` was read; returns whether."""
    if row is not None:
        change = {"$set": fields, "$inc": {"revision": 1}}
        unchanged = {"_id": member, "revision": row["revision"]}
        return bool((await durable(Subscription).update_one(unchanged, change)).matched_count)
    made = Subscription.model_validate({"id": member, "workspace": workspace} | fields)
    try:
        await durable(Subscription).insert_one(made.model_dump(by_alias=True))
    except DuplicateKeyError:
        return False
    return True


async def retry(workspace: str, member: str, *, now: datetime) -> bool:
    """Set a member's report going again that failed too often; whether it had."""
    return bool(await outbox.retry(Subscription, workspace, [member], now=now))


async def retry_parked(workspace: str, *, now: datetime) -> int:
    """Set going again what failed too often; returns how many there were."""
    rows = await queries.parked(workspace)
    return await outbox.retry(Subscription, workspace, [row["_id"] for row in rows], now=now)


async def forget(workspace: str, member: str) -> None:
    """They want nothing any more: they are no member."""
    await durable(Subscription).delete_one({"_id": member, "workspace": workspace})


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
