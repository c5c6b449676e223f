"""What providers send us: verified over its raw bytes, stored under its own id, and only then acknowledged."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from phonenumbers import NumberParseException
from pymongo.errors import DuplicateKeyError

from voc import vault
from voc.channels import reports, sealing
from voc.channels.adapters.base import Adapter
from voc.channels.documents import Message, WebhookSeen
from voc.channels.domain import IDENTITY_OF, Channel, Inbound, Outbound, Refusal, Replayed, Reply, StatusUpdate, Webhook
from voc.channels.ids import message_id
from voc.channels.outgoing import blind_address, masked
from voc.clock import stamp
from voc.customers import contacts
from voc.customers.domain import IdentityKind
from voc.database import durable
from voc.errors import Invalid
from voc.outbox import State

TEXT_LIMIT_CHARACTERS = 20_000
ORIGINAL_LIMIT_CHARACTERS = 200_000
Answering = Callable[[str, Sequence[str], datetime], Awaitable[Sequence[Outbound]]]
"""By workspace and ids of messages: what we say to them at once. Supplied from above."""


async def receive(workspace: str, adapter: Adapter, webhook: Webhook, *, now: datetime, answering: Answering) -> Reply:
    """Take a provider's request; the reply is its acknowledgement, so everything is on disk before.

    Raises:
        Forged: not from the provider.
        Stale: signed too long ago.
        Replayed: exactly this request was acknowledged before.
        Invalid: not what the provider's documentation describes.
    """
    if (greeting := adapter.greet(webhook)) is not None:
        return greeting
    adapter.verify(webhook)
    seen = _seen_id(workspace, adapter, webhook)
    if seen and await WebhookSeen.get_pymongo_collection().find_one({"_id": seen}):
        raise Replayed("Exactly this request came before. It was stored then.")
    stored: list[str] = []
    # reading a large mail takes seconds
    for event in await asyncio.to_thread(adapter.read, webhook):
        match event:
            case Inbound():
                stored.append(await store(workspace, adapter.kind, adapter.channel, event, now=now))
            case StatusUpdate():
                await reports.take(workspace, adapter, event, now=now)
            case Refusal():
                await _refuse_once(workspace, adapter, event, now=now)
    if seen:
        await _remember(seen, workspace, now)
    said = await answering(workspace, stored, now) if adapter.answers_at_once and stored else ()
    return adapter.reply(webhook, said)


async def store(workspace: str, kind: str, channel: Channel, inbound: Inbound, *, now: datetime) -> str:
    """Keep a message until it is understood; returns its id. Under the same event id it is stored once."""
    row = _row(workspace, kind, channel, inbound, now=now)
    row |= await sealing.kept(workspace, row)
    with suppress(DuplicateKeyError):
        await durable(Message).insert_one(row)
    return str(row["_id"])


def address_of(channel: Channel, inbound: Inbound) -> str:
    """The sender's address in its one spelling; as it came where it can be none, so that nothing is lost."""
    kind = IDENTITY_OF.get(channel)
    if kind is None:
        return inbound.sender
    try:
        return contacts.normalise(IdentityKind(kind), inbound.sender)
    except Invalid:  # short codes, broken headers: we cannot answer, but they said it
        return inbound.sender[:200] or "unknown"


async def _refuse_once(workspace: str, adapter: Adapter, refusal: Refusal, *, now: datetime) -> None:
    """Told again, an old change of mind must not undo a later one."""
    told = _seen(workspace, adapter.kind, f"refusal:{refusal.event_id}".encode("utf-8", "surrogatepass"))
    if not await WebhookSeen.get_pymongo_collection().find_one({"_id": told}):
        await reports.refuse(workspace, adapter.channel, refusal, now=now)
        await _remember(told, workspace, now)


def _row(workspace: str, kind: str, channel: Channel, inbound: Inbound, *, now: datetime) -> dict[str, Any]:
    address = address_of(channel, inbound)
    original = inbound.original or inbound.text
    text = inbound.text[:TEXT_LIMIT_CHARACTERS]
    return {
        "_id": message_id(workspace, kind, inbound.event_id),
        "workspace": workspace,
        "channel": channel.value,
        "adapter": kind,
        "sealed": vault.seal(workspace, address),
        "blind": blind_address(workspace, channel, address),
        "masked": _masked(channel, address),
        "sender_name": inbound.sender_name,
        "text": text,
        "original": original[:ORIGINAL_LIMIT_CHARACTERS] if original != text else None,
        "subject": inbound.subject,
        "message_id": inbound.message_id,
        "in_reply_to": list(inbound.in_reply_to),
        "choice": inbound.choice,
        "automatic": inbound.automatic,
        "attachments": list(inbound.attachments),
        "attributes": contacts.sealed(workspace, inbound.attributes),
        "at": stamp(min(inbound.at or now, now)),
        "received_at": stamp(now),
        "customer": None,
        "feedback": None,
        "state": State.pending.value,
        "next_dispatch_at": stamp(now),
        "lease_until": None,
        "owner": None,
        "attempts": 0,
        "last_error": None,
        "revision": 0,
    }


def _masked(channel: Channel, address: str) -> str:
    try:
        return masked(channel, address)
    except NumberParseException:  # a short code
        return "•••"


def _seen_id(workspace: str, adapter: Adapter, webhook: Webhook) -> str | None:
    """What names a request among those that were acknowledged; None where the provider cannot be told from itself.

    Only by what is signed: anything else could be changed to make a replay look new.
    """
    key = adapter.replay_key(webhook)
    return _seen(workspace, adapter.kind, key) if key else None


def _seen(workspace: str, kind: str, key: bytes) -> str:
    digest = hashlib.sha256("\0".join((workspace, kind, "")).encode())
    digest.update(key)
    return f"whs_{digest.hexdigest()[:32]}"


async def _remember(seen: str, workspace: str, now: datetime) -> None:
    with suppress(DuplicateKeyError):  # came twice at once; each event was stored once
        await durable(WebhookSeen).insert_one({"_id": seen, "workspace": workspace, "at": stamp(now)})
