"""What is said to a mail server about one message, and what its answers mean.

Source:
    RFC 5321 (SMTP), RFC 6531 (addresses beyond ASCII), RFC 3463 (enhanced status codes).
"""

import re
from email.message import EmailMessage
from enum import StrEnum

import aiosmtplib

from voc.channels.adapters.email_smtp import SmtpConfig
from voc.channels.dkim_signing import signed
from voc.channels.domain import Outcome, Receipt
from voc.channels.mail_headers import mailbox, without_addresses
from voc.values import Value

_DOTS = re.compile(rb"(?m)^\.")
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


class Letter:
    """Envelope and bytes of a message.

    Args:
        message: of `voc.channels.mime`.
        config: whose key signs it.

    Raises:
        Invalid: the key cannot sign.
    """

    def __init__(self, message: EmailMessage, config: SmtpConfig) -> None:
        self.sender = mailbox(message["From"]).address
        self.to = mailbox(message["To"]).address
        self.raw = message.as_bytes()
        self.beyond_ascii = not self.raw.isascii()  # everything but an address is written in ASCII
        if config.dkim_key and config.dkim_domain and config.dkim_selector:
            self.raw = signed(
                self.raw,
                domain=config.dkim_domain,
                selector=config.dkim_selector,
                key=config.dkim_key.get_secret_value(),
            )


async def hand_over(smtp: aiosmtplib.SMTP, letter: Letter, patience: Patience) -> Receipt:
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
        protocol.write(_DOTS.sub(b"..", letter.raw) + b".\r\n")
        return _meaning(Step.message, await protocol.read_response(timeout=patience.accept))
    except (aiosmtplib.SMTPException, OSError, RuntimeError) as error:
        smtp.close()
        return Receipt(outcome=Outcome.unknown, reason=f"No answer after the message was sent: {words(error)}")


def _meaning(step: Step, answer: aiosmtplib.SMTPResponse) -> Receipt:
    """What a server's answer says about the message."""
    code, reason = answer.code, without_addresses(f"{answer.code} {answer.message}")
    if step is Step.message and not 400 <= code < 600:
        if code // 100 != 2:
            return Receipt(outcome=Outcome.unknown, reason=reason)
        queued = _QUEUED.search(answer.message)
        return Receipt(outcome=Outcome.accepted, provider_id=queued[1] if queued else None)
    if code < 500 or code in _ABOUT_THE_ACCOUNT:
        return Receipt(outcome=Outcome.retry, reason=reason)
    nobody = step is Step.recipient and bool(_NOBODY.search(answer.message))
    return Receipt(outcome=Outcome.refused, reason=reason, unreachable=nobody)


def words(error: Exception) -> str:
    """What an error says, on one line."""
    return without_addresses(" ".join(map(str, error.args)) or type(error).__name__)
