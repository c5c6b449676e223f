"""Calls of providers: the one place that speaks to them, and judges what an interrupted call came to."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from email.message import EmailMessage
from typing import cast

import httpx
import structlog

from voc.channels import smtp
from voc.channels.adapters.base import Adapter, HttpSender, MailSender
from voc.channels.adapters.email_smtp import SmtpConfig
from voc.channels.domain import Outbound, Outcome, Receipt
from voc.errors import VocError

log = structlog.get_logger("voc.channels")
TIMEOUT = httpx.Timeout(20, connect=5)
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
"""The provider was not reached, so it has not taken the message."""


class Line:
    """Open connections to providers, for one round of deliveries."""

    def __init__(self, http: httpx.AsyncClient, open_: AsyncExitStack) -> None:
        self._http, self._open = http, open_
        self._mail: dict[MailSender, smtp.Connections] = {}
        """By the adapter itself: it must live as long as they do, or another one could come to its place in memory."""

    async def send(self, adapter: Adapter, message: Outbound) -> Receipt:
        """Hand a message over; never raises, because nobody could tell afterwards whether it was sent."""
        try:
            match adapter:
                case MailSender():
                    call = self._mail_to(adapter, adapter.mail(message))
                case HttpSender():
                    call = self._call(adapter, adapter.request(message))
                case _:
                    return Receipt(outcome=Outcome.accepted)
        except VocError as error:
            return Receipt(outcome=Outcome.refused, reason=error.detail)
        except Exception as error:  # the message cannot be put into the provider's form; httpx has errors of its own
            return Receipt(outcome=Outcome.refused, reason=f"The message cannot be written: {error}")
        return await call

    async def _mail_to(self, adapter: MailSender, email: EmailMessage) -> Receipt:
        if adapter not in self._mail:
            connections = smtp.Connections(cast(SmtpConfig, adapter.config))
            self._mail[adapter] = connections
            await self._open.enter_async_context(connections)
        try:
            return await self._mail[adapter].send(email)
        except Exception as error:
            log.warning("mail server not understood", adapter=adapter.kind, error=repr(error)[:200])
            return Receipt(outcome=Outcome.unknown, reason=f"The call broke off: {type(error).__name__}")

    async def _call(self, adapter: HttpSender, request: httpx.Request) -> Receipt:
        try:
            response = await self._http.send(request)
        except _NOT_SENT as error:
            return Receipt(outcome=Outcome.retry, reason=f"The provider cannot be reached: {type(error).__name__}")
        except Exception as error:  # httpx.HTTPError, and whatever its connections raise
            return Receipt(outcome=Outcome.unknown, reason=f"The call broke off: {type(error).__name__}")
        try:
            return adapter.receipt(response)
        except Exception as error:
            log.warning("provider's answer not understood", adapter=adapter.kind, error=repr(error)[:200])
            outcome = Outcome.unknown if response.is_success else Outcome.refused
            return Receipt(outcome=outcome, reason=f"HTTP {response.status_code}, not understood")


@asynccontextmanager
async def lines() -> AsyncIterator[Line]:
    """Connections for one round; redirects are not followed, since no provider's API redirects."""
    async with AsyncExitStack() as open_:
        http = await open_.enter_async_context(httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False))
        yield Line(http, open_)
