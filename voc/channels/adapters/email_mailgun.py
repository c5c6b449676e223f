"""E-mail through Mailgun's HTTP API.

Docs:
    https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages/post-v3--domain-name--messages
    (sending), https://documentation.mailgun.com/docs/mailgun/quickstart-guide/responses (what its answers mean).

Mailgun signs with its own DKIM key. Its tracking is switched off: it would rewrite links that must stay ours, and
count robots as readers.
"""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any, Literal

import httpx
from pydantic import Field, SecretStr, field_validator

from voc.channels.adapters.base import Config, HttpSender, receipt_by_status
from voc.channels.adapters.email_smtp import sender_field
from voc.channels.domain import Channel, Event, Outbound, Outcome, Receipt, Webhook
from voc.channels.incoming import mailgun
from voc.channels.mail_headers import Mailbox, clean, mailbox, without_addresses
from voc.channels.mime import compose

REGIONS = {"us": "https://api.mailgun.net", "eu": "https://api.eu.mailgun.net"}
NOT_OURS_TO_SAY = {"from", "to", "subject", "mime-version", "content-type", "content-transfer-encoding", "date"}
"""Fields of the message that Mailgun writes itself."""
ABOUT_THE_ACCOUNT = (401, 402, 403, 404)
"""A wrong key, an unpaid bill, an unknown domain: no message was taken, and none is at fault."""


class MailgunConfig(Config):
    """What Mailgun's control panel shows."""

    domain: str = Field(
        pattern=r"^[A-Za-z0-9.-]{3,253}$",
        title="Domain",
        description="As registered with Mailgun, such as mg.example.com",
    )
    region: Literal["us", "eu"] = Field("us", title="Region", description="Where the domain was made")
    api_key: SecretStr = Field(min_length=1, title="API key", description="A sending key of the domain is enough")
    signing_key: SecretStr | None = Field(
        None, title="Webhook signing key", description="Mailgun signs its webhooks with it; only for receiving"
    )
    sender: str = Field(max_length=400, title="Sender", description="Such as Example shop <hello@mg.example.com>")

    @field_validator("sender")
    @classmethod
    def _sender(cls, given: str) -> str:
        return sender_field(given)


class MailgunEmail(HttpSender):
    """E-mail through Mailgun."""

    kind = "email.mailgun"
    channel = Channel.email
    title = "Mailgun"
    docs = "https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/send-http"
    Config = MailgunConfig
    receives = True
    limit_characters = 500_000
    config: MailgunConfig

    def request(self, message: Outbound) -> httpx.Request:
        """The call that sends the parts of the message.

        Raises:
            Invalid: an address or a header field cannot be written.
        """
        email = compose(message, self.config.sender)
        fields = {
            "from": _readable(mailbox(message.sender or self.config.sender)),
            "to": mailbox(message.to).address,
            "subject": clean(message.subject or ""),
            "text": message.text,
            "html": message.html,
            "o:tracking": "no",
            "o:tracking-clicks": "no",
            "o:tracking-opens": "no",
            "v:delivery": message.id,
            **{f"h:{name}": str(value) for name, value in email.raw_items() if name.lower() not in NOT_OURS_TO_SAY},
        }
        key = b64encode(f"api:{self.config.api_key.get_secret_value()}".encode()).decode()
        return httpx.Request(
            "POST",
            f"{REGIONS[self.config.region]}/v3/{self.config.domain}/messages",
            files=[
                (name, (None, value.encode("utf-8", "replace"))) for name, value in fields.items() if value is not None
            ],
            headers={"authorization": f"Basic {key}"},
        )

    def receipt(self, response: httpx.Response) -> Receipt:
        """What Mailgun answered; its id of the message is the Message-ID, which events name without brackets."""
        said = _said(response)
        id_ = said.get("id")
        receipt = receipt_by_status(response, id_.strip("<> ") if isinstance(id_, str) else None)
        if response.status_code in ABOUT_THE_ACCOUNT:
            receipt = receipt.model_copy(update={"outcome": Outcome.retry})
        if receipt.outcome is Outcome.accepted:
            return receipt
        words = without_addresses(str(said.get("message") or receipt.reason))
        nobody = response.status_code == 400 and "to parameter is not a valid address" in words.lower()
        return receipt.model_copy(update={"reason": words, "unreachable": nobody})

    def verify(self, webhook: Webhook) -> None:
        """Compare the signature of time and token with what the webhook signing key makes of them."""
        mailgun.verify(self.config.signing_key, webhook)

    def read(self, webhook: Webhook) -> Sequence[Event]:
        """A mail that a route handed on, or what became of one that we sent."""
        return mailgun.read(webhook)

    def replay_key(self, webhook: Webhook) -> bytes:
        """The token: each is good for one request."""
        return mailgun.replay_key(webhook)


def _readable(author: Mailbox) -> str:
    """A name and an address in letters: Mailgun encodes them."""
    name = author.name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{name}" <{author.address}>' if name else author.address


def _said(response: httpx.Response) -> dict[str, Any]:
    try:
        said = response.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
