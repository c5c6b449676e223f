"""What Messenger and Instagram share: Meta's webhooks and Send API."""

import hmac
from collections.abc import Sequence
from typing import Any, ClassVar

import httpx
from pydantic import Field

from voc.channels.adapters.base import Config, HttpSender, receipt_by_status
from voc.channels.adapters.meta_events import Notification, events_of
from voc.channels.adapters.payloads import Id, Payload, Secret, Token, check_header, hmac_sha256, read_json, shorten
from voc.channels.domain import Event, Forged, Outbound, Outcome, Receipt, Reply, Webhook
from voc.errors import Invalid

BUTTONS_LIMIT, LABEL_LIMIT = 13, 20

_OUTSIDE_WINDOW = {2018278, 2534022}
_NOBODY = {2018001}
_TOO_FAST = {4, 17, 32, 613, 80002, 80006}
_NOT_SENT = {1200}
_PERHAPS_SENT = {1, 2}  # "The messages are all sent successfully, but the endpoint returns an error"


class Sent(Payload):
    """Meta's answer to a message that it took."""

    message_id: Id | None = None


class Fault(Payload):
    """Why it did not."""

    code: int = 0
    error_subcode: int | None = None
    message: str = ""


class Failure(Payload):
    """Meta's answer to a message that it did not take."""

    error: Fault


class MetaConfig(Config):
    """Keys of the app and of the page or account."""

    app_secret: Secret = Field(
        title="App secret", description="App dashboard → App settings → Basic. Meta signs its requests with it."
    )
    verify_token: Secret = Field(
        title="Verify token", description="Any text of your own; type the same one where you register the webhook."
    )
    access_token: Token = Field(
        title="Access token", description="Of the page or account that writes to customers; one that does not expire."
    )
    version: str = Field(
        "v24.0", pattern=r"^v\d{1,3}\.\d{1,2}$", title="Version of the Graph API", description="Meta retires old ones."
    )


class Meta(HttpSender):
    """Conversations at Meta.

    Docs: https://developers.facebook.com/docs/messenger-platform/webhooks (signature, events, registration) and
    https://developers.facebook.com/docs/messenger-platform/reference/send-api.

    Quirks: the signature covers the bytes as sent, in which Meta escapes everything that is not ASCII; no time is
    signed, so only the ids of messages and the memory of earlier requests tell a repeat. A business may write within
    24 hours after the customer did; later the Send API refuses. Messenger's read receipts name no message.
    """

    object: ClassVar[str]
    """What the webhook's body must be about."""
    receives = True
    Config = MetaConfig
    config: MetaConfig

    @property
    def endpoint(self) -> str:
        """Where messages are sent to."""
        return f"https://graph.facebook.com/{self.config.version}/me/messages"

    def request(self, message: Outbound) -> httpx.Request:
        """As a response within 24 hours; quick replies as far as Meta shows them, else the text alone says them."""
        content: dict[str, Any] = {"text": message.text}
        if 0 < len(message.choices) <= BUTTONS_LIMIT:
            content["quick_replies"] = [
                {"content_type": "text", "title": shorten(each.label, LABEL_LIMIT), "payload": each.value}
                for each in message.choices
            ]
        body = {"recipient": {"id": message.to}, "messaging_type": "RESPONSE", "message": content}
        # The header keeps the token out of addresses, which end up in logs.
        bearer = f"Bearer {self.config.access_token.get_secret_value()}"
        return httpx.Request("POST", self.endpoint, json=body, headers={"authorization": bearer})

    def receipt(self, response: httpx.Response) -> Receipt:
        """By Meta's own codes: https://developers.facebook.com/docs/messenger-platform/error-codes"""
        try:
            if response.is_success:
                return receipt_by_status(response, read_json(Sent, response.content).message_id)
            return _failed(response, read_json(Failure, response.content).error)
        except Invalid:
            return receipt_by_status(response)

    def greet(self, webhook: Webhook) -> Reply | None:
        """Registration: Meta sends the verify token and wants its challenge back."""
        if webhook.method != "GET" or "hub.challenge" not in webhook.query:
            return None
        given = webhook.query.get("hub.verify_token", "").encode("utf-8", "replace")
        expected = self.config.verify_token.get_secret_value().encode()
        if not hmac.compare_digest(given, expected) or webhook.query.get("hub.mode") != "subscribe":
            raise Forged("The verify token is not the one that is set up here.")
        return Reply(body=webhook.query["hub.challenge"].encode("utf-8", "replace"))

    def verify(self, webhook: Webhook) -> None:
        """HMAC-SHA256 of the raw body with the app secret."""
        expected = "sha256=" + hmac_sha256(self.config.app_secret, webhook.body).hex()
        check_header(webhook.header("x-hub-signature-256"), expected)

    def read(self, webhook: Webhook) -> Sequence[Event]:
        """Messages, tapped buttons and receipts of all entries, in their order."""
        notification = read_json(Notification, webhook.body)
        if notification.object != self.object:
            raise Invalid(f"This address takes events of a {self.object}, not of: {notification.object[:40]}.")
        return events_of(notification)


def _failed(response: httpx.Response, fault: Fault) -> Receipt:
    reason = f"Meta {fault.code}/{fault.error_subcode or 0}: {fault.message[:300]}"
    if fault.code == 10 and fault.error_subcode in _OUTSIDE_WINDOW:
        reason = f"More than 24 hours have passed since they last wrote; they have to write first. {reason}"
        return Receipt(outcome=Outcome.refused, reason=reason)
    if fault.error_subcode in _NOBODY:
        return Receipt(outcome=Outcome.refused, reason=reason, unreachable=True)
    if fault.code in _PERHAPS_SENT:
        return Receipt(outcome=Outcome.unknown, reason=reason)
    if fault.code in _TOO_FAST | _NOT_SENT:
        return Receipt(outcome=Outcome.retry, reason=reason)
    # Whoever blocked the page (551) stays reachable here: Meta would not tell us when they change their mind.
    return receipt_by_status(response).model_copy(update={"reason": reason})
