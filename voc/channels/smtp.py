"""Hands e-mail to a mail server, and says exactly what became of it.

The server has a message once it was sent the final dot, whether or not we read its answer. Before that, everything may
be tried again; after it, silence means that nobody knows, and the message is held.

Connections are kept for a batch: a TLS handshake and a login cost ten times as much as a message.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from email.message import EmailMessage
from types import TracebackType
from typing import Self

import aiosmtplib

from voc.channels import mime
from voc.channels.adapters.email_smtp import SmtpConfig
from voc.channels.domain import Outcome, Receipt
from voc.channels.smtp_dialogue import Letter, Patience, hand_over, words
from voc.clock import utc_now
from voc.errors import Invalid

CONNECTIONS = 4


class Connections:
    """Connections to one mail server, kept while a batch is sent.

    Args:
        config: which server.
        limit: most connections at a time.
        patience: how long to wait for it.
    """

    def __init__(self, config: SmtpConfig, *, limit: int = CONNECTIONS, patience: Patience | None = None) -> None:
        self.config = config
        self.patience = patience or Patience()
        self._free: list[aiosmtplib.SMTP] = []
        self._places = asyncio.Semaphore(limit)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for smtp in self._free:
            with suppress(aiosmtplib.SMTPException, OSError):
                await smtp.quit(timeout=1)
            smtp.close()
        self._free.clear()

    async def send(self, message: EmailMessage, *, now: datetime | None = None) -> Receipt:
        """Send one message; never raises for what the server or the network does.

        Args:
            message: of `voc.channels.mime`.
            now: what its `Date` says; None for the present.
        """
        if "Date" not in message:
            mime.date(message, now or utc_now())
        try:
            letter = Letter(message, self.config)
            async with self._connection() as smtp:
                return await hand_over(smtp, letter, self.patience)
        except (aiosmtplib.SMTPException, OSError, ValueError, Invalid) as error:
            # nothing was handed over: no such server, no TLS, a wrong password, a key that does not sign
            return Receipt(outcome=Outcome.retry, reason=f"The mail server cannot be used: {words(error)}")

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[aiosmtplib.SMTP]:
        async with self._places:
            smtp = await self._open()
            try:
                yield smtp
            except BaseException:
                smtp.close()
                raise
            if smtp.is_connected:
                self._free.append(smtp)

    async def _open(self) -> aiosmtplib.SMTP:
        while self._free:
            kept = self._free.pop()
            with suppress(aiosmtplib.SMTPException, OSError):
                await kept.rset(timeout=self.patience.command)  # servers close what is idle
                return kept
            kept.close()
        host, port = self.config.place
        password = self.config.password
        smtp = aiosmtplib.SMTP(
            hostname=host,
            port=port,
            use_tls=self.config.security == "tls",
            start_tls=self.config.security == "starttls",
            username=self.config.username or None,
            password=password.get_secret_value() if password and self.config.username else None,
            local_hostname=mime.mailbox(self.config.sender).domain,
            timeout=self.patience.connect,
        )
        try:
            await smtp.connect()
            if smtp.is_ehlo_or_helo_needed:
                await smtp.ehlo()
        except BaseException:
            smtp.close()
            raise
        return smtp
