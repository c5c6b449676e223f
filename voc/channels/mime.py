"""An outgoing message as an e-mail: text and HTML side by side, everything that a mail server wants to know; pure.

What people wrote (names, subjects) is cleaned of line ends; what programs wrote (addresses, names of fields, links) is
refused where it is not what it should be. So nobody's name can add a recipient or a field.

Source:
    RFC 5322 and RFC 2045 (messages), RFC 8058 (one-click unsubscribing), RFC 3834 (automatic messages).
"""

import hashlib
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from voc.channels.domain import Outbound, Purpose
from voc.channels.mail_headers import WIRE, Mailbox, checked, clean, encoded, mailbox, message_ids
from voc.errors import Invalid

OURS = {
    "from", "sender", "to", "cc", "bcc", "reply-to", "subject", "date", "message-id", "in-reply-to", "references",
    "mime-version", "return-path", "received", "dkim-signature", "auto-submitted", "precedence",
}  # fmt: skip
"""Fields that this module alone writes."""
_AUTOMATIC = {
    Purpose.survey: {"Auto-Submitted": "auto-generated", "Precedence": "bulk"},
    Purpose.advertising: {"Auto-Submitted": "auto-generated", "Precedence": "bulk"},
    Purpose.outcome: {"Auto-Submitted": "auto-generated", "Precedence": "bulk"},
    Purpose.colleague: {"Auto-Submitted": "auto-generated", "Precedence": "bulk"},
    Purpose.notice: {"Auto-Submitted": "auto-replied"},
    Purpose.reply: {},
}
"""What keeps other people's programs from answering."""


def compose(message: Outbound, sender: str, *, at: datetime | None = None) -> EmailMessage:
    """The e-mail that `message` is.

    Args:
        message: to one address; its `sender` wins over the configured one.
        sender: such as `Example shop <hello@example.com>`.
        at: the time it bears; None leaves that to whoever sends it.

    Returns:
        A message whose bytes are always the same for the same arguments.

    Raises:
        Invalid: an address or a header field cannot be written.
    """
    author = mailbox(message.sender or sender)
    email = EmailMessage(policy=WIRE)
    for name, value in (_fields(message, author) | _given(message)).items():
        email[name] = value
    if at is not None:
        date(email, at)
    email.set_content(_body(message.text), charset="utf-8")
    if message.html is not None:
        email.add_alternative(_body(message.html), subtype="html", charset="utf-8")
        for part in email.iter_parts():
            del part["MIME-Version"]  # the whole says it
        marks = hashlib.sha256("\0".join((message.id, email["Message-ID"], message.text)).encode("utf-8", "replace"))
        email.set_boundary(f"=_{marks.hexdigest()[:40]}")  # "=_" is in no encoded text
    email["Content-Language"] = checked("Content-Language", message.language)
    return email


def date(email: EmailMessage, at: datetime) -> None:
    """Say when it was sent."""
    del email["Date"]
    email["Date"] = format_datetime(at.astimezone(UTC))


def own_message_id(delivery: str, domain: str) -> str:
    """The Message-ID of a delivery: always the same, so that answers find it and repeats are seen.

    Raises:
        Invalid: they cannot stand in one.
    """
    made = message_ids([f"<{delivery}@{domain}>"])
    if not made:
        raise Invalid("This id cannot stand in a Message-ID.")
    return made[0]


def unsubscribing(url: str, *, mail_to: str | None = None) -> dict[str, str]:
    """The fields that let a mail program unsubscribe with one click.

    Args:
        url: answers POST; one that is no HTTPS address is offered for reading only, as RFC 8058 demands.
        mail_to: an address that takes refusals, too.
    """
    links = [f"<{url}>", *([f"<mailto:{mail_to}?subject=unsubscribe>"] if mail_to else [])]
    fields = {"List-Unsubscribe": ", ".join(links)}
    return fields | ({"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if url.startswith("https://") else {})


def _fields(message: Outbound, author: Mailbox) -> dict[str, str]:
    own = message_ids([message.message_id] if message.message_id else [])
    answered = message_ids([message.in_reply_to] if message.in_reply_to else [])
    before = message_ids([*message.references, *answered])
    fields = {
        "From": author.written(),
        "To": mailbox(message.to).address,
        "Reply-To": mailbox(message.reply_to).written() if message.reply_to else "",
        "Subject": encoded(clean(message.subject or "")),
        "Message-ID": own[0] if own else own_message_id(message.id, author.domain),
        "In-Reply-To": " ".join(answered),
        "References": " ".join(before),
        **_AUTOMATIC[message.purpose],
    }
    return {name: value for name, value in fields.items() if value or name == "Subject"}


def _given(message: Outbound) -> dict[str, str]:
    for name in message.headers:
        if name.lower() in OURS or name.lower().startswith("content-"):
            raise Invalid(f"The header field {clean(name, 40)!r} is not to be given.")
    return {name: checked(name, value) for name, value in message.headers.items()}


def _body(text: str) -> str:
    """Without what no body may hold, and with its last line ended."""
    whole = text.replace("\0", "").encode("utf-8", "replace").decode()
    return whole if whole.endswith("\n") else whole + "\n"
