"""From the raw bytes of a mail to what it is to us: something that somebody wrote, or news of what we sent."""

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from voc.channels.domain import Inbound, StatusUpdate
from voc.channels.incoming.automatic import sign_of_program, updates
from voc.channels.incoming.charsets import clean
from voc.channels.incoming.letter import Letter, open_letter
from voc.channels.incoming.stripping import strip
from voc.errors import Invalid

ON_THE_WAY = timedelta(days=10)
"""A mail that says it was written longer ago than this did not need so long: its clock is wrong."""
_ANSWERED = re.compile(r"^\s*(?:re|aw|sv|antw|fwd?|wg|tr|회신|답장|전달)\s?(?:\[\d+\])?\s?[:：]", re.IGNORECASE)
_FIELD = re.compile(r"[!-9;-~]{1,100}")
_OF_BODY = re.compile(r"content-|mime-version", re.IGNORECASE)
_FIELDS_LIMIT, _ATTACHMENTS_LIMIT = 300, 50
_UNIQUE = re.compile(r"<[^<>@\s]{8,}@[^<>@\s]+>")
"""A Message-ID that can be one: some devices give all their mails the same."""


def read(raw: bytes, *, arrived_at: datetime, own: frozenset[str] = frozenset()) -> tuple[Inbound | StatusUpdate, ...]:
    """What a mail says.

    Args:
        raw: the mail as it travelled (RFC 5322).
        arrived_at: when it came; also its time where it gives none that can be right.
        own: our own addresses, in lower case: what comes from them is our own mail come back.

    Returns:
        The news in a report of a mail server about mails of ours, else what was written, as one message.

    Raises:
        Invalid: not a mail that anybody could have sent: nobody wrote it, too large, too deep.
    """
    try:
        letter = open_letter(raw)
        event_id = event_id_of(letter, raw)
        return updates(letter, event_id, arrived_at=arrived_at) or (_inbound(letter, event_id, arrived_at, own),)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        # Python's parser raises these, by accident, on headers that no program writes
        raise Invalid("This cannot be read as a mail.") from error


def read_parts(
    headers: Sequence[tuple[str, str]],
    *,
    text: str,
    html: str,
    attachments: Sequence[str],
    arrived_at: datetime,
    own: frozenset[str] = frozenset(),
) -> tuple[Inbound | StatusUpdate, ...]:
    """What a mail says that a mail service has taken apart: put together again, it is read as any other.

    Raises:
        Invalid: not a mail that anybody could have sent.
    """
    kept = [(name, value) for name, value in headers if _FIELD.fullmatch(name) and not _OF_BODY.match(name)]
    lines = [f"{name}: {' '.join(value.split())}" for name, value in kept[:_FIELDS_LIMIT]]
    kind = "plain" if text.strip() or not html else "html"
    lines += ["MIME-Version: 1.0", f"Content-Type: text/{kind}; charset=utf-8", "Content-Transfer-Encoding: 8bit", ""]
    raw = "\r\n".join([*lines, text if kind == "plain" else html]).encode("utf-8", "replace")
    found = read(raw, arrived_at=arrived_at, own=own)
    named = tuple(clean(name) for name in attachments)[:_ATTACHMENTS_LIMIT]
    return tuple(
        each.model_copy(update={"attachments": named}) if isinstance(each, Inbound) else each for each in found
    )


def event_id_of(letter: Letter, raw: bytes) -> str:
    """The same for a mail however often it comes: its Message-ID, else what it is made of."""
    found = letter.ids("Message-ID")
    if found and _UNIQUE.fullmatch(found[0]):
        return found[0]
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def subject_in_words(subject: str) -> str:
    """A subject that is somebody's own; empty for one that answers ours."""
    return "" if _ANSWERED.match(subject) else subject


def _inbound(letter: Letter, event_id: str, arrived_at: datetime, own: frozenset[str]) -> Inbound:
    name, sender = _sender(letter)
    answers = _answers(letter)
    subject = letter.first("Subject")[:500]
    original = letter.text.strip()
    # people put a short question into the subject alone
    text = strip(original) or ("" if answers else subject_in_words(subject))
    sign = sign_of_program(letter, own)
    return Inbound(
        event_id=event_id,
        sender=sender,
        sender_name=name[:200] or None,
        text=text,
        original=original if original != text else None,
        at=_written_at(letter, arrived_at),
        to=next((address for where in ("To", "Delivered-To") for _, address in letter.addresses(where)), None),
        subject=subject or None,
        message_id=next(iter(letter.ids("Message-ID")), None),
        in_reply_to=answers,
        automatic=sign is not None,
        attachments=letter.attachments,
        attributes=_attributes(letter, sender, sign),
    )


def _sender(letter: Letter) -> tuple[str, str]:
    """Display name and address of who wrote it."""
    for name in ("From", "Sender", "Reply-To", "Return-Path"):
        for shown, address in letter.addresses(name):
            return shown, address
    raise Invalid("A mail without a sender.")


def _answers(letter: Letter) -> tuple[str, ...]:
    """Message-IDs that it answers, the nearest first."""
    return tuple(dict.fromkeys(letter.ids("In-Reply-To") + letter.ids("References")[::-1]))[:50]


def _written_at(letter: Letter, arrived_at: datetime) -> datetime:
    """When it was written, as far as that can be: not after it arrived and not much before."""
    try:
        said = parsedate_to_datetime(letter.first("Date"))
        said = said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):  # no date, or none that exists
        return arrived_at
    return said if arrived_at - ON_THE_WAY <= said <= arrived_at else arrived_at


def _attributes(letter: Letter, sender: str, sign: str | None) -> dict[str, str | int | float | bool | None]:
    """What else is worth keeping: where an answer should go, and why it is thought to be a program's."""
    reply_to = next((address for _, address in letter.addresses("Reply-To")), None)
    found: dict[str, str | int | float | bool | None] = {}
    if reply_to and reply_to.lower() != sender.lower():
        found["reply_to"] = reply_to
    if sign:
        found["automatic_by"] = sign
    return found
