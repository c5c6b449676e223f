"""Mails that programs wrote: answers of absent people, lists, our own mail come back, reports of mail servers.

A report changes what we know of a delivery only where it names that delivery, by an id that nobody can guess: anybody
may send a mail that says that an address is dead.

Sources: RFC 3834 (automatic answers), RFC 3464 (delivery reports), RFC 3463 (their codes), RFC 5965 (complaints).
"""

import re
from datetime import datetime

from voc.channels.domain import Status, StatusUpdate
from voc.channels.ids import delivery_named
from voc.channels.incoming.letter import Letter

_BULK = {"bulk", "junk", "auto_reply", "auto-reply", "list"}
_PROGRAMS = re.compile(
    r"^(?:mailer-daemon|mailerdaemon|postmaster|mail-daemon|bounces?|mdaemon)(?:[+\-=].*)?@", re.IGNORECASE
)
_UNANSWERABLE = re.compile(r"^(?:no|do-?not|dont)[-_.]?reply(?:[+\-_].*)?@", re.IGNORECASE)
_SUBJECTS = re.compile(
    # anchored, and whole phrases of programs: customers write about deliveries that failed and holidays, too
    r"^\s*\[?(?:"
    r"auto(?:matic|mated)?[\s\-]?(?:reply|response|responder)\b|autosvar\b|automatische antwort|abwesenheits\w+|"
    r"out of (?:the )?office(?:\s*(?:auto\W?)?(?:reply|response|message|notice))?\s*(?:[\]:\-(]|$)|"
    r"vacation (?:reply|response)\b|"
    r"réponse automatique|respuesta automática|自動返信|自动回复|"
    r"자동\s?(?:회신|응답|답장)|부재\s?중\s?(?:자동|안내|알림|메일|메시지|[\]:]|입니다|$)|"
    r"(?:휴가|출장|휴직)\s?(?:중\s?(?:자동|안내|알림|[\]:]|입니다|$)|안내\s?[\]:])|"
    r"undeliver(?:able|ed)(?: mail)?\b|mail delivery (?:failed|failure|system|subsystem)|delivery status notification|"
    r"returned mail: |failure notice$|mail system error|"
    r"반송(?:된)?\s?(?:메일|메시지)|메일\s?(?:전송|발송|배달)\s?(?:실패|오류)|배달(?:되지 않은|하지 못한) 메일|"
    r"(?:read|gelesen|읽음|수신\s?확인)\s?:|read receipt"
    r")",
    re.IGNORECASE,
)
_RECIPIENTS_LIMIT = 20
"""Of one report; what we send goes to one address each."""
_CODE = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_SMTP_CODE = re.compile(r"(?<![\d.])([45])\d\d(?=[ \-])")
_NOT_THE_ADDRESS = {("2", "2"), ("3", "4")}
"""Mailbox full, mail too large: the address is good."""
_FINAL = {"failed": Status.bounced, "delivered": Status.delivered, "relayed": Status.delivered}
_COMPLAINTS = {"opt-out": Status.unsubscribed, "opt-out-list": Status.unsubscribed}
_SAYS_NOTHING = {"not-spam", "auth-failure"}


def sign_of_program(letter: Letter, own: frozenset[str] = frozenset()) -> str | None:
    """By what a mail shows that a program wrote it; None: a person seems to have.

    Args:
        own: our addresses. A list of ours, that brings what people write to us, is no program.
    """
    senders = [address.lower() for _, address in letter.addresses("From")]
    if set(senders) & own:
        return "our own address"
    if delivery_named([letter.first("Message-ID")]):
        return "our own mail"
    by_headers = _by_headers(letter)
    if by_headers:
        return by_headers
    if _from_list(letter, own):
        return "mailing list"
    if any(_PROGRAMS.match(each) for each in senders):
        return "sender"
    if any(_UNANSWERABLE.match(each) for each in senders) and not letter.addresses("Reply-To"):
        return "sender"
    return "subject" if _SUBJECTS.match(letter.first("Subject")) else None


def _by_headers(letter: Letter) -> str | None:
    submitted = letter.first("Auto-Submitted").split(";")[0].strip().lower()
    if submitted and submitted != "no":
        return "Auto-Submitted"
    for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Auto-Reply", "X-Mailer-Daemon"):
        if letter.first(name).lower() not in ("", "no"):
            return name
    if letter.first("Precedence").lower() in _BULK - {"list"}:
        return "Precedence"
    if letter.type == "multipart/report":
        return "report"
    if any("<>" in value for value in letter.all("Return-Path")):
        return "Return-Path"
    return None


def _from_list(letter: Letter, own: frozenset[str]) -> bool:
    """Whether a list that is not ours sent it."""
    named = letter.first("List-Id") + letter.first("List-Post")
    marked = bool(named) or letter.first("Precedence").lower() == "list"
    plain = named.lower()
    ours = any(address in plain or address.replace("@", ".") in plain for address in own)
    return marked and not ours


def updates(letter: Letter, event_id: str, *, arrived_at: datetime) -> tuple[StatusUpdate, ...]:
    """What a report of a mail server, or of a person's mail program, says about mails of ours; often nothing."""
    kind = letter.parameter("report-type") if letter.type == "multipart/report" else ""
    parts = {part.type: part for part in reversed(letter.all_parts)}
    about = _about(letter, parts)
    if about is None:
        return ()
    if "message/feedback-report" in parts:
        found = _complaint(parts["message/feedback-report"], about)
    elif kind == "delivery-status" or "message/delivery-status" in parts:
        found = _bounces(parts.get("message/delivery-status"), about)
    elif any(_PROGRAMS.match(address) for _, address in letter.addresses("From")):
        found = _bounce_in_words(letter, about)
    else:
        found = []
    return tuple(
        each.model_copy(update={"event_id": f"{event_id}#{number}", "at": arrived_at})
        for number, each in enumerate(found[:_RECIPIENTS_LIMIT])
    )


def _about(letter: Letter, parts: dict[str, Letter]) -> StatusUpdate | None:
    """The mail of ours that a report is about, as an update without its status."""
    original = parts.get("message/rfc822") or parts.get("message/global")
    headers = parts.get("text/rfc822-headers") or parts.get("message/rfc822-headers")
    inside = original.parts[0] if original and original.parts else None
    text = headers.content() if headers else ("" if inside else letter.text)
    id_ = (inside.ids("Message-ID") if inside else []) or re.findall(r"(?im)^\s?Message-ID:\s*(<[^<>\s]{1,250}>)", text)
    places = [inside.first("X-Voc-Delivery")] if inside else []
    places += [id_[0]] if id_ else []
    names = ("To", "Delivered-To", "X-Original-To", "Envelope-To")
    places += [address for name in names for _, address in letter.addresses(name)] + [text]
    ours = delivery_named(places)  # wherever it stands: our header, our Message-ID, the address that it bounced to
    if ours is None and not id_:
        return None
    # the status is set by whoever reads the report
    return StatusUpdate(event_id="-", status=Status.sent, delivery=ours, message_id=id_[0] if id_ else None)


def _bounces(report: Letter | None, about: StatusUpdate) -> list[StatusUpdate]:
    """One for each recipient that a delivery report decides about; delays decide nothing."""
    found = []
    for fields in report.parts if report else []:
        status = _FINAL.get(fields.first("Action").lower())
        if status is None:
            continue
        code, reason = fields.first("Status"), _after_type(fields.first("Diagnostic-Code"))
        said = f"{code} {reason}".strip()[:500]
        address = _after_type(fields.first("Final-Recipient") or fields.first("Original-Recipient"))
        permanent = status is Status.bounced and is_permanent(code or reason)
        change = {"status": status, "permanent": permanent, "reason": said or None, "address": address or None}
        found.append(about.model_copy(update=change))
    return found


def _bounce_in_words(letter: Letter, about: StatusUpdate) -> list[StatusUpdate]:
    """A report of an old server: a text with a code in it, and our mail quoted below."""
    text = letter.text
    if not (_CODE.search(text) or _SMTP_CODE.search(text)):
        return []
    line = next(line for line in text.splitlines() if _CODE.search(line) or _SMTP_CODE.search(line))
    change = {"status": Status.bounced, "permanent": is_permanent(text), "reason": line.strip()[:500]}
    return [about.model_copy(update=change)]


def _complaint(report: Letter, about: StatusUpdate) -> list[StatusUpdate]:
    """A person called our mail spam, or their mail program asks to be left alone."""
    fields = report.parts[0] if report.parts else report
    kind = fields.first("Feedback-Type").lower()
    if not kind or kind in _SAYS_NOTHING:
        return []
    address = next((found for _, found in fields.addresses("Original-Rcpt-To")), None)
    status = _COMPLAINTS.get(kind, Status.complained)
    return [about.model_copy(update={"status": status, "reason": kind[:100], "address": address})]


def is_permanent(said: str) -> bool:
    """Whether a server's answer means that the address itself is no good.

    5.x.x and 5xx do, except for a full mailbox, a mail that is too large, and rules against our mail (5.7.x): those say
    nothing about the address.
    """
    code = _CODE.search(said)
    if code:
        about_us = code[2] == "7" or (code[2], code[3]) in _NOT_THE_ADDRESS
        return code[1] == "5" and not about_us
    plain = _SMTP_CODE.search(said)
    return plain is not None and plain[1] == "5" and "552" not in said


def _after_type(field: str) -> str:
    """`rfc822; kim@example.com` without its type."""
    return field.partition(";")[2].strip() if ";" in field[:20] else field.strip()
