"""Ledgers, tallies and signed customers; pure."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from voc.clock import stamp
from voc.errors import VocError
from voc.surveys.conditions import Condition, sources
from voc.surveys.definition import Schedule
from voc.surveys.targeting.pacing import allowance, period
from voc.surveys.texts import LanguageCode
from voc.values import Value

ASKS_KEPT = 100
"""Asks in one person's ledger, and the last one of each survey; others are forgotten."""
PLACES_LIMIT = 1_000
"""Most places that a survey holds at once."""
GREETING_LIMIT = 500
"""Characters of what a chat says first."""
TOTAL = "total"


class OverQuota(VocError):
    """Enough people of this sort have answered."""

    slug, title, status = "over-quota", "Enough answers", 409


class IdentityUnproven(VocError):
    """The workspace demands signed customers and this one is not, or is forged."""

    slug, title, status = "identity-unproven", "Unknown customer", 403


class WrongOrigin(VocError):
    """The workspace names the sites that may ask, and this is none of them."""

    slug, title, status = "wrong-origin", "Not from this site", 403


def _about_visitors(where: Condition) -> Condition:
    for source in sources(where):
        if source.partition(":")[0] not in ("customer", "device", "language", "url"):
            raise ValueError(f"a segment looks at customer:, device, language and url; not at {source}")
    return where


class Segment(Value):
    """A named sort of customers."""

    name: str
    where: Annotated[Condition, AfterValidator(_about_visitors)]


class ChatButton(Value):
    """The chat of a workspace's pages."""

    button: bool = False
    """Whether pages show the button that opens it; `voc.chat()` opens it either way."""
    greeting: dict[LanguageCode, Annotated[str, Field(min_length=1, max_length=GREETING_LIMIT)]] = {}
    """What it says first, by language; in others and without it, the widget's own words."""


class Afterwards(Value):
    """What the thank-you card goes on with, for those who wrote something."""

    answers: bool = True
    """An approved answer to their question."""
    follow_up: bool = True
    """One question about their complaint."""


class Place(Value):
    """Held for something on its way."""

    key: str
    """The ask's id, or a token that the arriving response bears."""
    submission: str | None = None
    """The submission that brings the token; None for an ask, which by itself counts nothing."""
    counts: tuple[str, ...]
    """What it will raise."""
    until: int
    """A `voc.clock.stamp`; free again after it."""


class Caps(Value):
    """How far each counter may go."""

    limits: dict[str, int]
    """Never exceeded."""
    pace: dict[str, int] = {}
    """How far it may have gone by now, for those who are asked."""


def customer_name(customer: str) -> str:
    """How a customer is called in ledgers; a visitor may give itself the id of a customer."""
    return f"c:{customer}"


def visitor_name(visitor: str) -> str:
    """How somebody unknown is called in ledgers."""
    return f"v:{visitor}"


def ledger_id(workspace: str, person: str) -> str:
    """The id of a person's ledger; tells nobody who it is."""
    digest = hashlib.sha256(f"{workspace}\0{person}".encode("utf-8", "surrogatepass")).digest()
    return "led_" + base64.b32encode(digest)[:26].decode().lower()


def signature_of(secret: str, customer: str) -> str:
    """What a company's own server sends along to prove that a customer is who they say: HMAC-SHA256, hexadecimal."""
    return hmac.new(secret.encode(), customer.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def is_signed(secret: str, customer: str, signature: str | None) -> bool:
    """Whether the signature belongs to the customer."""
    expected = signature_of(secret, customer).encode()
    return hmac.compare_digest(expected, (signature or "").lower().encode("utf-8", "surrogatepass"))


def caps_of(schedule: Schedule, *, at: datetime, since: datetime | None = None) -> Caps:
    """The caps on starting a response at `at`, for a survey that has asked since `since`."""
    limits = {TOTAL: schedule.limit} if schedule.limit is not None else {}
    if schedule.pacing is None:
        return Caps(limits=limits)
    name = f"{schedule.pacing.per}:{period(schedule.pacing.per, at)[0]:%Y-%m-%d}"
    pace = {name: allowance(schedule.pacing, at, since=since)}
    return Caps(limits=limits | {name: schedule.pacing.count}, pace=pace)


def quota_name(id_: str) -> str:
    """The name of a quota's counter."""
    return f"quota:{id_}"


def has_room(counts: Mapping[str, int], others: Iterable[Place], caps: Caps, *, paced: bool, now: datetime) -> bool:
    """Whether one more fits: counted and held places together stay within every cap.

    Args:
        counts: what has arrived.
        others: what is on its way.
        caps: how far each counter may go.
        paced: whether the pace concerns it, too.
        now: the present.
    """
    held = [place for place in others if place.until > stamp(now)]
    if len(held) >= PLACES_LIMIT:
        return False
    tops = {name: min(limit, caps.pace.get(name, limit)) if paced else limit for name, limit in caps.limits.items()}
    return all(counts.get(name, 0) + sum(name in place.counts for place in held) < top for name, top in tops.items())
