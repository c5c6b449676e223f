"""What every adapter brings: a translation between a provider and us, without any I/O."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import timedelta
from email.message import EmailMessage
from typing import ClassVar

import httpx

from voc.channels.domain import Channel, Event, Forged, Outbound, Outcome, Receipt, Reply, Stale, Webhook
from voc.values import Value

SIGNED_FOR = timedelta(minutes=5)
"""How old a signed request may be, and how far ahead a provider's clock."""
_TRY_LATER = (408, 429, 503)


class Config(Value):
    """What an adapter is told when it is connected.

    Fields carry `title` and `description` in English; the set-up form is made of them. Secrets are `SecretStr`: they
    are shown to nobody again.
    """


class Adapter(ABC):
    """One provider on one channel.

    One that sends is an `HttpSender` or a `MailSender`; what any other is given is kept for whoever comes to read it.
    Receiving: `verify`, `read`, and where the provider wants them `greet` and `reply`.

    Args:
        config: an instance of the adapter's own `Config`.
    """

    kind: ClassVar[str]
    """`{channel}.{provider}`."""
    channel: ClassVar[Channel]
    title: ClassVar[str]
    """The provider's name."""
    docs: ClassVar[str]
    """Where its documentation stands."""
    Config: ClassVar[type[Config]] = Config
    sends: ClassVar[bool] = False
    """Whether what is sent leaves this service."""
    receives: ClassVar[bool] = False
    """Whether it has a webhook."""
    polls: ClassVar[bool] = False
    """Whether we fetch what comes in."""
    answers_at_once: ClassVar[bool] = False
    """Whether what we say travels in the answer to its webhook, and in no other way."""
    reports: ClassVar[bool] = True
    """Whether it says of what it sent that it arrived; else nobody knows until somebody opens it."""
    limit_characters: ClassVar[int] = 10_000
    """Longest text that it takes."""

    def __init__(self, config: Config) -> None:
        self.config = config

    @property
    def idempotent(self) -> bool:
        """Whether the provider drops what comes twice under our id, so that an unknown outcome may be tried again."""
        return False

    def verify(self, webhook: Webhook) -> None:
        """Whether the provider sent this, over the raw bytes and before anything is parsed.

        Raises:
            Forged: not signed, or by somebody else.
            Stale: signed too long ago.
        """
        raise Forged(f"{self.kind} takes no webhooks.")

    def read(self, webhook: Webhook) -> Sequence[Event]:
        """What a verified request says.

        Raises:
            Invalid: it is not what the provider's documentation describes.
        """
        return ()

    def greet(self, webhook: Webhook) -> Reply | None:
        """The answer to a provider that looks whether we are there; None: this is no such request.

        Raises:
            Forged: somebody else looks.
        """
        return None

    def reply(self, webhook: Webhook, said: Sequence[Outbound]) -> Reply:
        """The answer to a verified request once its events are stored; `said` where `answers_at_once`."""
        return Reply()

    def replay_key(self, webhook: Webhook) -> bytes:
        """What makes a request the same as an earlier one; all that was signed, unless the adapter knows better."""
        return webhook.body


class HttpSender(Adapter):
    """A provider that is called over HTTP."""

    sends: ClassVar[bool] = True

    @abstractmethod
    def request(self, message: Outbound) -> httpx.Request:
        """The call that sends `message`."""

    def receipt(self, response: httpx.Response) -> Receipt:
        """What the provider's answer means; by its HTTP status alone, unless the adapter knows better."""
        return receipt_by_status(response)


class MailSender(Adapter):
    """A mail server."""

    sends: ClassVar[bool] = True

    @abstractmethod
    def mail(self, message: Outbound) -> EmailMessage:
        """The e-mail that it is handed."""


def receipt_by_status(response: httpx.Response, provider_id: str | None = None) -> Receipt:
    """What an HTTP status says about a message: only what a provider certainly did not take may be tried again."""
    code, reason = response.status_code, f"HTTP {response.status_code}: {response.text[:300]}"
    if code < 300:
        return Receipt(outcome=Outcome.accepted, provider_id=provider_id)
    if code in _TRY_LATER:
        return Receipt(outcome=Outcome.retry, reason=reason)
    return Receipt(outcome=Outcome.refused if code < 500 else Outcome.unknown, reason=reason)


def check_time(webhook: Webhook, signed_at: str) -> None:
    """Refuse what was signed too long ago; `signed_at` are seconds since 1970 as the request says them.

    Raises:
        Forged: this is no time.
        Stale: too long ago, or too far ahead.
    """
    if not (signed_at.isascii() and signed_at.isdigit() and len(signed_at) <= 12):
        raise Forged("The request does not say when it was signed.")
    if abs(webhook.at.timestamp() - int(signed_at)) > SIGNED_FOR.total_seconds():
        raise Stale("Signed too long ago. If the provider's or this machine's clock is wrong, set it.")
