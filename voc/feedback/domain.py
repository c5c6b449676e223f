"""Values and decisions about feedback; pure."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec

from voc.errors import VocError
from voc.values import Value

TEXT_LIMIT_CHARACTERS = 20_000
"""Longest verbatim; a longer one is refused with a message, never cut."""
UNSURE_BELOW = 0.5
"""Confidence below which a reading of the kind is more often wrong than right: a person should look."""
NIGHT_HOUR_UTC = 17
"""When what people corrected is learnt from: two in the morning in Seoul."""


class Kind(StrEnum):
    """What a customer's sentence does."""

    idea = "idea"
    complaint = "complaint"
    question = "question"
    praise = "praise"
    other = "other"


class Noise(StrEnum):
    """What came in and is no feedback."""

    spam = "spam"
    abuse = "abuse"
    """Nothing but insults; what swears and says something is feedback."""


class FeedbackState(StrEnum):
    """How far a verbatim has come."""

    pending = "pending"
    analysed = "analysed"
    parked = "parked"


class SubmissionConflict(VocError):
    """The same submission id came with another body."""

    slug, title, status = "submission-conflict", "Submission id already used", 409


class ChangedMeanwhile(VocError):
    """Somebody else kept changing the record."""

    slug, title, status, transient = "changed-meanwhile", "Changed meanwhile", 409, True


class How(StrEnum):
    """How a person came to judge."""

    person = "person"
    """They looked at this one."""
    alike = "alike"
    """They judged one like it and let that count for this one, too."""


class Part(Value):
    """A part of a verbatim that speaks of something of its own."""

    start: int
    end: int
    """Characters of the verbatim as everybody may read it."""
    kind: Kind
    kind_confidence: float
    sentiment: float
    theme: str | None = None


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
    segments: tuple[Part, ...] = ()
    """Its parts, where it says several things."""
    also: tuple[str, ...] = ()
    """Themes of its parts beside `theme`."""
    noise: Noise | None = None
    """Why it is no feedback; it has no theme then."""
    coarse: bool = False
    """Whether it swears; what says something counts all the same."""
    heads: str | None = None
    """Version of the heads that corrections shaped; None: as shipped."""


def is_unsure(kind_confidence: float | None, corrected: Sequence[str]) -> bool:
    """Whether a person should look at the kind."""
    return kind_confidence is not None and kind_confidence < UNSURE_BELOW and "kind" not in corrected


def kept(reading: Reading, corrected: Sequence[str]) -> dict[str, Any]:
    """What to set of a reading on a record: a person's corrections stay."""
    fields = reading.model_dump(mode="json")
    own = {name: value for name, value in fields.items() if name not in corrected}
    if "theme" in corrected:
        own["also"] = []
    return with_several(own) | {"unsure": is_unsure(reading.kind_confidence, corrected)}


def with_several(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What to set on a record, with what follows from the themes beside its own where those are set."""
    return dict(fields) | ({"several_themes": bool(fields["also"])} if "also" in fields else {})


def judged(row: Mapping[str, Any], fields: Mapping[str, Any], *, by: str, at: int, how: How) -> dict[str, Any]:
    """What to set on a record that a person judged: the fields, and what the model had said of each.

    A person's theme stands for all that was said: the parts' own themes no longer count.

    Args:
        row: the record as it is.
        fields: the person's judgement.
        by: member or key.
        at: a `voc.clock.stamp`.
        how: how they came to it.
    """
    known = row.get("judgements") or {}
    judgements = dict(known)
    for name in fields:
        judgements[name] = _judgement(row, name, known.get(name)) | {"by": by, "at": at, "how": how.value}
    corrected = sorted({*row["corrected"], *fields})
    changed = with_several(dict(fields) | ({"also": []} if "theme" in fields else {}))
    return changed | {
        "corrected": corrected,
        "judgements": judgements,
        "judged": True,
        "unsure": is_unsure(row.get("kind_confidence"), corrected),
    }


def _judgement(row: Mapping[str, Any], name: str, earlier: Mapping[str, Any] | None) -> dict[str, Any]:
    """What stood before a person's word: the model's, and an earlier one of a person with all that is known of it."""
    beside = {"also": row.get("also") or []} if name == "theme" else {}
    if earlier is None:
        return {"before": row.get(name)} | beside
    replaced = {"value": row.get(name), "judgement": {key: earlier[key] for key in earlier if key != "replaced"}}
    return {key: earlier[key] for key in ("before", "also") if key in earlier} | {"replaced": replaced}


def undone(row: Mapping[str, Any], field: str, at: int) -> dict[str, Any]:
    """What to set so that what stood before the judgement of `at` stands again; nothing, if that is not the latest."""
    judgements = dict(row.get("judgements") or {})
    latest = judgements.get(field)
    if latest is None or latest["at"] != at:
        return {}
    if (replaced := latest.get("replaced")) is None:
        return unjudged(row, field)
    return {field: replaced["value"], "judgements": judgements | {field: replaced["judgement"]}}


def unjudged(row: Mapping[str, Any], field: str, how: How | None = None) -> dict[str, Any]:
    """What to set to take a judgement back; nothing, if there is none, or none that came about by `how`."""
    judgements = dict(row.get("judgements") or {})
    if field not in judgements or how not in (None, judgements[field]["how"]):
        return {}
    model = judgements.pop(field)
    corrected = [name for name in row["corrected"] if name != field]
    beside = {"also": model["also"]} if "also" in model else {}
    return with_several(beside) | {
        field: model["before"],
        "corrected": corrected,
        "judgements": judgements,
        "judged": bool(judgements),
        "unsure": is_unsure(row.get("kind_confidence"), corrected),
    }


def next_night(now: datetime) -> datetime:
    """When the next night's work begins."""
    tonight = now.astimezone(UTC).replace(hour=NIGHT_HOUR_UTC, minute=0, second=0, microsecond=0)
    return tonight if tonight > now else tonight + timedelta(days=1)


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
