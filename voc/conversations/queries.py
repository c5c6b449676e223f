"""Reads of conversations."""

from collections.abc import Sequence
from typing import Any

from voc import vault
from voc.channels import contents
from voc.channels import queries as channels
from voc.channels import sealing as messages
from voc.channels.documents import Delivery, Message
from voc.channels.domain import Channel, Choice
from voc.channels.outgoing import blind_address
from voc.conversations.documents import Conversation
from voc.conversations.schemas import ChatLine, Thread, ThreadEntry, Waiting
from voc.outbox import State

Row = dict[str, Any]
CHAT_LINES = 200
"""Lines of a chat that the panel is given at once."""


def conversation_id(workspace: str, channel: Channel, address: str) -> str:
    """The id of what is said with an address on a channel; does not tell the address."""
    return f"cnv_{vault.blind(workspace, f'conversation:{channel.value}', address)}"


async def row(workspace: str, id_: str) -> Row | None:
    """A conversation as it is stored."""
    return await Conversation.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})


async def of_customers(workspace: str, customers: Sequence[str]) -> list[Row]:
    """The conversations of one person's records, the one heard last first."""
    who = {"workspace": workspace, "customer": {"$in": list(customers)}}
    found = await Conversation.get_pymongo_collection().find(who).sort("last_at", -1).limit(50).to_list()
    return sorted(found, key=lambda each: (each["heard_at"] or 0, each["last_at"]), reverse=True)


async def waiting(workspace: str, *, limit: int = 50) -> list[Waiting]:
    """Conversations that colleagues have not read, the latest first."""
    condition = {"workspace": workspace, "unread": {"$gt": 0}}
    found = await Conversation.get_pymongo_collection().find(condition).sort("last_at", -1).limit(limit).to_list()
    return [
        Waiting(
            id=each["_id"],
            customer=each["customer"],
            channel=each["channel"],
            unread=each["unread"],
            at=each["last_at"],
        )
        for each in found
    ]


async def thread(workspace: str, customers: Sequence[str], *, before: int | None = None, limit: int = 50) -> Thread:
    """What these customers, who are one person, wrote and were sent on all channels, the latest first.

    Args:
        workspace: whose customers.
        customers: one person's records.
        before: `next` of the page before.
        limit: most entries.
    """
    written, sent = await channels.of_customers(workspace, customers, before=before, limit=limit + 1)
    entries = [*map(_written, await messages.readable(written)), *map(_sent, sent)]
    entries.sort(key=lambda entry: (entry.at, entry.id), reverse=True)
    page, rest = entries[:limit], entries[limit:]
    if not rest:
        return Thread(items=tuple(page), next=None)
    # the next page begins at the last moment shown, so entries of one moment are shown whole
    whole = [*page, *(entry for entry in rest if entry.at == page[-1].at)]
    return Thread(items=tuple(whole), next=page[-1].at - 1)


async def chat(workspace: str, people: Sequence[str], *, after: int | None = None) -> list[ChatLine]:
    """What was said in the chat panel with these people, who are one person under several names; the oldest first.

    Args:
        workspace: whose page the panel is in.
        people: names of the ledger (`voc.asks.domain`): what a browser has proven to be.
        after: a `voc.clock.stamp`; only lines at or after it. A reader knows lines by id.
    """
    blinds = [blind_address(workspace, Channel.chat, person) for person in people]
    who: Row = {"workspace": workspace, "blind": {"$in": blinds}}
    since: Row = {"$gte": after} if after is not None else {}
    written, sent = who | ({"at": since} if since else {}), who | ({"queued_at": since} if since else {})
    theirs = await Message.get_pymongo_collection().find(written).sort("at", -1).limit(CHAT_LINES).to_list()
    ours = await Delivery.get_pymongo_collection().find(sent).sort("queued_at", -1).limit(CHAT_LINES).to_list()
    said = map(messages.opened, theirs)  # to whoever said it
    lines = [ChatLine(id=each["_id"], at=each["at"], ours=False, text=each["text"]) for each in said]
    lines += [_line(each) for each in ours if each["content"] and each["status"] not in ("withheld", "expired")]
    return sorted(lines, key=lambda line: (line.at, line.ours, line.id))[-CHAT_LINES:]


def _line(delivery: Row) -> ChatLine:
    content = contents.opened(delivery) or {}
    choices = tuple(Choice.model_validate(each) for each in content.get("choices", ()))
    return ChatLine(id=delivery["_id"], at=delivery["queued_at"], ours=True, text=content["text"], choices=choices)


def is_claimed(message: Row) -> bool:
    """Whether somebody in the chat panel only claims to be the customer whom the message belongs to."""
    return message["channel"] == Channel.chat and bool(message["attributes"].get("customer"))


def _written(message: Row) -> ThreadEntry:
    return ThreadEntry(
        id=message["_id"],
        at=message["at"],
        direction="in",
        channel=message["channel"],
        text=message["text"],
        subject=message["subject"],
        masked=message["masked"],
        name=message["sender_name"],
        original=message["original"],
        automatic=bool(message["automatic"]),
        attachments=tuple(message["attachments"]),
        feedback=message["feedback"],
        customer=message["customer"],
        proven=not is_claimed(message),
    )


def _sent(delivery: Row) -> ThreadEntry:
    content = contents.opened(delivery) or {}
    return ThreadEntry(
        id=delivery["_id"],
        at=delivery["queued_at"],
        direction="out",
        channel=delivery["channel"],
        text=content.get("text", ""),
        subject=content.get("subject"),
        html=content.get("html"),
        masked=delivery["masked"],
        status=delivery["status"],
        origin=delivery["origin"]["kind"],
        by=delivery["origin"]["step"].partition(":")[0] if delivery["origin"]["kind"] == "reply" else None,
        customer=delivery["customer"],
    )


async def parked(workspace: str) -> list[str]:
    """Ids of conversations that could not be looked after and wait for a person."""
    condition = {"workspace": workspace, "state": State.parked.value}
    found = await Conversation.get_pymongo_collection().find(condition, {"_id": 1}).limit(10_000).to_list()
    return [each["_id"] for each in found]
