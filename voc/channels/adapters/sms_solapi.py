"""SMS and LMS in Korea through SOLAPI's messages API, version 4.

Docs:
    https://docs.solapi.com/authentication/api-key (signing calls),
    https://docs.solapi.com/api-reference/messages/sendsimplemessage (sending),
    https://docs.solapi.com/api-reference/message-status-codes (codes),
    https://docs.solapi.com/api-reference/webhook/createoutgoingdata (webhooks: an event, an address and a secret).

A text of at most 90 bytes goes as SMS, a longer one as LMS (2,000); the sender must be a number registered with SOLAPI.
SOLAPI promises to drop no repeats, so an unknown outcome is held.

What the public reference says of webhooks ends with the secret that may be set. We rely on two more things. From
SOLAPI's own SDK (github.com/solapi/solapi-python, `model/webhook/single_report.py`): a report is a list of
`{eventDataId, data: {messageId, statusCode, dateReceived, customFields, …}, retryCount}`. From what several public
receivers agree on: `X-Solapi-Secret` carries the hexadecimal SHA-1 of the secret, `X-Solapi-Event-Name` carries
`SINGLE-REPORT`, and the objects may stand in the list without `data` around them.

That header is a password, the same in every request: neither the body nor a time is signed. So a report can do little:
it moves one message that it names, and refusals by 080 number that it tells are believed. Keep the address on HTTPS.
Messages that customers send (MO) have no public format; they do not come in here.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import httpx
from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    TypeAdapter,
    field_validator,
    model_validator,
)

from voc.channels.adapters.base import Config, HttpSender, receipt_by_status
from voc.channels.domain import (
    Channel,
    Event,
    Forged,
    Outbound,
    Outcome,
    Receipt,
    Status,
    StatusUpdate,
    Webhook,
)
from voc.channels.numbers import dialled
from voc.channels.segments import for_korea, size
from voc.clock import Clock, utc_now
from voc.web.bodies import decode, validate

SINGLE_REPORT = "SINGLE-REPORT"
REFUSED = frozenset({"1061", "2061"})
"""The reader refused at the free 080 number."""
UNREACHABLE = frozenset({"3010", "3032", "3050"}) | REFUSED
"""No such number, no subscriber, a device without text messages."""
OUTCOMES = {
    "RequestTimeTooSkewed": Outcome.retry,
    "TooManyRequests": Outcome.retry,
    "DuplicatedSignature": Outcome.unknown,
}
"""Errors that say more than their HTTP status; the last one: this very call came before."""
_SUBJECT_BYTES = 40


class SolapiConfig(Config):
    """What SOLAPI's console shows."""

    api_key: str = Field(
        pattern=r"^[A-Za-z0-9]{8,64}$", title="API key", description="From Developers, API keys, in SOLAPI's console."
    )
    api_secret: SecretStr = Field(
        min_length=8, title="API secret", description="Shown beside the key; signs our calls."
    )
    sender: str = Field(
        pattern=r"^[0-9-]{8,16}$", title="Sender", description="A number registered with SOLAPI, such as 02-930-2266."
    )
    webhook_secret: SecretStr = Field(
        SecretStr(""), title="Secret for webhooks", description="Set the same one where you add the webhook at SOLAPI."
    )


class _Report(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    message: Annotated[str, Field(alias="messageId", min_length=1, max_length=100)]
    code: Annotated[str, Field(alias="statusCode", pattern=r"^[0-9]{4}$")]
    why: Annotated[str | None, Field(alias="statusMessage", max_length=500)] = None
    fields: Annotated[dict[str, Any] | None, Field(alias="customFields")] = None
    received_at: Annotated[AwareDatetime | None, Field(alias="dateReceived")] = None

    @model_validator(mode="before")
    @classmethod
    def _unwrapped(cls, value: Any) -> Any:
        return value["data"] if isinstance(value, dict) and isinstance(value.get("data"), dict) else value

    @field_validator("received_at", mode="wrap")
    @classmethod
    def _if_it_is_a_time(cls, value: Any, read: Callable[[Any], Any]) -> Any:
        """SOLAPI writes some times without their zone; such a one is no reason to lose the report."""
        try:
            return read(value)
        except ValueError:
            return None


_REPORTS = TypeAdapter(Annotated[list[_Report], Field(max_length=1_000)])


class SolapiSms(HttpSender):
    """SMS and LMS through SOLAPI; see the module.

    Args:
        clock: signs calls with its time, which SOLAPI's may differ from by 15 minutes.
        salt: makes 12 to 64 letters that differ from call to call.
    """

    kind = "sms.solapi"
    channel = Channel.sms
    title = "SOLAPI"
    docs = "https://docs.solapi.com/"
    Config = SolapiConfig
    receives = True
    limit_characters = 2_000
    config: SolapiConfig

    def __init__(self, config: SolapiConfig, *, clock: Clock = utc_now, salt: Callable[[], str] | None = None) -> None:
        super().__init__(config)
        self._clock, self._salt = clock, salt or (lambda: secrets.token_hex(16))

    def request(self, message: Outbound) -> httpx.Request:
        """The call that sends one message, as SMS or LMS by its bytes."""
        text, to = for_korea(message.text), dialled(message.to)
        long = size(text).korean_class != "sms"
        said: dict[str, Any] = {
            "to": to.national,
            "from": dialled(message.sender or self.config.sender).national,
            "text": text,
            "type": "LMS" if long else "SMS",
            "autoTypeDetect": False,
            "customFields": {"delivery": message.id[:100]},
        }
        if to.country not in ("", "82"):
            said["country"] = to.country
        if long and message.subject:
            said["subject"] = message.subject.encode("cp949", "ignore")[:_SUBJECT_BYTES].decode("cp949", "ignore")
        headers = {"authorization": self._authorization()}
        return httpx.Request("POST", "https://api.solapi.com/messages/v4/send", json={"message": said}, headers=headers)

    def _authorization(self) -> str:
        date, salt = self._clock().strftime("%Y-%m-%dT%H:%M:%SZ"), self._salt()
        key = self.config.api_secret.get_secret_value().encode()
        signature = hmac.digest(key, (date + salt).encode(), hashlib.sha256).hex()
        return f"HMAC-SHA256 apiKey={self.config.api_key}, date={date}, salt={salt}, signature={signature}"

    def receipt(self, response: httpx.Response) -> Receipt:
        """What SOLAPI answered: a message with a status code, or an error with a name."""
        try:
            said = response.json()
        except ValueError:
            said = None
        said = said if isinstance(said, dict) else {}
        code, error = str(said.get("statusCode") or ""), str(said.get("errorCode") or "")
        receipt = receipt_by_status(response, str(said["messageId"]) if said.get("messageId") else None)
        if receipt.outcome is Outcome.accepted and code in ("", "2000", "3000", "4000"):
            return receipt
        why = f"{code or error} {said.get('statusMessage') or said.get('errorMessage') or ''}".strip()
        outcome = Outcome.refused if receipt.outcome is Outcome.accepted else receipt.outcome
        found = {"outcome": OUTCOMES.get(error, outcome), "reason": why or receipt.reason}
        return receipt.model_copy(update=found | {"unreachable": code in UNREACHABLE})

    def verify(self, webhook: Webhook) -> None:
        """Compare `X-Solapi-Secret` with the SHA-1 of the secret; it covers neither body nor time."""
        secret = self.config.webhook_secret.get_secret_value()
        given = webhook.header("x-solapi-secret").encode("utf-8", "surrogatepass")
        expected = hashlib.sha1(secret.encode()).hexdigest().encode()
        if not hmac.compare_digest(given, expected) or not secret:
            raise Forged("X-Solapi-Secret is not the SHA-1 of the secret for webhooks.")

    def read(self, webhook: Webhook) -> Sequence[Event]:
        """What became of messages; other events of SOLAPI's say nothing about one."""
        if webhook.header("x-solapi-event-name").upper() not in (SINGLE_REPORT, ""):
            return ()
        return [each for report in validate(_REPORTS, decode(webhook.body)) for each in _update(report)]


def _update(report: _Report) -> Sequence[StatusUpdate]:
    delivery = (report.fields or {}).get("delivery")
    if (status := _status(report.code)) is None:
        return ()
    return (
        StatusUpdate(
            event_id=f"{report.message}:{report.code}",
            provider_id=report.message,
            delivery=delivery if isinstance(delivery, str) else None,
            status=status,
            permanent=report.code in UNREACHABLE,
            reason=None if status in (Status.sent, Status.delivered) else f"{report.code} {report.why or ''}".strip(),
            at=report.received_at,
        ),
    )


def _status(code: str) -> Status | None:
    """By the first digit: 1 and 2 never left SOLAPI, 3 came back from a carrier, 4000 was received."""
    known = {"2000": None, "3000": Status.sent, "4000": Status.delivered}
    if code in known:
        return known[code]
    if code in REFUSED:
        return Status.unsubscribed
    return Status.bounced if code.startswith("3") else Status.failed
