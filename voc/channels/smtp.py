"""Hands e-mail to a mail server, and says exactly what became of it.

The server has a message once it was sent the final dot, whether or not we read its answer. Before that, everything may
be tried again; after it, silence means that nobody knows, and the message is held.

Connections are kept for a batch: a TLS handshake and a login cost ten times as much as a message.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from email.message import EmailMessage
from enum import StrEnum
from types import TracebackType
from typing import Self

import aiosmtplib
from aiosmtplib.protocol import PERIOD_REGEX

from voc.channels import mime
from voc.channels.adapters.email_smtp import SmtpConfig
from voc.channels.dkim_signing import signed
from voc.channels.domain import Outcome, Receipt
from voc.channels.mail_headers import clean
from voc.clock import utc_now
from voc.errors import Invalid
from voc.values import Value

CONNECTIONS = 4
_QUEUED = re.compile(r"queued as\s+<?([A-Za-z0-9._-]{4,100})", re.IGNORECASE)
_NOBODY = re.compile(r"\b5\.1\.(?:1|2|3|6|10)\b")
"""Enhanced status codes (RFC 3463, RFC 7505) of addresses that do not exist; a bare 550 may be about the sender."""
_ABOUT_THE_ACCOUNT = (530, 534, 535, 538)


class Patience(Value):
    """How long the server may take, in seconds."""

    connect: float = 15.0
    command: float = 30.0
    accept: float = 180.0
    """After the final dot; giving up here leaves a message held, so it is long (RFC 5321 recommends 600)."""


class Step(StrEnum):
    """What the server answered to."""

    sender = "sender"
    recipient = "recipient"
    data = "data"
    message = "message"
    """The final dot."""


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
            letter = _Letter(message, self.config)
            async with self._connection() as smtp:
                return await _hand_over(smtp, letter, self.patience)
        except (aiosmtplib.SMTPException, OSError, ValueError, Invalid) as error:
            # nothing was handed over: no such server, no TLS, a wrong password, a key that does not sign
            return Receipt(outcome=Outcome.retry, reason=f"The mail server cannot be used: {_words(error)}")

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


async def send(config: SmtpConfig, message: EmailMessage, *, now: datetime | None = None) -> Receipt:
    """Send one message over a connection of its own; `Connections` is for several."""
    async with Connections(config, limit=1) as mail:
        return await mail.send(message, now=now)


class _Letter:
    """Envelope and bytes of a message."""

    def __init__(self, message: EmailMessage, config: SmtpConfig) -> None:
        self.sender = mime.mailbox(message["From"]).address
        self.to = mime.mailbox(message["To"]).address
        self.beyond_ascii = not (self.sender + self.to + message.get("Reply-To", "")).isascii()
        self.raw = message.as_bytes()
        if config.dkim_key and config.dkim_domain and config.dkim_selector:
            self.raw = signed(
                self.raw,
                domain=config.dkim_domain,
                selector=config.dkim_selector,
                key=config.dkim_key.get_secret_value(),
            )


async def _hand_over(smtp: aiosmtplib.SMTP, letter: _Letter, patience: Patience) -> Receipt:
    """The dialogue for one message.

    Raises:
        SMTPException, OSError: before the message was sent.
    """
    options: tuple[bytes, ...] = ()
    if letter.beyond_ascii:
        if not smtp.supports_extension("smtputf8"):
            reason = "The mail server takes no addresses beyond ASCII (SMTPUTF8)."
            return Receipt(outcome=Outcome.refused, reason=reason)
        options = (b"SMTPUTF8", b"BODY=8BITMIME")
    commands = (
        (Step.sender, (b"MAIL", f"FROM:<{letter.sender}>".encode(), *options)),
        (Step.recipient, (b"RCPT", f"TO:<{letter.to}>".encode())),
        (Step.data, (b"DATA",)),
    )
    for step, command in commands:
        answer = await smtp.execute_command(*command, timeout=patience.command)
        if not 200 <= answer.code < 400:
            return _meaning(step, answer)
    if answer.code != aiosmtplib.SMTPStatus.start_input or smtp.protocol is None:
        raise aiosmtplib.SMTPServerDisconnected(f"{answer.code} {answer.message}")
    # from here on the server may have it: whatever is not an answer leaves that open
    protocol = smtp.protocol
    try:
        protocol.write(PERIOD_REGEX.sub(b"..", letter.raw) + b".\r\n")
        return _meaning(Step.message, await protocol.read_response(timeout=patience.accept))
    except (aiosmtplib.SMTPException, OSError, RuntimeError) as error:
        smtp.close()
        return Receipt(outcome=Outcome.unknown, reason=f"No answer after the message was sent: {_words(error)}")


def _meaning(step: Step, answer: aiosmtplib.SMTPResponse) -> Receipt:
    """What a server's answer says about the message."""
    code, reason = answer.code, clean(f"{answer.code} {answer.message}")
    if step is Step.message and not 400 <= code < 600:
        if code // 100 != 2:
            return Receipt(outcome=Outcome.unknown, reason=reason)
        queued = _QUEUED.search(answer.message)
        return Receipt(outcome=Outcome.accepted, provider_id=queued[1] if queued else None)
    if code < 500 or code in _ABOUT_THE_ACCOUNT:
        return Receipt(outcome=Outcome.retry, reason=reason)
    nobody = step is Step.recipient and bool(_NOBODY.search(answer.message))
    return Receipt(outcome=Outcome.refused, reason=reason, unreachable=nobody)


def _words(error: Exception) -> str:
    return clean(" ".join(map(str, error.args)) or type(error).__name__)
