"""Names, signatures and times of webhooks; pure."""

import hashlib
import hmac
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

from voc.errors import VocError

SCHEDULE = (
    timedelta(0), timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=5), timedelta(hours=10), timedelta(hours=14), timedelta(hours=20), timedelta(hours=24),
)  # fmt: skip
"""Before each try; of the Standard Webhooks specification."""
JITTER_SHARE = 0.1
"""A wait is up to this much longer, so that what failed together does not come back together."""
LONGEST_REST = timedelta(minutes=5)
"""How long one failure keeps all else from the same receiver."""
LONGEST_WAIT = timedelta(hours=24)
"""What we wait because a receiver asks for it."""
STOPPED_AFTER = timedelta(days=3)
"""A receiver that took nothing for so long is called no more; the schedule of one event ends a little later."""
ROTATION = timedelta(hours=24)
"""How long we sign with the previous secret, too."""
KEPT = timedelta(days=30)
"""How long deliveries are kept."""
SECRET_PREFIX = "whsec_"
SECRET_BYTES = 32
PATTERN = re.compile(r"\*|[a-z_]+(\.[a-z_]+)*(\.\*)?")


class Status(StrEnum):
    """Where a delivery stands."""

    waiting = "waiting"
    """To be sent, for the first time or again."""
    delivered = "delivered"
    failed = "failed"
    """No try is left."""
    missed = "missed"
    """Not sent, because the service had stopped calling; may be redelivered."""


class Format(StrEnum):
    """What a receiver understands."""

    standard = "standard"
    """The event as it is, signed by the Standard Webhooks specification."""
    slack = "slack"
    """A message for an incoming webhook of Slack, whose address is the secret."""


class Stopped(StrEnum):
    """Why the service calls no more."""

    gone = "gone"
    """The receiver said 410."""
    failing = "failing"
    """It took nothing for `STOPPED_AFTER`."""


class WebhookOff(VocError):
    """Nothing is sent to a webhook that is switched off."""

    slug, title, status = "webhook-off", "Webhook switched off", 409


class NothingSigned(VocError):
    """What goes to this webhook bears no signature: its address is the secret."""

    slug, title, status = "nothing-signed", "Nothing is signed", 409


class TooManyWebhooks(VocError):
    """Every event is stored once for each."""

    slug, title, status = "too-many-webhooks", "Too many webhooks", 409


def event_id(workspace: str, type_: str, key: str) -> str:
    """The id of what happened; announced again it is the same."""
    return "evt_" + _digest("event", workspace, type_, key)


def delivery_id(webhook: str, event: str) -> str:
    """The id of an event's delivery to a webhook: there is one."""
    return "whd_" + _digest("delivery", webhook, event)


def wants(patterns: Sequence[str], type_: str) -> bool:
    """Whether one of the patterns (`theme.created`, `theme.*`, `*`) takes events of a type."""
    return any(
        pattern in ("*", type_) or (pattern.endswith(".*") and type_.startswith(pattern[:-1])) for pattern in patterns
    )


def wait(tries: int, *, chance: float, asked: timedelta | None = None) -> timedelta | None:
    """How long after a failure the next try is due; None: there is none.

    Args:
        tries: that have failed.
        chance: between 0 and 1.
        asked: what the receiver asks for (`Retry-After`); only ever lengthens the wait.
    """
    if tries >= len(SCHEDULE):
        return None
    planned = SCHEDULE[tries] * (1 + JITTER_SHARE * chance)
    return max(planned, min(asked, LONGEST_WAIT)) if asked else planned


def retry_after(value: str | None, *, now: datetime) -> timedelta | None:
    """What a `Retry-After` header asks for: seconds, or a date (RFC 9110); None where it says nothing readable."""
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return timedelta(seconds=min(int(value.strip()[:9]), LONGEST_WAIT.total_seconds()))
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(at - now, timedelta(0))


def secret_of(key: bytes) -> str:
    """A key in the form in which both sides keep it."""
    return SECRET_PREFIX + b64encode(key).decode()


def signatures(secrets: Sequence[str], id_: str, at: datetime, body: bytes) -> str:
    """`webhook-signature`: one `v1` signature for each secret that holds, separated by spaces."""
    signed = f"{id_}.{int(at.timestamp())}.".encode() + body
    keys = [b64decode(secret.removeprefix(SECRET_PREFIX)) for secret in secrets]
    return " ".join(signature(key, signed).decode() for key in keys)


def signature(key: bytes, signed: bytes) -> bytes:
    """A `v1` signature; `signed` is id, time and body with dots between."""
    return b"v1," + b64encode(hmac.digest(key, signed, hashlib.sha256))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:26]
