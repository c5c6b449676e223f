"""Colleagues answer, and customers write in the chat panel."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from voc import vault
from voc.asks.domain import visitor_name
from voc.channels import outgoing, receiving
from voc.channels.domain import IDENTITY_OF, Channel, Inbound, Purpose
from voc.channels.outgoing import Content, Draft, Origin
from voc.clock import stamp
from voc.conversations import effects, framing, keeping, queries
from voc.customers import queries as customers
from voc.customers import suppression
from voc.customers.contacts import contact_in
from voc.customers.domain import IdentityKind
from voc.errors import Invalid, NotFound, VocError
from voc.values import Value, new_id

Row = dict[str, Any]
CHAT = "chat.widget"
SEEN = timedelta(minutes=2)
"""Who had the panel open so lately reads the answer there."""
TEXT_LIMIT_CHARACTERS = 10_000
CANNOT = (Channel.api, Channel.kakao)
"""Channels that a colleague cannot write on: programs take nothing, and KakaoTalk only answers at once."""
OF_KIND = {
    IdentityKind.email: Channel.email, IdentityKind.phone: Channel.sms, IdentityKind.messenger: Channel.messenger,
    IdentityKind.instagram: Channel.instagram, IdentityKind.line: Channel.line, IdentityKind.slack: Channel.slack,
}  # fmt: skip


class Unreachable(VocError):
    """There is no way to write to this customer."""

    slug, title, status = "unreachable", "No way to write to this customer", 409


class Refusing(Unreachable):
    """Every address that could be written to gets nothing; `values` has the `reason` of the first."""

    slug, title = "refusing", "They get no messages"


class Way(Value):
    """How a customer can be written to."""

    channel: Channel
    address: str
    """In clear."""
    masked: str
    proven: bool = True
    """False for a browser in the chat panel that only claims to be this customer: say nothing there that is theirs."""
    refused: suppression.Reason | None = None
    """Why nothing is sent there."""


async def ways(workspace: str, customer: str) -> list[Way]:
    """Every way to write to a customer, where they were heard last first."""
    members = await customers.members(workspace, await customers.canonical(workspace, customer))
    heard = [_heard(workspace, row) for row in await queries.of_customers(workspace, members)]
    known = [
        Way(channel=OF_KIND[IdentityKind(each.kind)], address=each.value, masked=each.masked)
        for each in await customers.addresses(workspace, customer)
        if IdentityKind(each.kind) in OF_KIND
    ]
    shown = [way.model_copy(update={"masked": outgoing.masked(way.channel, way.address)}) for way in heard]
    every = {(way.channel, way.address): way for way in reversed([*shown, *known]) if way.channel not in CANNOT}
    return await _with_refusals(workspace, list(reversed(every.values())))


async def _with_refusals(workspace: str, found: Sequence[Way]) -> list[Way]:
    why: dict[tuple[str, str], suppression.Reason] = {}
    for kind in {IDENTITY_OF[way.channel] for way in found if way.channel in IDENTITY_OF}:
        values = [way.address for way in found if IDENTITY_OF.get(way.channel) == kind]
        known = await suppression.suppressed(workspace, kind, values)
        why |= {(kind, value): each.reason for value, each in known.items()}
    return [
        way.model_copy(update={"refused": why.get((IDENTITY_OF.get(way.channel, ""), way.address))}) for way in found
    ]


def _heard(workspace: str, row: Row) -> Way:
    address = vault.unseal(workspace, row["sealed"])
    # a visitor's own record is known by the browser's name alone
    stranger = row["channel"] == Channel.chat and address.startswith(visitor_name(""))
    claimed = stranger and not (row["ref"] or "").startswith(f"{IdentityKind.visitor.value}:")
    return Way(channel=Channel(row["channel"]), address=address, masked="", proven=not claimed)


async def say(
    workspace: str,
    customer: str,
    text: str,
    *,
    by: str,
    now: datetime,
    channel: Channel | None = None,
    submission_id: str | None = None,
) -> list[str]:
    """A colleague writes to a customer: where they were heard last, or on the channel chosen; never where they refused.

    In the chat panel the customer finds it when they come back; who was not there for two minutes gets it by e-mail,
    too, if we know an address that has not refused.

    Said again under the same `submission_id` it is sent once. `by` is the member who says it.

    Returns:
        Ids of the deliveries.

    Raises:
        NotFound: no such customer.
        Invalid: nothing is said, or too much.
        Unreachable: no address on that channel, or none at all.
        Refusing: there are addresses, and all of them get nothing.
    """
    if not text.strip() or len(text) > TEXT_LIMIT_CHARACTERS:
        raise Invalid(f"Write something, at most {TEXT_LIMIT_CHARACTERS:,} characters.")
    known = await ways(workspace, customer)
    way = _open_way([each for each in known if channel in (None, each.channel)], customer)
    key = submission_id or new_id("say", now)
    drafts = [await _reply(workspace, way, text, f"{by}:{key}", customer, now=now)]
    mail = await _by_mail(workspace, way, known, now=now)
    if mail is not None:
        drafts.append(await _reply(workspace, mail, text, f"{by}:{key}:email", customer, now=now))
    return await outgoing.queue(workspace, drafts, now=now)


def _open_way(known: Sequence[Way], customer: str) -> Way:
    if not known:
        raise Unreachable("There is no address to write to. Add one to the customer first.", customer=customer)
    way = next((each for each in known if each.refused is None), None)
    if way is None:
        said = "Nothing was sent: this address gets no messages."
        raise Refusing(said, customer=customer, reason=known[0].refused)
    return way


async def read(workspace: str, customer: str, *, now: datetime) -> None:
    """A colleague has read what this customer wrote.

    Raises:
        NotFound: no such customer.
    """
    members = await customers.members(workspace, await customers.canonical(workspace, customer))
    for row in await queries.of_customers(workspace, members):
        if row["unread"]:
            await keeping.changed(workspace, row["_id"], lambda _: {"unread": 0}, now=now)


async def chat_in(
    workspace: str,
    person: str,
    text: str,
    submission_id: str,
    *,
    now: datetime,
    name: str | None = None,
    choice: str | None = None,
    customer: str | None = None,
) -> str:
    """Somebody wrote in the chat panel of a page of `workspace`; it is on disk when this returns.

    Args:
        person: their name in the ledger (`voc.asks.domain`): a customer's only where the customer is proven, so that
            nobody reads or writes for somebody else; else their browser's.
        text: what they wrote, or the label of the button that they tapped; `choice` is the button's value.
        submission_id: sent again under the same id, it is stored once.
        name: what they call themselves.
        customer: the company's own id of them, where it is not proven but the workspace believes its pages. It says
            whose history this belongs to, and lets nobody read anything.

    Returns:
        The message's id.

    Raises:
        Invalid: nothing was written, or too much.
    """
    if not text.strip() or len(text) > TEXT_LIMIT_CHARACTERS:
        raise Invalid(f"Write something, at most {TEXT_LIMIT_CHARACTERS:,} characters.")
    said = {"sender": person, "text": text, "sender_name": name, "choice": choice, "at": now}
    own = vault.seal(workspace, customer) if customer and contact_in(customer) else customer
    told = {"customer": own} if own else {}
    inbound = Inbound(event_id=f"{person}:{submission_id}", attributes=told, **said)
    id_ = await receiving.store(workspace, CHAT, Channel.chat, inbound, now=now)
    await chat_seen(workspace, [person], now=now)
    return id_


async def chat_seen(workspace: str, people: Sequence[str], *, now: datetime) -> None:
    """Somebody has the chat panel open; says nothing of who never wrote."""
    for person in people:
        id_ = queries.conversation_id(workspace, Channel.chat, person)
        row = await queries.row(workspace, id_)
        if row is not None and (row["seen_at"] or 0) < stamp(now - SEEN / 4):
            await keeping.changed(workspace, id_, lambda _: {"seen_at": stamp(now)}, now=now)


async def _reply(workspace: str, way: Way, text: str, step: str, customer: str, *, now: datetime) -> Draft:
    owner = await customers.canonical(workspace, customer)
    row = await keeping.opened(workspace, way.channel, way.address, now=now, customer=owner)

    def spoken(current: Row) -> Row:
        return {"unread": 0, "last_at": max(current["last_at"], stamp(now))}

    row = await keeping.changed(workspace, row["_id"], spoken, now=now)
    frame = framing.continues(row)
    if way.channel == Channel.email and not frame.subject:
        frame = Content(text="", subject=await effects.sender_name(workspace, None))
    return Draft(
        origin=Origin(kind="reply", id=row["_id"], step=step),
        channel=way.channel,
        address=way.address,
        purpose=Purpose.reply,
        language=row["language"] or "en",
        customer=row["customer"] or owner,
        content=frame.model_copy(update={"text": text.strip()}),
    )


async def _by_mail(workspace: str, way: Way, known: Sequence[Way], *, now: datetime) -> Way | None:
    """The e-mail address that an answer in the chat panel goes to, too."""
    if way.channel != Channel.chat:
        return None
    row = await queries.row(workspace, queries.conversation_id(workspace, Channel.chat, way.address))
    if row and (row["seen_at"] or 0) >= stamp(now - SEEN):
        return None
    return next((each for each in known if each.channel == Channel.email and each.refused is None), None)


async def customer_of(workspace: str, conversation: str) -> str:
    """Whose a conversation is.

    Raises:
        NotFound: no such conversation, or nobody's.
    """
    row = await queries.row(workspace, conversation)
    if row is None or not row["customer"]:
        raise NotFound("No such conversation.", conversation=conversation[:80])
    return str(row["customer"])
