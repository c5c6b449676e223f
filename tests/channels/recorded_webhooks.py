"""Requests of providers as recorded in `payloads`, and how each provider signs them."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.channels import recorded_sendgrid as sendgrid
from tests.channels.signed import SECRET, from_http, from_solapi, from_twilio
from voc.channels.adapters.base import Adapter
from voc.channels.domain import Webhook

PAYLOADS = Path(__file__).parent / "payloads"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

Sign = Callable[[bytes, datetime, str], dict[str, str]]
"""(body, time, full address) → the headers that the provider adds."""


def payload(name: str) -> bytes:
    """A recorded body, such as `meta/message.json`."""
    return (PAYLOADS / name).read_bytes()


def _mac(secret: str, message: bytes) -> bytes:
    return hmac.new(secret.encode(), message, hashlib.sha256).digest()


@dataclass(frozen=True)
class Recorded:
    """A provider's valid request with one message, and what it takes to make it again."""

    config: dict[str, str]
    payload: str
    sign: Sign
    proofs: tuple[str, ...]
    """Headers of which every bit counts."""
    other_secret: dict[str, str]
    """The part of the configuration that another workspace has differently."""
    content_type: str = "application/json"
    signs_body: bool = True
    signs_time: bool = False
    messages: int = 1
    """How many people's words are in it."""
    seal: Callable[[bytes, datetime], bytes] = lambda body, at: body
    """Puts into the body what is signed there."""
    fields: tuple[str, ...] = ()
    """Names of fields of the body of which every bit counts."""

    @property
    def body(self) -> bytes:
        """What was recorded."""
        return payload(self.payload)

    def sealed(self, at: datetime, body: bytes | None = None) -> bytes:
        """The recorded body, or another one, as the provider sends it at a time."""
        return self.seal(self.body if body is None else body, at)

    def headers(self, body: bytes, at: datetime, url: str = "") -> dict[str, str]:
        """Of `body`, signed at `at`."""
        return {"content-type": self.content_type} | self.sign(body, at, url)

    def webhook(self, body: bytes | None = None, *, at: datetime = NOW, signed_at: datetime | None = None) -> Webhook:
        """The request as an adapter gets it."""
        sent = self.body if body is None else body
        url = "https://voc.test/hooks/any"
        return Webhook(url=url, headers=self.headers(sent, signed_at or at, url), body=sent, at=at)


def configured(kind: type[Adapter], config: dict[str, str]) -> Adapter:
    """An adapter with its keys."""
    return kind(kind.Config.model_validate(config))


def meta(secret: str) -> Sign:
    """Hex over the body."""
    return lambda body, at, url: {"x-hub-signature-256": "sha256=" + _mac(secret, body).hex()}


def line(secret: str) -> Sign:
    """Base64 over the body."""
    return lambda body, at, url: {"x-line-signature": base64.b64encode(_mac(secret, body)).decode()}


def slack(secret: str) -> Sign:
    """Hex over version, time and body."""

    def sign(body: bytes, at: datetime, url: str) -> dict[str, str]:
        seconds = str(int(at.timestamp()))
        mac = _mac(secret, b"v0:" + seconds.encode() + b":" + body)
        return {"x-slack-request-timestamp": seconds, "x-slack-signature": "v0=" + mac.hex()}

    return sign


def kakao(key: str) -> Sign:
    """A key that is the same every time, and the request's id."""
    return lambda body, at, url: {"authorization": f"KakaoAK {key}", "x-request-id": "6ed4a8e4b2f14a3f"}


def _twilio(body: bytes, at: datetime, url: str) -> dict[str, str]:
    return {"x-twilio-signature": from_twilio(body, url).header("x-twilio-signature")}


def _http(body: bytes, at: datetime, url: str) -> dict[str, str]:
    return from_http(body, at).headers


def _solapi(body: bytes, at: datetime, url: str) -> dict[str, str]:
    return from_solapi(body).headers


def _standard(body: bytes, at: datetime, url: str) -> dict[str, str]:
    id_, seconds = "msg_p5jXN8AQM9LWM0D4loKWxJek", str(int(at.timestamp()))
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    mac = hmac.digest(key, f"{id_}.{seconds}.".encode() + body, hashlib.sha256)
    signature = "v1," + base64.b64encode(mac).decode()
    return {"webhook-id": id_, "webhook-timestamp": seconds, "webhook-signature": signature}


def _mailgun(body: bytes, at: datetime) -> bytes:
    seconds, token = str(int(at.timestamp())), "e0b5477167110d68991efc6b9f89f0a11066af27834600e123"
    signature = _mac("key of webhooks", f"{seconds}{token}".encode()).hex()
    return f"timestamp={seconds}&token={token}&signature={signature}&".encode() + body


META_KEYS = {"app_secret": "app secret", "verify_token": "meatyhamhock", "access_token": "EAAB-token"}
LINE_KEYS = {"channel_secret": "8c570fa6dd201bb328f1c1eac23a96d8", "channel_access_token": "line-token"}
SLACK_KEYS = {"signing_secret": "8f742231b10e8888abcd99yyyzzz85a5", "bot_token": "xoxb-token"}
KAKAO_KEYS = {"admin_key": "0123456789abcdef0123456789abcdef"}
TWILIO_KEYS = {"account_sid": "AC0123456789abcdef0123456789abcdef", "auth_token": "12345", "sender": "+15017122661"}
HTTP_KEYS = {"url": "https://sms.example/send", "webhook_secret": "a shared secret 한글"}
SOLAPI_KEYS = {
    "api_key": "NCSAYU7YDBXYORXC",
    "api_secret": "secret-of-api",
    "sender": "029302266",
    "webhook_secret": "test-secret",
}
MAILGUN_KEYS = {
    "domain": "mg.acme.example",
    "api_key": "key-of-calls",
    "signing_key": "key of webhooks",
    "sender": "Acme <hello@mg.acme.example>",
}
OTHER_STANDARD = "whsec_" + base64.b64encode(b"another secret of a sender").decode()

RECORDED: dict[str, Recorded] = {
    "email.sendgrid": Recorded(
        sendgrid.KEYS,
        sendgrid.PAYLOAD,
        sendgrid.sign,
        sendgrid.PROOFS,
        sendgrid.OTHER_KEYS,
        content_type=sendgrid.CONTENT_TYPE,
        signs_time=True,
    ),
    "messenger.meta": Recorded(
        META_KEYS, "meta/message.json", meta("app secret"), ("x-hub-signature-256",), {"app_secret": "another"}
    ),
    "instagram.meta": Recorded(
        META_KEYS,
        "meta/instagram_message.json",
        meta("app secret"),
        ("x-hub-signature-256",),
        {"app_secret": "another"},
    ),
    "line.messaging": Recorded(
        LINE_KEYS,
        "line/redelivered.json",
        line(LINE_KEYS["channel_secret"]),
        ("x-line-signature",),
        {"channel_secret": "another"},
    ),
    "slack.events": Recorded(
        SLACK_KEYS,
        "slack/message.json",
        slack(SLACK_KEYS["signing_secret"]),
        ("x-slack-signature", "x-slack-request-timestamp"),
        {"signing_secret": "another"},
        signs_time=True,
    ),
    "kakao.channel": Recorded(
        KAKAO_KEYS,
        "kakao/skill.json",
        kakao(KAKAO_KEYS["admin_key"]),
        ("authorization",),
        {"admin_key": "another"},
        signs_body=False,
    ),
    "sms.twilio": Recorded(
        TWILIO_KEYS,
        "twilio/incoming.txt",
        _twilio,
        ("x-twilio-signature",),
        {"auth_token": "another"},
        content_type="application/x-www-form-urlencoded",
    ),
    "sms.http": Recorded(
        HTTP_KEYS,
        "sms_http/events.json",
        _http,
        ("x-voc-signature", "x-voc-timestamp"),
        {"webhook_secret": "another shared secret"},
        signs_time=True,
    ),
    "sms.solapi": Recorded(
        SOLAPI_KEYS,
        "solapi/single_report.json",
        _solapi,
        ("x-solapi-secret",),
        {"webhook_secret": "another"},
        signs_body=False,
        messages=0,
    ),
    "api.standard": Recorded(
        {"secret": SECRET},
        "standard/feedback.json",
        _standard,
        ("webhook-signature", "webhook-id", "webhook-timestamp"),
        {"secret": OTHER_STANDARD},
        signs_time=True,
    ),
    "email.mailgun": Recorded(
        MAILGUN_KEYS,
        "mailgun/route.form",
        lambda body, at, url: {},
        (),
        {"signing_key": "another"},
        content_type="application/x-www-form-urlencoded",
        signs_body=False,
        signs_time=True,
        seal=_mailgun,
        fields=("timestamp", "token", "signature"),
    ),
}
