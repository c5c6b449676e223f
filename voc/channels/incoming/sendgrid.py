"""What SendGrid sends us: mails that it parsed, and what became of those that it sent; both signed over the raw body.

Docs:
    https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features,
    https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/securing-your-parse-webhooks (signatures),
    https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event (events),
    https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook (mails)
"""

import email
import email.policy
import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from voc.channels.adapters.base import check_time
from voc.channels.domain import Event, Forged, Status, StatusUpdate, Webhook
from voc.channels.ids import delivery_named
from voc.channels.incoming.automatic import is_permanent
from voc.channels.incoming.charsets import decode
from voc.channels.incoming.forms import Form, read_form
from voc.channels.incoming.parsing import read as read_mail
from voc.channels.incoming.parsing import read_parts
from voc.clock import EPOCH
from voc.errors import Invalid

SIGNATURE, TIMESTAMP = "x-twilio-email-event-webhook-signature", "x-twilio-email-event-webhook-timestamp"
STATUSES = {
    "delivered": Status.delivered,
    "open": Status.opened,
    "click": Status.clicked,
    "bounce": Status.bounced,
    "dropped": Status.failed,
    "spamreport": Status.complained,
    "unsubscribe": Status.unsubscribed,
    "group_unsubscribe": Status.unsubscribed,
}
"""What SendGrid calls what happened; `processed` and `deferred` decide nothing."""
DROPPED = {
    "bounced address": Status.bounced,
    "unsubscribed address": Status.unsubscribed,
    "spam reporting address": Status.complained,
    "invalid": Status.bounced,
}
"""Reasons for which SendGrid did not even try."""
Json = dict[str, Any]


def public_key(text: str) -> EllipticCurvePublicKey:
    """The key that SendGrid shows: Base64 of its DER form.

    Raises:
        ValueError: this is none.
    """
    try:
        key = load_der_public_key(b64decode("".join(text.split()), validate=True))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ValueError("is no verification key as SendGrid shows it") from error
    if not isinstance(key, EllipticCurvePublicKey):
        raise ValueError("is no verification key as SendGrid shows it")
    return key


def verify(keys: Sequence[str], webhook: Webhook) -> None:
    """Whether SendGrid sent this: signed by one of `keys`, over the time and the raw body.

    Raises:
        Forged: not signed, by somebody else, or no key is set up here.
        Stale: signed too long ago.
    """
    message = signed_part(webhook)
    given = webhook.header(SIGNATURE).encode("latin-1", "replace")
    try:
        signature = b64decode(given, validate=True)
    except ValueError as error:
        raise Forged("The request bears no signature.") from error
    if b64encode(signature) != given:  # the last character may differ in bits that say nothing
        raise Forged("The signature is not written as SendGrid writes it.")
    if not any([_signed(key, signature, message) for key in keys if key]):
        raise Forged("The signature matches no verification key that is set up here.")
    check_time(webhook, webhook.header(TIMESTAMP))


def signed_part(webhook: Webhook) -> bytes:
    """What SendGrid signs of a request."""
    return webhook.header(TIMESTAMP).encode("latin-1", "replace") + webhook.body


def read(webhook: Webhook) -> Sequence[Event]:
    """What a verified request says.

    Raises:
        Invalid: it is neither a mail nor a list of events.
    """
    kind = webhook.header("content-type")
    if kind.split(";")[0].strip().lower() == "application/json":
        return _events(webhook)
    return _mail(read_form(kind, webhook.body), webhook.at)


def _signed(key: str, signature: bytes, message: bytes) -> bool:
    try:
        public_key(key).verify(signature, message, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def _mail(form: Form, at: datetime) -> Sequence[Event]:
    """A mail, raw or taken apart."""
    charsets, envelope = _object(form.text("charsets")), _object(form.text("envelope"))
    recipients = envelope.get("to")
    to = recipients if isinstance(recipients, list) else []
    own = frozenset(str(each).lower() for each in to)
    if raw := form.fields.get("email"):
        return read_mail(raw, arrived_at=at, own=own)
    if "from" not in form.fields:
        raise Invalid("The form holds no mail.")
    text, html = (decode(form.fields.get(name, b""), str(charsets.get(name, "utf-8"))) for name in ("text", "html"))
    headers = email.message_from_bytes(form.fields.get("headers", b""), policy=email.policy.compat32).raw_items()
    given = [(name, str(value)) for name, value in headers]
    known = {name.lower() for name, _ in given}
    said = [(name, form.text(name.lower())) for name in ("From", "To", "Subject") if name.lower() not in known]
    return read_parts(given + said, text=text, html=html, attachments=form.files, arrived_at=at, own=own)


def _object(text: str) -> Json:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _events(webhook: Webhook) -> Sequence[Event]:
    try:
        events = json.loads(webhook.body)
    except (ValueError, RecursionError) as error:
        raise Invalid("The body is no JSON.") from error
    if not isinstance(events, list) or not all(isinstance(each, dict) for each in events):
        raise Invalid("The body is no list of events.")
    updates = [_update(each, webhook.at) for each in events]
    return [each for each in updates if each is not None]


def _update(event: Json, at: datetime) -> StatusUpdate | None:
    """What one event says about a mail; None where it decides nothing, or a machine opened it."""
    status = STATUSES.get(str(event.get("event")))
    id_ = event.get("sg_event_id")
    if status is None or event.get("sg_machine_open") is True or not isinstance(id_, str) or not id_:
        return None
    reason = str(event.get("reason") or "")
    dropped = DROPPED.get(reason.lower()) if event.get("event") == "dropped" else None
    status = dropped or status
    blocked = event.get("type") == "blocked"
    permanent = dropped is not None or not blocked and is_permanent(f"{event.get('status') or ''} {reason}")
    own_id = str(event.get("smtp-id") or "")[:260]
    return StatusUpdate(
        event_id=id_[:200],
        status=status,
        provider_id=str(event.get("sg_message_id") or "").split(".")[0][:200] or None,
        delivery=delivery_named([str(event.get("delivery")), own_id]),
        message_id=own_id or None,
        address=str(event.get("email") or "")[:320] or None,
        permanent=status is Status.bounced and permanent,
        reason=reason[:500] or None,
        at=_time(event.get("timestamp"), at),
    )


def _time(said: object, at: datetime) -> datetime:
    """When it happened, unless that cannot be."""
    if not isinstance(said, int) or not 0 < said <= at.timestamp():
        return at
    return EPOCH.fromtimestamp(said, EPOCH.tzinfo)
