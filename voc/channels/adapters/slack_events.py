"""Slack: an app that people write to, or mention in a channel."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import httpx
from pydantic import Field

from voc.channels.adapters.base import Adapter, check_time, receipt_by_status
from voc.channels.adapters.base import Config as BaseConfig
from voc.channels.adapters.payloads import Id, Payload, Secret, check_header, hmac_sha256, read_json, shorten
from voc.channels.adapters.slack_text import escape, plain
from voc.channels.domain import Channel, Event, Inbound, Outbound, Outcome, Receipt, Reply, Webhook
from voc.errors import Invalid

BUTTONS_LIMIT, LABEL_LIMIT, SECTION_LIMIT = 25, 75, 3_000
OURS = "voc_choices"
"""Marks our buttons among those of other apps."""

_WRITTEN = {None, "file_share", "thread_broadcast", "me_message"}
_NOBODY = {"channel_not_found", "user_not_found", "users_not_found", "user_disabled", "is_archived"}
_TOO_FAST = {"ratelimited", "rate_limited", "request_timeout"}
_PERHAPS_SENT = {"internal_error", "fatal_error", "service_unavailable"}


class File(Payload):
    """A file that came along."""

    name: str | None = None


class Message(Payload):
    """An event of type `message` or `app_mention`; edits and deletions have a subtype and bots a `bot_id`."""

    type: str
    subtype: str | None = None
    user: Id | None = None
    bot_id: Id | None = None
    text: str | None = None
    ts: Id | None = None
    thread_ts: Id | None = None
    channel: Id | None = None
    files: tuple[File, ...] = ()


class Named(Payload):
    """A user, a channel or a text object."""

    id: Id | None = None
    text: str | None = None


class Action(Payload):
    """A tapped button."""

    block_id: str | None = None
    value: str | None = None
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


class EventOnly(Payload):
    """An envelope whose event we do not read: only its type matters."""

    class Kind(Payload):
        """The type of the event."""

        type: str

    type: str
    event: Kind | None = None


class Answer(Payload):
    """Slack's answer; errors come with HTTP 200."""

    ok: bool
    error: str = ""
    channel: Id | None = None
    ts: Id | None = None


class SlackConfig(BaseConfig):
    """Keys of an app that is installed in one workspace of Slack."""

    signing_secret: Secret = Field(
        title="Signing secret", description="api.slack.com/apps → Basic Information. Slack signs its requests with it."
    )
    bot_token: Secret = Field(
        title="Bot token", description="OAuth & Permissions; begins with xoxb- and needs the scope chat:write."
    )


class SlackEvents(Adapter):
    """Slack Events API and chat.postMessage. Docs: https://docs.slack.dev/apis/events-api/

    Subscribe the bot to `message.im` and `app_mention`, and set the same address under Interactivity for buttons.
    Quirks: the time is signed; a retry (`X-Slack-Retry-Num`, after anything but a 2xx within 3 seconds) is signed anew,
    so it is no replay and is recognised by what it says. A mention in a channel may come as two events with ids of their
    own; channel and `ts` say that it is one message. A member's id as the channel of `chat.postMessage` is the talk with
    the app. Errors come with HTTP 200.
    """

    kind = "slack.events"
    channel = Channel.slack
    title = "Slack"
    docs = "https://docs.slack.dev/authentication/verifying-requests-from-slack/"
    receives = True
    limit_characters = 4_000
    Config = SlackConfig

    def __init__(self, config: SlackConfig) -> None:
        super().__init__(config)
        self.keys = config

    def request(self, message: Outbound) -> httpx.Request:
        """A message; with choices also blocks, in which the text stands above the buttons."""
        body: dict[str, Any] = {"channel": message.to, "text": escape(message.text), "mrkdwn": False}
        if 0 < len(message.choices) <= BUTTONS_LIMIT:
            parts = range(0, len(message.text), SECTION_LIMIT)
            texts = [message.text[start : start + SECTION_LIMIT] for start in parts]
            body["blocks"] = [{"type": "section", "text": {"type": "plain_text", "text": each}} for each in texts]
            buttons = [_button(index, each.label, each.value) for index, each in enumerate(message.choices)]
            body["blocks"].append({"type": "actions", "block_id": OURS, "elements": buttons})
        headers = {"authorization": f"Bearer {self.keys.bot_token.get_secret_value()}"}
        return httpx.Request("POST", "https://slack.com/api/chat.postMessage", json=body, headers=headers)

    def receipt(self, response: httpx.Response) -> Receipt:
        """By the error that Slack names: https://docs.slack.dev/reference/methods/chat.postMessage/#errors"""
        if not response.is_success:
            return receipt_by_status(response)
        try:
            answer = read_json(Answer, response.content)
        except Invalid:
            return Receipt(outcome=Outcome.unknown, reason="Slack answered something else than its documentation says.")
        if answer.ok:
            return Receipt(outcome=Outcome.accepted, provider_id=f"{answer.channel}:{answer.ts}")
        reason = f"Slack: {answer.error[:200]}"
        if answer.error in _TOO_FAST:
            return Receipt(outcome=Outcome.retry, reason=reason)
        if answer.error in _PERHAPS_SENT:
            return Receipt(outcome=Outcome.unknown, reason=reason)
        return Receipt(outcome=Outcome.refused, reason=reason, unreachable=answer.error in _NOBODY)

    def greet(self, webhook: Webhook) -> Reply | None:
        """Registration: Slack sends a challenge, signed like everything else."""
        if webhook.method != "POST" or b"url_verification" not in webhook.body:
            return None
        self.verify(webhook)
        greeting = _parse(webhook)
        if greeting.type != "url_verification" or greeting.challenge is None:
            return None
        return Reply(body=greeting.challenge.encode())

    def verify(self, webhook: Webhook) -> None:
        """HMAC-SHA256 over version, time and raw body with the signing secret; then the time itself."""
        signed_at = webhook.header("x-slack-request-timestamp")
        base = b"v0:" + signed_at.encode("latin-1", "replace") + b":" + webhook.body
        check_header(webhook.header("x-slack-signature"), "v0=" + hmac_sha256(self.keys.signing_secret, base).hex())
        check_time(webhook, signed_at)

    def replay_key(self, webhook: Webhook) -> bytes:
        """Body and time: a retry has the same body and is no replay."""
        return webhook.header("x-slack-request-timestamp").encode("latin-1", "replace") + b":" + webhook.body

    def read(self, webhook: Webhook) -> Sequence[Event]:
        """What people wrote to the app or tapped; bots, edits and deletions are left out."""
        outer = _parse(webhook)
        if outer.type == "block_actions":
            return list(_taps(outer))
        if outer.type == "event_callback" and outer.event is not None:
            return list(_written(outer.event))
        return []


def _button(index: int, label: str, value: str) -> dict[str, Any]:
    text = {"type": "plain_text", "text": shorten(label, LABEL_LIMIT)}
    return {"type": "button", "action_id": f"{OURS}_{index}", "text": text, "value": value}


def _parse(webhook: Webhook) -> Outer:
    if not webhook.header("content-type").startswith("application/x-www-form-urlencoded"):
        kind = read_json(EventOnly, webhook.body)
        known = kind.event is None or kind.event.type in ("message", "app_mention")
        return read_json(Outer, webhook.body) if known else Outer(type=kind.type)
    try:
        payload = parse_qs(webhook.body, max_num_fields=50).get(b"payload", [b""])[0]
    except ValueError as error:
        raise Invalid(f"The form cannot be read: {error}.") from None
    # Slash commands come to the same address without a payload; they say nothing that we collect.
    return read_json(Outer, payload) if payload else Outer(type="command")


def _written(message: Message) -> Iterator[Inbound]:
    spoken = message.type in ("message", "app_mention") and message.subtype in _WRITTEN and message.bot_id is None
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


def _taps(outer: Outer) -> Iterator[Inbound]:
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
    return datetime.fromtimestamp(int(seconds), UTC).replace(microsecond=int(fraction[:3].ljust(3, "0") or 0) * 1000)
