"""LINE: one-to-one talks with an official account."""

import base64
import json
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import httpx
from pydantic import Field, ValidationError

from voc.channels.adapters.base import Config, HttpSender, receipt_by_status
from voc.channels.adapters.payloads import (
    CamelPayload,
    Id,
    Millis,
    Payload,
    Secret,
    Text,
    Token,
    check_header,
    hmac_sha256,
    read_json,
    shorten,
)
from voc.channels.domain import Channel, Event, Inbound, Outbound, Outcome, Receipt, Refusal, Webhook
from voc.clock import from_stamp
from voc.errors import Invalid

BUTTONS_LIMIT, LABEL_LIMIT, DATA_LIMIT = 13, 20, 300


class Source(CamelPayload):
    """Where something happened: with one user, or in a group."""

    type: str
    user_id: Id | None = None


class Content(CamelPayload):
    """A message; whatever is not `text` is a picture, a sticker, a place, …"""

    id: Id
    type: Text
    text: Text | None = None
    file_name: Text | None = None
    quoted_message_id: Id | None = None


class Postback(CamelPayload):
    """A tapped button."""

    data: Text


class Happening(CamelPayload):
    """One event; of the many types we read five."""

    type: str
    webhook_event_id: Id
    timestamp: Millis
    mode: str = "active"
    source: Source | None = None
    message: Content | None = None
    postback: Postback | None = None


class Body(CamelPayload):
    """The whole body; the console's "Verify" sends it without events."""

    events: tuple[Happening, ...]


class Tapped(Payload):
    """What our buttons carry, so that the thread shows the label and the survey gets the value."""

    choice: Text
    label: Text = ""


class SentMessage(CamelPayload):
    """A message that LINE took."""

    id: Id


class Answer(CamelPayload):
    """LINE's answer; `message` where it is an error."""

    sent_messages: tuple[SentMessage, ...] = ()
    message: str = ""


class LineConfig(Config):
    """Keys of the channel of an official account."""

    channel_secret: Secret = Field(
        title="Channel secret", description="LINE Developers console → Basic settings. LINE signs its requests with it."
    )
    channel_access_token: Token = Field(
        title="Channel access token", description="LINE Developers console → Messaging API; the long-lived one."
    )


class LineMessaging(HttpSender):
    """LINE Messaging API. Docs: https://developers.line.biz/en/reference/messaging-api/

    Quirks: no time is signed; a redelivery carries the same `webhookEventId` in another body (`isRedelivery`). Every
    push carries `X-Line-Retry-Key`, a UUID that follows from the delivery's id, so that LINE executes it once within 24
    hours; 409 says that it has. A push to somebody who blocked the account is accepted and reaches nobody; blocking and
    unblocking come as `unfollow` and `follow`. Turn "Webhook redelivery" on, "Auto-reply messages" off.
    """

    kind = "line.messaging"
    channel = Channel.line
    title = "LINE"
    docs = "https://developers.line.biz/en/docs/messaging-api/"
    receives = True
    reports = False
    limit_characters = 5_000
    Config = LineConfig
    config: LineConfig

    @property
    def idempotent(self) -> bool:
        """LINE executes a retry key once: https://developers.line.biz/en/docs/messaging-api/retrying-api-request/"""
        return True

    def request(self, message: Outbound) -> httpx.Request:
        """A push message; quick replies as far as LINE shows them, else the text alone says them."""
        content: dict[str, Any] = {"type": "text", "text": message.text}
        if 0 < len(message.choices) <= BUTTONS_LIMIT:
            content["quickReply"] = {"items": [_button(each.label, each.value) for each in message.choices]}
        headers = {
            "authorization": f"Bearer {self.config.channel_access_token.get_secret_value()}",
            "x-line-retry-key": str(uuid5(NAMESPACE_OID, message.id)),
        }
        body = {"to": message.to, "messages": [content]}
        return httpx.Request("POST", "https://api.line.me/v2/bot/message/push", json=body, headers=headers)

    def receipt(self, response: httpx.Response) -> Receipt:
        """409: taken when it was tried before. 429 is the rate, or the month's quota, which waiting does not mend."""
        try:
            answer = read_json(Answer, response.content)
        except Invalid:
            answer = Answer()
        first = answer.sent_messages[0].id if answer.sent_messages else None
        if response.status_code == httpx.codes.CONFLICT:
            return Receipt(outcome=Outcome.accepted, provider_id=first)
        receipt = receipt_by_status(response, first)
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS and "monthly limit" in answer.message:
            return receipt.model_copy(update={"outcome": Outcome.refused})
        nobody = response.status_code == httpx.codes.BAD_REQUEST and "'to'" in answer.message
        return receipt.model_copy(update={"unreachable": nobody})

    def verify(self, webhook: Webhook) -> None:
        """Base64 of the HMAC-SHA256 of the raw body with the channel secret."""
        expected = base64.b64encode(hmac_sha256(self.config.channel_secret, webhook.body)).decode()
        check_header(webhook.header("x-line-signature"), expected)

    def read(self, webhook: Webhook) -> Sequence[Event]:
        """What single users wrote, tapped, blocked and unblocked; groups and channels of other modules are left out."""
        events = read_json(Body, webhook.body).events
        return [each for event in events if event.mode == "active" for each in _events(event)]


def _button(label: str, value: str) -> dict[str, Any]:
    data = json.dumps({"choice": value, "label": label}, ensure_ascii=False)
    if len(data) > DATA_LIMIT:
        data = json.dumps({"choice": value}, ensure_ascii=False)
    action = {"type": "postback", "label": shorten(label, LABEL_LIMIT), "data": data, "displayText": label[:300]}
    return {"type": "action", "action": action}


def _events(event: Happening) -> Iterator[Event]:
    if event.source is None or event.source.type != "user" or event.source.user_id is None:
        return
    user, at = event.source.user_id, from_stamp(event.timestamp)
    if event.type in ("follow", "unfollow"):
        yield Refusal(event_id=event.webhook_event_id, address=user, lifted=event.type == "follow", at=at)
    elif event.type == "message" and event.message is not None:
        content = event.message
        yield Inbound(
            event_id=event.webhook_event_id,
            sender=user,
            text=content.text or "",
            at=at,
            message_id=content.id,
            in_reply_to=(content.quoted_message_id,) if content.quoted_message_id else (),
            attachments=() if content.type == "text" else (content.file_name or content.type,),
        )
    elif event.type == "postback" and event.postback is not None:
        yield _tapped(event.webhook_event_id, user, event.postback.data).model_copy(update={"at": at})


def _tapped(event_id: str, user: str, data: str) -> Inbound:
    try:
        tapped = Tapped.model_validate_json(data)
    except ValidationError:
        # A button of the account's own menu: kept, but nobody said these words.
        return Inbound(event_id=event_id, sender=user, text=data, automatic=True)
    return Inbound(event_id=event_id, sender=user, text=tapped.label or tapped.choice, choice=tapped.choice)
