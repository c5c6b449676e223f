"""Values and decisions about feedback; pure."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import msgspec

from voc.errors import VocError
from voc.values import Value

TEXT_LIMIT_CHARACTERS = 20_000
"""Longest verbatim; a longer one is refused with a message, never cut."""


class Kind(StrEnum):
    """What a customer's sentence does."""

    idea = "idea"
    complaint = "complaint"
    question = "question"
    praise = "praise"
    other = "other"


class FeedbackState(StrEnum):
    """How far a verbatim has come."""

    pending = "pending"
    analysed = "analysed"
    parked = "parked"


class SubmissionConflict(VocError):
    """The same submission id came with another body."""

    slug, title, status = "submission-conflict", "Submission id already used", 409


class Reading(Value):
    """What a model made of one verbatim."""

    model: str
    """Version of the model."""
    language: str
    kind: Kind
    kind_confidence: float
    """0–1, calibrated."""
    sentiment: float
    """−1 (very unhappy) to 1 (very happy)."""
    urgency: float
    """0–1."""
    theme: str | None = None


def fingerprint(body: Mapping[str, Any]) -> str:
    """Tells a repeated submission from another one that uses the same id."""
    return hashlib.sha256(_canonical.encode(body)).hexdigest()[:32]


_canonical = msgspec.json.Encoder(order="sorted")
"""Six times as fast as `json.dumps` with sorted keys, and this is on the ingest path."""


def position(id_: str, occurred_at: datetime) -> str:
    """Sortable place of a record among its workspace's: when it was said, then its id."""
    return f"{instant(occurred_at)}|{id_}"


def instant(at: datetime) -> str:
    """A time as text that sorts like the time, to the millisecond.

    Without dashes and colons: the embedded engine takes text that begins like an ISO date for a date, and a
    range over it then finds nothing.
    """
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%S.") + f"{at.microsecond // 1000:03d}"


def bucket(source: str, occurred_at: datetime) -> str:
    """The counter bucket of a record: its source and hour."""
    return f"{source}|{occurred_at.astimezone(UTC):%Y-%m-%dT%H}"


def respondent(customer: str | None, text: str) -> str:
    """Who speaks, for counting people rather than mentions.

    Anonymous verbatims count as one person per distinct text (letters and digits only), so that a
    pasted text cannot vote a thousand times. This undercounts short identical remarks on purpose.
    """
    if customer is not None:
        return customer
    letters = "".join(character for character in text.casefold() if character.isalnum())
    return "anonymous:" + hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:16]
