"""Requests of providers as recorded in `payloads`, and how each provider signs them."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

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
    content_type: str = "application/json"
    signs_body: bool = True
    signs_time: bool = False
    other_secret: dict[str, str] = field(default_factory=dict)
    """The part of the configuration that another workspace has differently."""

    @property
    def body(self) -> bytes:
        """What was recorded."""
        return payload(self.payload)

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


META_KEYS = {"app_secret": "app secret", "verify_token": "meatyhamhock", "access_token": "EAAB-token"}
LINE_KEYS = {"channel_secret": "8c570fa6dd201bb328f1c1eac23a96d8", "channel_access_token": "line-token"}
SLACK_KEYS = {"signing_secret": "8f742231b10e8888abcd99yyyzzz85a5", "bot_token": "xoxb-token"}
KAKAO_KEYS = {"admin_key": "0123456789abcdef0123456789abcdef"}

RECORDED: dict[str, Recorded] = {
    "messenger.meta": Recorded(
        META_KEYS, "meta/message.json", meta("app secret"), other_secret={"app_secret": "another"}
    ),
    "instagram.meta": Recorded(
        META_KEYS, "meta/instagram_message.json", meta("app secret"), other_secret={"app_secret": "another"}
    ),
    "line.messaging": Recorded(
        LINE_KEYS,
        "line/redelivered.json",
        line(LINE_KEYS["channel_secret"]),
        other_secret={"channel_secret": "another"},
    ),
    "slack.events": Recorded(
        SLACK_KEYS,
        "slack/message.json",
        slack(SLACK_KEYS["signing_secret"]),
        signs_time=True,
        other_secret={"signing_secret": "another"},
    ),
    "kakao.channel": Recorded(
        KAKAO_KEYS,
        "kakao/skill.json",
        kakao(KAKAO_KEYS["admin_key"]),
        signs_body=False,
        other_secret={"admin_key": "another"},
    ),
}
