"""E-mail that SendGrid takes in for us, and what became of what it sent.

It sends through its mail server: connect SMTP with smtp.sendgrid.net, the user name `apikey` and an API key. Both of
its webhooks come to the address of this adapter.
"""

from collections.abc import Sequence

from pydantic import Field, field_validator, model_validator

from voc.channels.adapters.base import Adapter
from voc.channels.adapters.base import Config as BaseConfig
from voc.channels.domain import Channel, Event, Webhook
from voc.channels.incoming import sendgrid


class SendgridConfig(BaseConfig):
    """The keys that say that SendGrid calls; they are no secrets."""

    events_key: str | None = Field(
        default=None,
        max_length=2_000,
        title="Verification key of the event webhook",
        description="Shown under Mail Settings, Event Webhooks, Security features",
    )
    parse_key: str | None = Field(
        default=None,
        max_length=2_000,
        title="Verification key of inbound parse",
        description="Of the security policy that is attached to the parse webhook",
    )

    @field_validator("events_key", "parse_key")
    @classmethod
    def _is_a_key(cls, given: str | None) -> str | None:
        if not given:
            return None
        sendgrid.public_key(given)
        return given

    @model_validator(mode="after")
    def _one_at_least(self) -> "SendgridConfig":
        if not self.events_key and not self.parse_key:
            raise ValueError("one of the two verification keys is needed")
        return self


class SendgridEmail(Adapter):
    """E-mail from SendGrid; mail goes out to it by SMTP."""

    kind = "email.sendgrid"
    channel = Channel.email
    title = "SendGrid"
    docs = "https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/securing-your-parse-webhooks"
    Config = SendgridConfig
    receives = True
    config: SendgridConfig

    def verify(self, webhook: Webhook) -> None:
        """Whether SendGrid sent this, by one of its two keys."""
        sendgrid.verify([self.config.events_key or "", self.config.parse_key or ""], webhook)

    def read(self, webhook: Webhook) -> Sequence[Event]:
        """A mail, or events; see `voc.channels.incoming.sendgrid`."""
        return sendgrid.read(webhook)

    def replay_key(self, webhook: Webhook) -> bytes:
        """What was signed: the time and the body. Not the signature, which may be written in two ways."""
        return sendgrid.signed_part(webhook)
