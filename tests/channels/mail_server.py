"""A mail server on this machine that keeps what it is given, and misbehaves where a test wants it to."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "of the mail server"


@dataclass
class Letter:
    """What arrived, exactly."""

    sender: str
    to: list[str]
    raw: bytes

    def read(self) -> EmailMessage:
        """As the standard library reads it."""
        return message_from_bytes(self.raw, policy=default)  # type: ignore[return-value]


@dataclass
class Mailboxes:
    """aiosmtpd's handler.

    `to_recipient`, `to_message` and `before_message` say what to answer; "drop" closes the connection without a word,
    "wait" says nothing for a long time.
    """

    to_recipient: Callable[[str], str] = lambda address: "250 OK"
    to_message: str = "250 2.0.0 Ok: queued as 4XyZ1a"
    to_sender: str = "250 OK"
    letters: list[Letter] = field(default_factory=list)
    sessions: set[int] = field(default_factory=set)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.to_sender

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await self._said(server, self.to_recipient(address))
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.sessions.add(id(session))
        raw = envelope.original_content or b""
        if self.to_message.startswith(("250", "drop", "wait")):
            self.letters.append(Letter(envelope.mail_from or "", list(envelope.rcpt_tos), raw))
        return await self._said(server, self.to_message)

    async def _said(self, server: SMTP, answer: str) -> str:
        if answer == "drop":
            assert server.transport is not None
            server.transport.abort()
        if answer == "wait":
            await asyncio.sleep(30)
        return answer


def _knows(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
    known = isinstance(given, LoginPassword) and given.password == PASSWORD.encode()
    return AuthResult(success=known, handled=known)


@asynccontextmanager
async def listening(
    handler: Mailboxes, *, tls: ssl.SSLContext | None = None, at_once: bool = False, **options: Any
) -> AsyncIterator[int]:
    """The port it listens on.

    Args:
        tls: offered by STARTTLS, or from the first byte where `at_once`.
        options: of `aiosmtpd.smtp.SMTP`.
    """
    made: list[SMTP] = []

    def protocol() -> SMTP:
        context = None if at_once else tls
        made.append(SMTP(handler, tls_context=context, authenticator=_knows, hostname="mail.test", **options))
        return made[-1]

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0, ssl=tls if at_once else None)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for each in made:
            if each.transport is not None:
                each.transport.abort()
