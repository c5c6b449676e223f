"""SMS through Twilio's Programmable Messaging.

Docs:
    https://www.twilio.com/docs/messaging/api/message-resource (sending),
    https://www.twilio.com/docs/messaging/guides/webhook-request (what comes in, `OptOutType`),
    https://www.twilio.com/docs/messaging/guides/track-outbound-message-status (reports),
    https://www.twilio.com/docs/usage/webhooks/webhooks-security (signatures),
    https://www.twilio.com/docs/api/errors (codes).

Twilio signs no time: a request never becomes stale, and only the ids in it and `replay_key` keep a recorded one from
counting twice.
"""

import hmac
from base64 import b64encode
from collections.abc import Sequence
from urllib.parse import parse_qsl

import httpx
from pydantic import Field, SecretStr

from voc.channels.adapters import twilio_signing
from voc.channels.adapters.base import Config, HttpSender, receipt_by_status
from voc.channels.domain import (
    Channel,
    Event,
    Forged,
    Inbound,
    Outbound,
    Outcome,
    Receipt,
    Refusal,
    Reply,
    Status,
    StatusUpdate,
    Webhook,
)
from voc.channels.ids import delivery_named
from voc.errors import Invalid
from voc.web.bodies import decode

OPTED_OUT = "21610"
OURS = "delivery"
"""What our id is called in the address for reports: they may come before Twilio's answer has told us its own."""
UNREACHABLE = frozenset({OPTED_OUT, "21211", "21217", "21614", "30005", "30006"})
"""The number is none, is gone, is a landline, or its owner has told Twilio to stop."""
STATUSES = {
    "sent": Status.sent,
    "delivered": Status.delivered,
    "read": Status.opened,
    "undelivered": Status.bounced,
    "failed": Status.failed,
    "canceled": Status.failed,
}
"""Others (accepted, scheduled, queued, sending) say nothing that we do not know."""


class TwilioConfig(Config):
    """What Twilio's console shows."""

    account_sid: str = Field(
        pattern=r"^AC[0-9a-f]{32}$", title="Account SID", description="Begins with AC; on the console's first page."
    )
    auth_token: SecretStr = Field(
        min_length=1, title="Auth token", description="Twilio signs its webhooks with it. Below the account SID."
    )
    sender: str = Field(
        min_length=1,
        max_length=40,
        title="Sender",
        description="A number of yours such as +15017122661, a sender name, or a messaging service (MG…).",
    )
    api_key: str = Field("", title="API key", description="Begins with SK; signs in instead of the auth token.")
    api_secret: SecretStr = Field(SecretStr(""), title="API key secret", description="Shown once by Twilio.")
    status_url: str = Field(
        "",
        pattern=r"^(https?://\S+)?$",
        title="Address for reports",
        description="Our webhook address, unless the messaging service already says where reports go.",
    )
    api_url: str = Field(
        "https://api.twilio.com",
        pattern=r"^https?://[^/\s]+$",
        title="Address of the API",
        description="Other regions have their own, such as https://api.dublin.ie1.twilio.com.",
    )


class TwilioSms(HttpSender):
    """SMS through Twilio's Messages API; see the module."""

    kind = "sms.twilio"
    channel = Channel.sms
    title = "Twilio"
    docs = "https://www.twilio.com/docs/messaging"
    Config = TwilioConfig
    receives = True
    limit_characters = 1_600
    config: TwilioConfig

    def request(self, message: Outbound) -> httpx.Request:
        """The call that makes a Message resource; Twilio knows no idempotency keys."""
        config, sender = self.config, message.sender or self.config.sender
        form = {"To": message.to, "Body": message.text}
        form["MessagingServiceSid" if sender.startswith("MG") else "From"] = sender
        if config.status_url:
            form["StatusCallback"] = str(httpx.URL(config.status_url).copy_set_param(OURS, message.id))
        user, password = config.account_sid, config.auth_token
        if config.api_key:
            user, password = config.api_key, config.api_secret
        signed_in = b64encode(f"{user}:{password.get_secret_value()}".encode()).decode()
        url = f"{config.api_url}/2010-04-01/Accounts/{config.account_sid}/Messages.json"
        return httpx.Request("POST", url, data=form, headers={"authorization": f"Basic {signed_in}"})

    def receipt(self, response: httpx.Response) -> Receipt:
        """What Twilio answered; its error code says whether the number itself is no good."""
        try:
            said = response.json()
        except ValueError:
            said = None
        said = said if isinstance(said, dict) else {}
        receipt = receipt_by_status(response, str(said["sid"]) if said.get("sid") else None)
        code = str(said.get("code") or said.get("error_code") or "")
        if receipt.outcome is Outcome.accepted and said.get("status") != "failed":
            return receipt
        if receipt.outcome is Outcome.accepted:
            receipt = receipt.model_copy(update={"outcome": Outcome.refused})
        reason = f"{code} {said.get('message') or said.get('error_message') or ''}".strip() or receipt.reason
        return receipt.model_copy(update={"reason": reason, "unreachable": code in UNREACHABLE})

    def verify(self, webhook: Webhook) -> None:
        """Compare `X-Twilio-Signature` with what the auth token makes of the address and the parameters."""
        given = webhook.header("x-twilio-signature").encode("utf-8", "surrogatepass")
        expected = twilio_signing.signatures(webhook, self.config.auth_token.get_secret_value())
        if not any([hmac.compare_digest(given, each) for each in expected]):
            raise Forged("The signature is not Twilio's. Is the auth token the account's, and the address the same?")

    def replay_key(self, webhook: Webhook) -> bytes:
        """The signature: the same parameters in another order or spelling are the same request."""
        return webhook.header("x-twilio-signature").encode("utf-8", "surrogatepass")

    def read(self, webhook: Webhook) -> Sequence[Event]:
        """A message, with a refusal where Twilio took it for one; or what became of a message."""
        said = _parameters(webhook)
        id_ = said.get("MessageSid") or said.get("SmsSid")
        if not id_:
            raise Invalid("Twilio's requests about messages carry a MessageSid.")
        if "MessageStatus" in said:
            return self._report(id_, said, delivery_named([webhook.query.get(OURS, "")]))
        if not said.get("From") or "Body" not in said:
            raise Invalid("Twilio's requests about messages that came in carry From and Body.")
        return _incoming(id_, said)

    def reply(self, webhook: Webhook, said: Sequence[Outbound]) -> Reply:
        """An empty TwiML document; plain text would be sent as an SMS."""
        return Reply(body=b"<Response/>", media_type="text/xml")

    def _report(self, id_: str, said: dict[str, str], ours: str | None) -> Sequence[Event]:
        status, code = STATUSES.get(said["MessageStatus"]), said.get("ErrorCode", "")
        if status is None:
            return ()
        reason = f"{code} {said.get('ErrorMessage', '')}".strip() or None
        return (
            StatusUpdate(
                event_id=f"{id_}:{said['MessageStatus']}",
                provider_id=id_,
                delivery=ours,
                status=Status.unsubscribed if code == OPTED_OUT else status,
                address=said.get("To") or None,
                permanent=code in UNREACHABLE,
                reason=reason if status in (Status.bounced, Status.failed) else None,
            ),
        )


def _incoming(id_: str, said: dict[str, str]) -> Sequence[Event]:
    media = int(said["NumMedia"]) if said.get("NumMedia", "").isdecimal() else 0
    types = tuple(said[name] for i in range(min(media, 10)) if (name := f"MediaContentType{i}") in said)
    message = Inbound(
        event_id=id_,
        sender=said["From"],
        to=said.get("To"),
        text=said["Body"],
        attachments=types,
        attributes={"country": said["FromCountry"]} if said.get("FromCountry") else {},
    )
    decided = {"STOP": False, "START": True}.get(said.get("OptOutType", ""))
    if decided is None:
        return (message,)
    return (message, Refusal(event_id=f"{id_}:{said['OptOutType']}", address=said["From"], lifted=decided))


def _parameters(webhook: Webhook) -> dict[str, str]:
    """What a verified request says, wherever it stands: form, JSON or query."""
    if twilio_signing.by_digest(webhook):
        value = decode(webhook.body)
        said = value if isinstance(value, dict) else {}
    else:
        said = dict(parse_qsl(webhook.body.decode("latin-1"), keep_blank_values=True)) or webhook.query
    return {name: str(value).replace("\0", "") for name, value in said.items()}
