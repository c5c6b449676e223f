"""What Slack's requests say, and what of it is ours."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs

from voc.channels.adapters.payloads import Id, Payload, Text, read_json
from voc.channels.adapters.slack_text import plain
from voc.channels.domain import Inbound, Webhook
from voc.errors import Invalid

OURS = "voc_choices"
"""Marks our buttons among those of other apps."""

_EVENTS = {"message", "app_mention"}
_WRITTEN = {None, "file_share", "thread_broadcast", "me_message"}


class File(Payload):
    """A file that came along."""

    name: Text | None = None


class Message(Payload):
    """An event of type `message` or `app_mention`; edits and deletions have a subtype and bots a `bot_id`."""

    type: str
    subtype: str | None = None
    user: Id | None = None
    bot_id: Id | None = None
    text: Text | None = None
    ts: Id | None = None
    thread_ts: Id | None = None
    channel: Id | None = None
    files: tuple[File, ...] = ()


class Named(Payload):
    """A user, a channel or a text object."""

    id: Id | None = None
    text: Text | None = None


class Action(Payload):
    """A tapped button."""

    block_id: str | None = None
    value: Text | None = None
    text: Named | None = None
    action_ts: Id


class Outer(Payload):
    """What is common to all that Slack sends: an event, a tap, or its first greeting."""

    type: str
    challenge: str | None = None
    event: Message | None = None
    user: Named | None = None
    channel: Named | None = None
    actions: tuple[Action, ...] = ()


class Kind(Payload):
    """The type of an event."""

    type: str


class Envelope(Payload):
    """What is looked at first: events of other types have other things where we read."""

    type: str
    event: Kind | None = None


def parse(webhook: Webhook) -> Outer:
    """The body, which is a form where somebody tapped a button.

    Raises:
        Invalid: it is not what Slack's documentation describes.
    """
    if not webhook.header("content-type").startswith("application/x-www-form-urlencoded"):
        envelope = read_json(Envelope, webhook.body)
        readable = envelope.event is None or envelope.event.type in _EVENTS
        return read_json(Outer, webhook.body) if readable else Outer(type=envelope.type)
    try:
        payload = parse_qs(webhook.body, max_num_fields=50).get(b"payload", [b""])[0]
    except ValueError as error:
        raise Invalid(f"The form cannot be read: {error}.") from None
    # Slash commands come to the same address without a payload; they say nothing that we collect.
    return read_json(Outer, payload) if payload else Outer(type="command")


def written(message: Message) -> Iterator[Inbound]:
    """A message of a person; none of bots, edits and deletions."""
    spoken = message.type in _EVENTS and message.subtype in _WRITTEN and message.bot_id is None
    if not (spoken and message.user and message.channel and message.ts):
        return
    raw = message.text or ""
    text = plain(raw)
    files = tuple(each.name or "file" for each in message.files)
    if not (text or files):
        return
    threaded = message.thread_ts is not None and message.thread_ts != message.ts
    yield Inbound(
        event_id=f"{message.channel}:{message.ts}",
        sender=message.user,
        text=text,
        original=raw if raw != text else None,
        at=_time(message.ts),
        to=message.channel,
        message_id=f"{message.channel}:{message.ts}",
        in_reply_to=(f"{message.channel}:{message.thread_ts}",) if threaded else (),
        attachments=files,
    )


def taps(outer: Outer) -> Iterator[Inbound]:
    """Buttons of ours that somebody tapped."""
    for action in outer.actions:
        if action.block_id != OURS or action.value is None or outer.user is None or outer.user.id is None:
            continue
        channel = outer.channel.id if outer.channel else None
        yield Inbound(
            event_id=f"tap:{outer.user.id}:{channel}:{action.action_ts}",
            sender=outer.user.id,
            text=(action.text.text if action.text else None) or action.value,
            at=_time(action.action_ts),
            to=channel,
            choice=action.value,
        )


def _time(ts: str) -> datetime | None:
    seconds, _, fraction = ts.partition(".")
    if not (ts.isascii() and seconds.isdigit() and len(seconds) <= 11 and (fraction.isdigit() or not fraction)):
        return None
    return datetime.fromtimestamp(int(seconds), UTC).replace(microsecond=int(fraction[:3].ljust(3, "0")) * 1000)
