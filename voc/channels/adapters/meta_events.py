"""What Meta's webhooks say, and what of it is ours."""

from collections.abc import Iterator

from voc.channels.adapters.payloads import Id, Millis, Payload, Text
from voc.channels.domain import Event, Inbound, Status, StatusUpdate
from voc.clock import from_stamp


class Person(Payload):
    """An end of a conversation."""

    id: Id


class QuickReply(Payload):
    """A button under a message."""

    payload: Text


class Attachment(Payload):
    """A file, sticker or shared post; `type` says which."""

    type: Text = "file"


class Quoted(Payload):
    """The message that this one answers; without `mid` it is a story."""

    mid: Id | None = None


class Message(Payload):
    """What somebody sent; `is_echo` where that was the business itself."""

    mid: Id
    text: Text | None = None
    is_echo: bool = False
    is_deleted: bool = False
    quick_reply: QuickReply | None = None
    reply_to: Quoted | None = None
    attachments: tuple[Attachment, ...] = ()


class Postback(Payload):
    """A button of a menu or template; older versions of the API give it no id."""

    mid: Id | None = None
    title: Text = ""
    payload: Text = ""


class Delivered(Payload):
    """Ids of messages that arrived."""

    mids: tuple[Id, ...] = ()


class Read(Payload):
    """On Instagram the message that was read; on Messenger everything up to `watermark` was."""

    mid: Id | None = None
    watermark: Millis | None = None


class Messaging(Payload):
    """One thing that happened in a conversation."""

    sender: Person | None = None
    recipient: Person | None = None
    timestamp: Millis | None = None
    message: Message | None = None
    postback: Postback | None = None
    delivery: Delivered | None = None
    read: Read | None = None


class Entry(Payload):
    """What happened on one page; other apps' conversations come as `standby` and are not ours."""

    messaging: tuple[Messaging, ...] = ()


class Notification(Payload):
    """The whole body."""

    object: str
    entry: tuple[Entry, ...] = ()


def events_of(notification: Notification) -> list[Event]:
    """Messages, tapped buttons and receipts of all entries, in their order."""
    return [each for entry in notification.entry for event in entry.messaging for each in _events(event)]


def _events(event: Messaging) -> Iterator[Event]:
    if event.sender is None:
        return
    if event.message is not None:
        yield from _message(event, event.sender.id, event.message)
    if event.postback is not None:
        yield _postback(event, event.sender.id, event.postback)
    if event.delivery is not None:
        for mid in event.delivery.mids:
            yield StatusUpdate(
                event_id=f"delivered:{mid}", status=Status.delivered, provider_id=mid, address=event.sender.id
            )
    if event.read is not None and event.read.mid is not None:
        mid = event.read.mid
        yield StatusUpdate(event_id=f"read:{mid}", status=Status.opened, provider_id=mid, address=event.sender.id)


def _message(event: Messaging, sender: str, message: Message) -> Iterator[Inbound]:
    files = tuple(each.type for each in message.attachments)
    if message.is_echo or message.is_deleted or not (message.text or files):
        return
    quoted = message.reply_to.mid if message.reply_to else None
    yield Inbound(
        event_id=message.mid,
        sender=sender,
        text=message.text or "",
        at=None if event.timestamp is None else from_stamp(event.timestamp),
        to=event.recipient.id if event.recipient else None,
        message_id=message.mid,
        in_reply_to=(quoted,) if quoted else (),
        choice=message.quick_reply.payload if message.quick_reply else None,
        attachments=files,
    )


def _postback(event: Messaging, sender: str, postback: Postback) -> Inbound:
    return Inbound(
        event_id=postback.mid or f"postback:{sender}:{event.timestamp}:{postback.payload}",
        sender=sender,
        text=postback.title or postback.payload,
        at=None if event.timestamp is None else from_stamp(event.timestamp),
        to=event.recipient.id if event.recipient else None,
        message_id=postback.mid,
        choice=postback.payload,
    )
