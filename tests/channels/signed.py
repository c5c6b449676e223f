"""Webhooks as SMS providers and programs sign them, for the tests."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl

from voc.channels.adapters.api_standard import StandardConfig, StandardWebhooks
from voc.channels.adapters.sms_http import HttpSms, HttpSmsConfig
from voc.channels.adapters.sms_solapi import SolapiConfig, SolapiSms
from voc.channels.adapters.sms_twilio import TwilioConfig, TwilioSms
from voc.channels.domain import Webhook

NOW = datetime(2021, 2, 25, 15, 2, 10, tzinfo=UTC)
"""1614265330, the time of Standard Webhooks' own example."""
PAYLOADS = Path(__file__).parent / "payloads"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

TWILIO = TwilioSms(
    TwilioConfig(account_sid="AC0123456789abcdef0123456789abcdef", auth_token="12345", sender="+15017122661")
)
HTTP = HttpSms(HttpSmsConfig(url="https://sms.example/send", webhook_secret="a shared secret 한글"))
SOLAPI = SolapiSms(
    SolapiConfig(
        api_key="NCSAYU7YDBXYORXC", api_secret="secret-of-api", sender="029302266", webhook_secret="test-secret"
    )
)
STANDARD = StandardWebhooks(StandardConfig(secret=SECRET))


def payload(name: str) -> bytes:
    """A recorded body."""
    return (PAYLOADS / name).read_bytes()


def from_twilio(body: bytes, url: str = "https://voc.example/hooks/sms/twilio/ws_1", token: str = "12345") -> Webhook:
    """Signed by the rule of Twilio's documentation, written out once more."""
    pairs = sorted(set(parse_qsl(body.decode(), keep_blank_values=True)))
    signed = url + "".join(name + value for name, value in pairs)
    signature = base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()
    return webhook(body, {"x-twilio-signature": signature, "content-type": "application/x-www-form-urlencoded"}, url)


def from_http(body: bytes, at: datetime = NOW, secret: str = "a shared secret 한글") -> Webhook:
    """Signed as the module says."""
    seconds = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
    return webhook(body, {"x-voc-timestamp": seconds, "x-voc-signature": f"sha256={digest}"})


def from_solapi(body: bytes, event: str = "SINGLE-REPORT") -> Webhook:
    """With the SHA-1 of `test-secret`."""
    secret = "fe1bae27cb7c1fb823f496f286e78f1d2ae87734"
    return webhook(body, {"x-solapi-event-name": event, "x-solapi-secret": secret})


def from_program(body: bytes, id_: str = "msg_p5jXN8AQM9LWM0D4loKWxJek", at: datetime = NOW) -> Webhook:
    """Signed by the package of the specification's authors."""
    from standardwebhooks.webhooks import Webhook as Signer

    signature = Signer(SECRET).sign(id_, at, body.decode())
    headers = {"webhook-id": id_, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}
    return webhook(body, headers)


def webhook(body: bytes, headers: dict[str, str], url: str = "https://voc.example/hooks/x/y/ws_1") -> Webhook:
    """A request that came in at `NOW`."""
    return Webhook(url=url, headers=headers, body=body, at=NOW)


def changed(webhook: Webhook, **headers: str) -> Webhook:
    """The same with other headers; `_` in names stands for `-`."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return webhook.model_copy(update={"headers": webhook.headers | given})
