"""Who wrote a message, and which conversation it belongs to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voc import vault
from voc.channels.documents import Delivery
from voc.channels.domain import IDENTITY_OF, Channel, Purpose
from voc.channels.ids import delivery_named
from voc.conversations.understanding.optout import is_opt_out
from voc.customers import contacts, identities, queries
from voc.customers.domain import Claim, IdentityKind, customer_id
from voc.customers.resolving import resolve
from voc.errors import Invalid
from voc.feedback import senders
from voc.values import Value

Row = dict[str, Any]
KOREAN_PHONE = "+82"


class Writer(Value):
    """Somebody who wrote."""

    channel: Channel
    address: str
    """Of the conversation: where we answer."""
    customer: str
    ref: str
    other: str | None = None
    """Sealed: the address that they wrote from, where it is another; or the one that they refuse to be written to."""


async def writer_of(message: Row, *, now: datetime) -> Writer | None:
    """The customer behind a message, made where there is none yet.

    None for programs that nobody knows, and for colleagues who answer a mail to members: that is no customer's word.

    An answer to something we sent belongs to the conversation that it was sent in, whatever address it comes from;
    whose it is then is decided by the address it comes from, if anybody is known by it.
    """
    workspace, channel = message["workspace"], Channel(message["channel"])
    address = vault.unseal(workspace, message["sealed"])
    claim = claim_of(channel, address)
    sent = await _answered(message)
    if sent and sent["purpose"] == Purpose.colleague:
        return None
    owner = (await identities.owners(workspace, [claim])).get(claim)
    if message["automatic"]:
        known = owner or (sent or {}).get("customer")
        return await _known(workspace, known, channel, address) if known else None
    there = vault.unseal(workspace, sent["sealed"]) if sent else address
    other = message["sealed"] if there != address else None
    if sent and sent["customer"] and owner in (None, sent["customer"]):
        found = await _known(workspace, sent["customer"], channel, there)
        if found is not None:
            return found.model_copy(update={"other": other})
    claims = [claim, *_named_in_chat(message)]
    name = await _name(message, claims, owner)
    person = await resolve(workspace, claims, now=now, source=channel.value, name=name, attributes=_attributes(message))
    # a refusal counts for where we wrote to, too, whoever else is known by the address it comes from
    refused = sent["sealed"] if sent and other and is_opt_out(words_of(message)) else None
    return Writer(channel=channel, address=address, customer=person.customer, ref=person.ref, other=refused)


def claim_of(channel: Channel, address: str) -> Claim:
    """What an address says about who somebody is; the chat panel's are names of the ledger."""
    kind = IDENTITY_OF.get(channel)
    if kind is None:
        letter, _, name = address.partition(":")
        return senders.claim_of(name) if letter == "c" else Claim(kind=IdentityKind.visitor, value=name or address)
    if channel == Channel.api:
        return senders.claim_of(address)
    try:
        return Claim(kind=IdentityKind(kind), value=contacts.normalise(IdentityKind(kind), address))
    except Invalid:  # a short code or a broken header: known by exactly this
        return _no_address(channel, address)


def _no_address(channel: Channel, said: str) -> Claim:
    return Claim(kind=IdentityKind.visitor, value=f"{channel.value}:{said}"[:200])


def language_of(text: str, known: str | None, address: str) -> str:
    """The language of our own words where no survey says it: theirs, else that of the country they write from."""
    if any("\u3131" <= each <= "\u318e" or "가" <= each <= "힣" for each in text):
        return "ko"
    return known or ("ko" if address.startswith(KOREAN_PHONE) else "en")


def words_of(message: Row) -> str:
    """What a message says. A mail program that unsubscribes says so in the subject alone (RFC 2369)."""
    subject = message["subject"] or ""
    is_reply = subject.lower().startswith("re:") or message["in_reply_to"]
    if message["channel"] == Channel.email and (is_opt_out(subject) and not is_reply):
        return subject
    return str(message["text"])


async def _answered(message: Row) -> Row | None:
    """What we sent that this answers."""
    id_ = delivery_named(message["in_reply_to"])
    if id_ is None:
        return None
    condition = {"_id": id_, "workspace": message["workspace"], "channel": message["channel"]}
    return await Delivery.get_pymongo_collection().find_one(condition)


async def _known(workspace: str, customer: str, channel: Channel, address: str) -> Writer | None:
    found = await queries.rows(workspace, [customer], {"ref": 1})
    return Writer(channel=channel, address=address, customer=customer, ref=found[0]["ref"]) if found else None


async def _name(message: Row, claims: Sequence[Claim], owner: str | None) -> str | None:
    """What they call themselves, for somebody who has no name; only a program's word replaces one."""
    name: str | None = message["sender_name"]
    if name is None or _no_address(Channel(message["channel"]), name) in claims:
        return None
    if message["channel"] == Channel.api:
        return name
    own = [customer_id(message["workspace"], each.value) for each in claims if each.kind == IdentityKind.external]
    known = await queries.rows(message["workspace"], [*own, *([owner] if owner else [])], {"name": 1})
    return None if any(each.get("name") for each in known) else name


def _named_in_chat(message: Row) -> list[Claim]:
    """Who a page says that a visitor is, where the workspace believes its pages."""
    named = message["attributes"].get("customer") if message["channel"] == Channel.chat else None
    if not named:
        return []
    return [senders.claim_of(vault.unseal(message["workspace"], named) if vault.is_sealed(named) else str(named))]


def _attributes(message: Row) -> dict[str, Any]:
    """What programs say about a customer; providers of channels say things about the message."""
    if message["channel"] != Channel.api:
        return {}
    return {name: value for name, value in message["attributes"].items() if value is not None}
