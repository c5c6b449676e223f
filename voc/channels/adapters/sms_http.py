"""SMS through any provider with an HTTP API, described by settings.

Out: one request for each message, JSON or a form, with the fields that the settings name. Without `drops repeats` a
request whose answer never came is held, not repeated; the key in the `Idempotency-Key` header (draft-ietf-httpapi-
idempotency-key-header) is our own id of the message, the same however often it is tried.

In: messages, reports and refusals as `sms_events` describes them, signed by the provider or by a small program of yours
between it and us: `X-Voc-Timestamp` holds seconds since 1970, and `X-Voc-Signature` the hexadecimal HMAC-SHA256 of that
text, a full stop and the raw body, under the shared secret; `sha256=` may stand before it.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from typing import Any, Literal

import httpx
from pydantic import Field, SecretStr, field_validator

from voc.channels.adapters import sms_events
from voc.channels.adapters.base import Config, HttpSender, check_time, receipt_by_status
from voc.channels.domain import Channel, Event, Forged, Outbound, Outcome, Receipt, Webhook
from voc.channels.numbers import NumberFormat, spelled

TIME_HEADER, SIGNATURE_HEADER = "x-voc-timestamp", "x-voc-signature"
_HEADER_NAME = r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$"
_PLACE = re.compile(r"\{(to|from|text|id|subject)\}")
_DEEPEST, _LONGEST_LIST = 8, 20


class HttpSmsConfig(Config):
    """How a provider wants to be called."""

    url: str = Field(pattern=r"^https?://[^\s/]+\S*$", title="Address", description="Where messages are sent to.")
    method: Literal["POST", "PUT", "GET"] = Field("POST", title="Method", description="With GET, fields are a query.")
    body: Literal["json", "form"] = Field("json", title="Body", description="JSON, or fields like those of a form.")
    fields: str = Field(
        "to={to}\nfrom={from}\ntext={text}\nid={id}",
        max_length=4_000,
        title="Fields",
        description="One name=value to a line. {to}, {from}, {text} and {id} stand for the message's own; a dot in a "
        "name goes deeper: messages.0.to={to}.",
    )
    sender: str = Field("", max_length=40, title="Sender", description="The number or name that messages come from.")
    numbers: NumberFormat = Field(
        "e164", title="Numbers", description="+821012345678 (e164), 821012345678 (digits) or 01012345678 (national)."
    )
    auth_header: str = Field(
        "Authorization",
        pattern=_HEADER_NAME,
        title="Header to sign in",
        description="Often Authorization or X-API-Key.",
    )
    auth_value: SecretStr = Field(SecretStr(""), title="Its value", description="Whole, such as Bearer 3f9a….")
    id_field: str = Field(
        "", title="Field with the provider's id", description="In its answer, such as messages.0.id; reports name it."
    )
    accepted_if: str = Field(
        "",
        pattern=r"^([^=]+=.*)?$",
        title="Accepted when",
        description="A field of the answer and its value: result.code=0. For providers that answer 200 to errors.",
    )
    idempotency_header: str = Field(
        "Idempotency-Key", pattern=_HEADER_NAME, title="Header with our id", description="The same at every attempt."
    )
    drops_repeats: bool = Field(
        False,
        title="The provider drops repeats",
        description="Only if it promises to send a message once however often our id comes; otherwise a message whose "
        "answer was lost is held for you.",
    )
    webhook_secret: SecretStr = Field(
        SecretStr(""), title="Secret for webhooks", description="At least 16 characters; without one none are taken."
    )

    @field_validator("fields")
    @classmethod
    def _fields_are_named(cls, fields: str) -> str:
        _nested(_filled(fields, {}))
        if not any("{text}" in line for line in fields.splitlines()):
            raise ValueError("one field must hold {text}")
        return fields

    @field_validator("auth_value")
    @classmethod
    def _fits_a_header(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[\x20-\x7e]*", value.get_secret_value()):
            raise ValueError("a header holds printable ASCII only")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _hard_to_guess(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < 16:
            raise ValueError("at least 16 characters")
        return value


class HttpSms(HttpSender):
    """SMS through an HTTP API that the settings describe; see the module."""

    kind = "sms.http"
    channel = Channel.sms
    title = "SMS over HTTP"
    docs = "https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/"
    Config = HttpSmsConfig
    receives = True
    limit_characters = 2_000
    config: HttpSmsConfig

    @property
    def idempotent(self) -> bool:
        """As the settings say."""
        return self.config.drops_repeats

    def request(self, message: Outbound) -> httpx.Request:
        """The call with the configured fields filled in."""
        config = self.config
        filled = _filled(
            config.fields,
            {
                "to": spelled(message.to, config.numbers),
                "from": message.sender or config.sender,
                "text": message.text,
                "subject": message.subject or "",
                "id": message.id,
            },
        )
        headers = {config.idempotency_header: message.id}
        if config.auth_value.get_secret_value():
            headers[config.auth_header] = config.auth_value.get_secret_value()
        if config.method == "GET":
            return httpx.Request("GET", config.url, params=dict(filled), headers=headers)
        if config.body == "form":
            return httpx.Request(config.method, config.url, data=dict(filled), headers=headers)
        return httpx.Request(config.method, config.url, json=_nested(filled), headers=headers)

    def receipt(self, response: httpx.Response) -> Receipt:
        """By HTTP status, and by the field that says whether the provider took it."""
        try:
            answer = response.json()
        except ValueError:
            answer = None
        provider_id = _at(answer, self.config.id_field)
        receipt = receipt_by_status(response, provider_id)
        if response.status_code == 409 and self.idempotent:
            return Receipt(outcome=Outcome.unknown, reason="The first attempt is still under way.")
        field, _, wanted = self.config.accepted_if.partition("=")
        if receipt.outcome is Outcome.accepted and field and _at(answer, field) != wanted:
            reason = f"{field} is {_at(answer, field)}: {response.text[:300]}"
            return Receipt(outcome=Outcome.refused, provider_id=provider_id, reason=reason)
        return receipt

    def verify(self, webhook: Webhook) -> None:
        """Compare `X-Voc-Signature`, and look at the time that it covers."""
        secret, signed_at = self.config.webhook_secret.get_secret_value(), webhook.header(TIME_HEADER)
        if not secret:
            raise Forged("No secret for webhooks is set.")
        signed = signed_at.encode("latin-1", "backslashreplace") + b"." + webhook.body
        expected = hmac.digest(secret.encode(), signed, hashlib.sha256).hex().encode()
        given = webhook.header(SIGNATURE_HEADER).removeprefix("sha256=").encode("utf-8", "surrogatepass")
        if not hmac.compare_digest(given, expected):
            raise Forged(f"{SIGNATURE_HEADER} is not the HMAC-SHA256 of time, full stop and body under the secret.")
        check_time(webhook, signed_at)

    def replay_key(self, webhook: Webhook) -> bytes:
        """Time and body: signed anew it is another delivery of the same events."""
        return webhook.header(TIME_HEADER).encode("latin-1", "backslashreplace") + b"." + webhook.body

    def read(self, webhook: Webhook) -> Sequence[Event]:
        """Messages, reports and refusals; see `sms_events`."""
        return sms_events.read(webhook.body)


def _filled(fields: str, values: dict[str, str]) -> list[tuple[str, str]]:
    """Name and value of each field; what a message says is never read as another place."""
    filled = []
    for line in filter(str.strip, fields.splitlines()):
        name, equals, value = line.partition("=")
        if not equals or not name.strip() or len(name.split(".")) > _DEEPEST:
            raise ValueError(f"write name=value, one to a line, not {line[:80]!r}")
        filled.append((name.strip(), _PLACE.sub(lambda place: values.get(place[1], ""), value.strip())))
    return filled


def _nested(fields: list[tuple[str, str]]) -> Any:
    """Names with dots as objects within objects; numbers among them are places in a list."""
    root: dict[str, Any] = {}
    for name, value in fields:
        at, steps = root, name.split(".")
        for step in steps[:-1]:
            at = at.setdefault(step, {})
            if not isinstance(at, dict):
                raise ValueError(f"{name!r} lies within a field that has a value itself")
        if steps[-1] in at:
            raise ValueError(f"{name!r} stands there twice")
        at[steps[-1]] = value
    return _lists(root)


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and set(value) == {str(i) for i in range(min(len(value), _LONGEST_LIST))}:
        return [_lists(value[str(i)]) for i in range(len(value))]
    return {name: _lists(each) for name, each in value.items()}


def _at(value: Any, path: str) -> str | None:
    """The text or number at `messages.0.id` of an answer."""
    for step in path.split(".") if path else ():
        if isinstance(value, list) and step.isascii() and step.isdigit() and int(step[:4]) < len(value):
            value = value[int(step[:4])]
        else:
            value = value.get(step) if isinstance(value, dict) else None
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if path and isinstance(value, str | int | float) else None
