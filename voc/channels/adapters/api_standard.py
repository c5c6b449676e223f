"""Feedback from any program that signs its webhooks by the Standard Webhooks specification.

    webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek
    webhook-timestamp: 1614265330
    webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=

    {"type": "feedback.said", "timestamp": "2021-02-25T15:02:10Z",
     "data": {"text": "The parcel came late", "customer": "c-17", "subject": "…", "attributes": {"plan": "pro"}}}

`customer` is an id of yours, or `{"id": …, "name": …}`; what nobody in particular said goes to `POST /v1/feedback`. The
message's own id makes it count once. Other types are answered with 200 and passed over, as the specification asks.
Several signatures in one header are the sender's keys while it changes them; two secrets here are ours.

Docs: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

The package `standardwebhooks` is the tests' independent signer. It does not verify here: it asks the machine's clock,
and answers malformed Base64, headers and UTF-8 with other errors than its own.
"""

import hmac
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SecretStr, TypeAdapter, field_validator

from voc.channels.adapters.base import Adapter, Config, check_time
from voc.channels.domain import Channel, Event, Forged, Inbound, Webhook
from voc.errors import Invalid
from voc.feedback.domain import TEXT_LIMIT_CHARACTERS
from voc.feedback.schemas import SafeAttributes
from voc.web.bodies import decode, validate
from voc.webhooks.domain import SECRET_PREFIX, signature

SAID = "feedback.said"
_SHORTEST_BYTES = 24
"""What the specification asks of a secret."""
_SIGNATURES_LIMIT = 20


class StandardConfig(Config):
    """The secrets that senders sign with."""

    secret: SecretStr = Field(
        title="Signing secret", description="whsec_ and at least 24 random bytes in Base64, the same as at the sender."
    )
    previous_secret: SecretStr = Field(
        SecretStr(""), title="Previous secret", description="Still good while senders change to the new one."
    )

    @field_validator("secret", "previous_secret")
    @classmethod
    def _is_a_key(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value():
            _key(value)
        return value

    @field_validator("secret")
    @classmethod
    def _is_given(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value():
            raise ValueError("without a secret anybody could send")
        return value


class _Customer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Annotated[str, Field(min_length=1, max_length=200)]
    name: Annotated[str, Field(max_length=200)] | None = None


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    text: Annotated[str, Field(min_length=1, max_length=TEXT_LIMIT_CHARACTERS)]
    customer: _Customer
    subject: Annotated[str, Field(max_length=500)] | None = None
    attributes: SafeAttributes = {}

    @field_validator("customer", mode="before")
    @classmethod
    def _id_alone(cls, customer: Any) -> Any:
        return {"id": customer} if isinstance(customer, str) else customer


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    timestamp: AwareDatetime | None = None
    data: _Said


_BODY = TypeAdapter(_Body)


class StandardWebhooks(Adapter):
    """Feedback by Standard Webhooks; see the module."""

    kind = "api.standard"
    channel = Channel.api
    title = "Standard Webhooks"
    docs = "https://www.standardwebhooks.com/"
    Config = StandardConfig
    receives = True
    config: StandardConfig

    def verify(self, webhook: Webhook) -> None:
        """Look for a `v1` signature of id, time and raw body under one of the secrets."""
        signed_at = webhook.header("webhook-timestamp")
        if not webhook.header("webhook-id"):
            raise Forged("The request carries no webhook-id.")
        given = webhook.header("webhook-signature").encode("utf-8", "surrogatepass").split(b" ")[:_SIGNATURES_LIMIT]
        expected = [signature(_key(secret), self.replay_key(webhook)) for secret in self._secrets()]
        if not any([hmac.compare_digest(one, other) for one in given for other in expected]):
            raise Forged("No signature in webhook-signature is right for id, time and body.")
        check_time(webhook, signed_at)

    def replay_key(self, webhook: Webhook) -> bytes:
        """All that is signed: sent again later it carries another time, and is told by its id."""
        id_, at = webhook.header("webhook-id"), webhook.header("webhook-timestamp")
        return f"{id_}.{at}.".encode("latin-1", "backslashreplace") + webhook.body

    def read(self, webhook: Webhook) -> Sequence[Event]:
        """What a customer said; nothing of another type."""
        value = decode(webhook.body)
        if not isinstance(value, dict) or not isinstance(value.get("type"), str):
            raise Invalid("The body is an object with a type, such as feedback.said.")
        if value["type"] != SAID:
            return ()
        body = validate(_BODY, value)
        said = body.data
        return (
            Inbound(
                event_id=webhook.header("webhook-id"),
                sender=said.customer.id,
                sender_name=said.customer.name,
                text=said.text,
                subject=said.subject,
                at=body.timestamp,
                attributes=said.attributes,
            ),
        )

    def _secrets(self) -> list[SecretStr]:
        return [each for each in (self.config.secret, self.config.previous_secret) if each.get_secret_value()]


def _key(secret: SecretStr) -> bytes:
    """The bytes of a secret; senders leave out the prefix or the padding.

    Raises:
        ValueError: it is no Base64, or too short.
    """
    text = secret.get_secret_value().removeprefix(SECRET_PREFIX)
    try:
        key = b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (NotBase64, ValueError) as error:
        raise ValueError("write whsec_ and Base64") from error
    if len(key) < _SHORTEST_BYTES:
        raise ValueError(f"at least {_SHORTEST_BYTES} random bytes")
    return key
