"""What Mailgun sends us: mails that its routes hand on, and what became of those that it sent.

Mailgun signs a time and a token, not the body. So whoever saw one request, and reaches us before its five minutes are
over, may send another body under its signature; nothing in the request tells. What we do about it: the token is what
the memory of requests knows a request by (`replay_key`), so each token is good for one body, the first.

Docs:
    https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks (signatures),
    https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhook-payloads (events),
    https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store/receive-http (mails)
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import SecretStr

from voc.channels.adapters.base import check_time
from voc.channels.domain import Event, Forged, Status, StatusUpdate, Webhook
from voc.channels.ids import delivery_named
from voc.channels.incoming.automatic import is_permanent
from voc.channels.incoming.forms import Form, read_form
from voc.channels.incoming.parsing import read as read_mail
from voc.channels.incoming.parsing import read_parts
from voc.clock import EPOCH
from voc.errors import Invalid

STATUSES = {
    "delivered": Status.delivered,
    "opened": Status.opened,
    "clicked": Status.clicked,
    "failed": Status.bounced,
    "rejected": Status.failed,
    "complained": Status.complained,
    "unsubscribed": Status.unsubscribed,
}
"""What Mailgun calls what happened; `accepted` and `stored` are its own affair."""
SUPPRESSED = {"suppress-complaint": Status.complained, "suppress-unsubscribe": Status.unsubscribed}
"""Reasons for which Mailgun did not even try."""
Json = dict[str, Any]


def verify(signing_key: SecretStr | None, webhook: Webhook) -> None:
    """Whether Mailgun sent this.

    Raises:
        Forged: not signed, by somebody else, or no signing key is set up here.
        Stale: signed too long ago.
    """
    if signing_key is None or not signing_key.get_secret_value():
        raise Forged("Mailgun's webhook signing key is not set up here.")
    signed = _signature(webhook)
    message = (signed["timestamp"] + signed["token"]).encode("utf-8", "replace")
    expected = hmac.new(signing_key.get_secret_value().encode(), message, hashlib.sha256).hexdigest().encode()
    # an account signs for its subaccounts in a field of its own
    given = [signed["signature"], signed["parent-signature"]]
    if not any([hmac.compare_digest(each.encode("utf-8", "replace"), expected) for each in given]):
        raise Forged("The signature does not match the webhook signing key.")
    check_time(webhook, signed["timestamp"])


def replay_key(webhook: Webhook) -> bytes:
    """What of a verified request may come once: its token."""
    signed = _signature(webhook)
    return f"{signed['timestamp']}.{signed['token']}".encode("utf-8", "replace")


def read(webhook: Webhook) -> Sequence[Event]:
    """What a verified request says.

    Raises:
        Invalid: it is neither a mail nor an event.
    """
    if _is_json(webhook):
        return _events(_json(webhook), webhook.at)
    return _mail(_form(webhook), webhook.at)


def _signature(webhook: Webhook) -> dict[str, str]:
    """The signed fields; what is missing is empty."""
    names = ("timestamp", "token", "signature", "parent-signature")
    try:
        if _is_json(webhook):
            given = _json(webhook).get("signature")
            fields = given if isinstance(given, dict) else {}
            found = {name: fields.get(name) for name in names}
        else:
            form = _form(webhook)
            found = {name: form.text(name) for name in names}
    except Invalid as error:
        raise Forged("The request bears no signature.") from error
    return {name: str(value)[:200] if isinstance(value, str | int) else "" for name, value in found.items()}


def _is_json(webhook: Webhook) -> bool:
    return webhook.header("content-type").split(";")[0].strip().lower() == "application/json"


def _json(webhook: Webhook) -> Json:
    try:
        found = json.loads(webhook.body)
    except (ValueError, RecursionError) as error:
        raise Invalid("The body is no JSON.") from error
    if not isinstance(found, dict):
        raise Invalid("The body is no JSON object.")
    return found


def _form(webhook: Webhook) -> Form:
    return read_form(webhook.header("content-type"), webhook.body)


def _mail(form: Form, at: datetime) -> Sequence[Event]:
    """A mail that a route hands on, raw or taken apart."""
    recipient = form.text("recipient").strip()
    own = frozenset({recipient.lower()} if recipient else ())
    if raw := form.fields.get("body-mime"):
        return read_mail(raw, arrived_at=at, own=own)
    headers = _headers(form)
    if "body-plain" not in form.fields and "body-html" not in form.fields:
        raise Invalid("The form holds no mail.")
    text, html = form.text("body-plain"), form.text("body-html")
    return read_parts(headers, text=text, html=html, attachments=form.files, arrived_at=at, own=own)


def _headers(form: Form) -> list[tuple[str, str]]:
    """The mail's own headers; where they are missing, what Mailgun says of them."""
    try:
        pairs = json.loads(form.fields.get("message-headers") or b"[]")
    except (ValueError, RecursionError) as error:
        raise Invalid("The headers are no JSON.") from error
    given = [each for each in pairs if isinstance(each, list)] if isinstance(pairs, list) else []
    headers = [(str(each[0]), str(each[1])) for each in given if len(each) == 2]
    known = {name.lower() for name, _ in headers}
    said = {"From": "from", "Subject": "subject", "To": "recipient", "Sender": "sender"}
    plain = ("Message-Id", "In-Reply-To", "References", "Date", "Reply-To", "Auto-Submitted")
    said |= {name: name for name in plain}
    return headers + [(name, form.text(field)) for name, field in said.items() if name.lower() not in known]


def _events(body: Json, at: datetime) -> Sequence[Event]:
    event = body.get("event-data")
    if not isinstance(event, dict) or not isinstance(event.get("id"), str) or not event["id"]:
        raise Invalid("The body holds no event.")
    status = STATUSES.get(str(event.get("event")))
    if status is None or event.get("severity") == "temporary" or _by_a_machine(event):
        return ()  # Mailgun tries on by itself, and a machine that opens a mail is no reader
    outcome = _inside(event, "delivery-status")
    reason = str(event.get("reason") or "")
    said = " ".join(str(outcome[name]) for name in ("code", "message", "description") if outcome.get(name))
    status = SUPPRESSED.get(reason, status)
    message_id = str(_inside(event, "message", "headers").get("message-id") or "").strip("<> ")[:250]
    update = StatusUpdate(
        event_id=event["id"][:200],
        status=status,
        provider_id=message_id or None,
        delivery=delivery_named([str(_inside(event, "user-variables").get("delivery")), message_id]),
        message_id=f"<{message_id}>" if message_id else None,
        address=str(event.get("recipient") or "") or None,
        permanent=status is Status.bounced
        and (reason == "suppress-bounce" or reason == "bounce" and is_permanent(said)),
        reason=f"{reason} {said}".strip()[:500] or None,
        at=_time(event.get("timestamp"), at),
    )
    return (update,)


def _by_a_machine(event: Json) -> bool:
    """Whether Mailgun itself saw that no person opened or clicked."""
    return bool(_inside(event, "client-info").get("bot"))


def _inside(event: Json, *path: str) -> Json:
    found: Any = event
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _time(said: object, at: datetime) -> datetime:
    """When it happened, unless that cannot be."""
    if not isinstance(said, int | float) or not 0 < said <= at.timestamp():
        return at
    return EPOCH.fromtimestamp(int(said), EPOCH.tzinfo)
