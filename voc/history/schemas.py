"""Customers and their histories as they come in and go out over HTTP."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from voc.customers.consents import Purpose
from voc.customers.domain import Claim, IdentityKind
from voc.feedback.schemas import SafeAttributes, SaidAt
from voc.feedback.senders import claim_of
from voc.history.queries import Listed
from voc.history.timeline import EntryKind
from voc.values import StoredTime, Value

OURS = frozenset(
    {"attributes_changed", "consent", "suppressed", "suppression_lifted", "merged", "unmerged", "contacts_revealed",
     "verbatim_revealed", "answers_revealed", "maybe_same"}
)  # fmt: skip
"""Events that only this service writes down: they are its own record of what was done."""


def _not_ours(kind: str) -> str:
    if kind in OURS:
        raise ValueError(f"{kind!r} is written by the service itself; use another name")
    return kind


class CustomerBody(Value):
    """Somebody, by whatever is known of who they are."""

    id: str | None = Field(default=None, min_length=1, max_length=200)
    """The company's own id of them."""
    identities: list[Claim] = Field(default=[], max_length=20)
    """Other ways to tell who they are: `[{"kind": "email", "value": "kim@example.com"}]`."""
    name: str | None = Field(default=None, max_length=200)
    attributes: SafeAttributes = {}
    """What is known of them. `account`, `segment`, `plan` and `revenue_per_month` have a meaning of their own; a name
    with a department before a colon, such as `sales:owner`, belongs to that department. `email` and `phone` become
    identities."""

    def claims(self) -> list[Claim]:
        """Everything that says who they are."""
        return [*([claim_of(self.id)] if self.id else []), *self.identities]


class CustomerMade(Value):
    """Whom the identities led to."""

    id: str
    ref: str
    """Names them in `customer` of feedback and responses."""
    rule: IdentityKind
    """The identity that decided."""
    created: bool
    others: list[str]
    """Customers that other identities belong to: perhaps the same person. Nobody is merged by itself."""


class CustomerPatch(Value):
    """What is known of a customer; only what is sent changes."""

    name: str | None = Field(default=None, max_length=200)
    """"" takes it away."""
    attributes: SafeAttributes = {}
    """Null takes an attribute away. `sales:owner` belongs to the department before the colon."""


class MergeBody(Value):
    """The other record."""

    other: str = Field(min_length=1, max_length=60)


class ConsentBody(Value):
    """A decision about being written to."""

    channel: str = Field(min_length=1, max_length=20, pattern=r"^[a-z]+$")
    purpose: Purpose
    given: bool
    text: str = Field(default="", max_length=5_000)
    """What they agreed to or refused, word by word."""
    text_version: str = Field(default="", max_length=60)
    source: str = Field(default="", max_length=200)
    """Where: a page, a message, a paper form."""


class ConsentOut(ConsentBody):
    """A recorded decision."""

    at: StoredTime


class ConsentPage(Value):
    """Every decision, the latest first."""

    items: list[ConsentOut]
    next: str | None = None


class EventBody(Value):
    """Something that happened to a customer: `paid`, `renewed`, `cancelled`, …"""

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$"), AfterValidator(_not_ours)]
    at: SaidAt | None = None
    """When; now, if absent."""
    fields: SafeAttributes = {}
    key: str | None = Field(default=None, min_length=1, max_length=200)
    """Sent again with the same key, it is the same event."""


class EventMade(Value):
    """The event is stored."""

    id: str


class CustomerPage(Value):
    """Customers, the last heard first."""

    items: list[Listed]
    next: str | None


class TimelineEntry(Value):
    """One thing that happened between a customer and the company."""

    kind: EntryKind
    id: str
    at: datetime
    customer: str
    """The record that it belongs to: one of those that were merged."""
    channel: str | None
    text: str
    within: bool
    """Whether another entry tells the same; such entries come only when their kind is asked for."""
    fields: dict[str, Any]
    """What else is known of it; depends on the kind."""


class TimelinePage(Value):
    """A part of a customer's history, newest first."""

    items: list[TimelineEntry]
    next: str | None


class Suggestion(Value):
    """Perhaps the same person."""

    id: str
    label: str
    detail: str | None
    """Their own id or a masked contact, to tell namesakes apart."""
    why: str
    """`same_contact`, `id_is_contact` or `same_name`."""


class RecordOut(Value):
    """A record that a person is made of."""

    id: str
    ref: str | None
    """The company's own id; None where only a contact is known."""
    merged_into: str | None
    merged_at: StoredTime | None = None
    merged_by: str | None = None
    """A member, a key, or the rule that did it."""


class KnownBy(Value):
    """An identity with where it came from."""

    id: str
    kind: IdentityKind
    masked: str
    verified: bool
    source: str
    at: StoredTime
    record: str


class Explanation(Value):
    """Why we take these records for one person."""

    customer: str
    rules: list[IdentityKind]
    """The order in which identities decide whom a message is from: the first known one does."""
    records: list[RecordOut]
    identities: list[KnownBy]
    suggestions: list[Suggestion]


class Erased(Value):
    """What was removed, by what it was."""

    customer: str
    removed: dict[str, int]
    kept: list[str] = ["suppressed addresses, as keyed digests"]


class ImportOut(Value):
    """What became of the rows of a table."""

    rows: int
    created: int
    changed: int
    same: int
    joined: int
    """Records known by a contact only that became part of the customer whose own id came with that contact."""
    rejected: list[dict[str, Any]]
    """`{line, reason}`."""
