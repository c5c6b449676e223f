"""The collections of customers."""

from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel


class Customer(Document):
    """One person or account that spoke to us.

    A merged customer bears a pointer to whom it is part of, and nothing else changes: taking the pointer away restores
    both exactly.
    """

    id: str
    workspace: str
    ref: str
    """The sender's own id, or a stand-in that does not tell the contact that we know them by."""
    name: str | None = None
    """As they signed, or as a colleague wrote."""
    attributes: dict[str, Any] = Field(default_factory=dict)
    first_seen_at: int
    last_seen_at: int
    """Both are `voc.clock.stamp`s: updates lower the one and raise the other."""
    merged_into: str | None = None
    parted_from: str | None = None
    """Whom they were part of until somebody took them apart."""
    shard: str
    """See `domain.shard_of`."""
    uncounted: bool = True
    """Whether their first time, their attributes or their merge changed and no counter has seen it yet."""
    revision: int = 0
    """Raised by each such change."""

    class Settings:
        name = "customers"
        indexes = [
            # by the sender's id; one record each
            IndexModel([("workspace", ASCENDING), ("ref", ASCENDING)], name="ref", unique=True),
            # page: who was heard last
            IndexModel([("workspace", ASCENDING), ("last_seen_at", DESCENDING)], name="last_seen"),
            # members: who was merged into somebody
            IndexModel([("workspace", ASCENDING), ("merged_into", ASCENDING)], name="merged_into"),
            # insights.count_tenures: the customers of some shards
            IndexModel([("workspace", ASCENDING), ("shard", ASCENDING)], name="shard"),
            # insights.count_tenures: customers whose latest change is not in the counters yet
            IndexModel([("uncounted", ASCENDING)], name="uncounted", partialFilterExpression={"uncounted": True}),
        ]


class Identity(Document):
    """One way to tell who a customer is. Its id follows from workspace, kind and value, without telling them."""

    id: str
    workspace: str
    customer: str
    kind: str
    sealed: str
    """The value, as `voc.vault.seal` hides it."""
    masked: str
    """What may be shown to everybody."""
    verified: bool
    source: str
    """Where we learned it: a channel, `api`, `import`, a member's id."""
    at: int
    """When; a `voc.clock.stamp`."""

    class Settings:
        name = "identities"
        indexes = [
            # of: what we know somebody by
            IndexModel([("workspace", ASCENDING), ("customer", ASCENDING)], name="customer"),
        ]


class Consent(Document):
    """One decision about being written to; the latest of a channel and purpose counts, all are kept."""

    id: str
    workspace: str
    customer: str
    channel: str
    purpose: str
    """`survey`, `advertising` or `night`."""
    given: bool
    text: str
    """What they agreed to or refused, word by word."""
    text_version: str
    source: str
    at: int
    """A `voc.clock.stamp`."""

    class Settings:
        name = "consents"
        indexes = [
            # standing: the decisions of some customers
            IndexModel([("workspace", ASCENDING), ("customer", ASCENDING)], name="customer"),
            # consenting: those decided long ago
            IndexModel([("workspace", ASCENDING), ("at", ASCENDING)], name="oldest"),
        ]


class Suppression(Document):
    """An address that nothing is sent to. Its id follows from workspace, kind and address, so it outlives its owner."""

    id: str
    workspace: str
    kind: str
    reason: str
    at: int
    """A `voc.clock.stamp`."""

    class Settings:
        name = "suppressions"
        indexes = [
            # a workspace's suppressed addresses, the latest first
            IndexModel([("workspace", ASCENDING), ("at", DESCENDING)], name="latest"),
        ]


class CustomerEvent(Document):
    """Something that happened to a customer besides what they said: a payment, a changed attribute, a merge."""

    id: str
    workspace: str
    customer: str
    kind: str
    at: int
    """A `voc.clock.stamp`."""
    fields: dict[str, Any]

    class Settings:
        name = "customer_events"
        indexes = [
            # of: the timeline, newest first
            IndexModel([("workspace", ASCENDING), ("customer", ASCENDING), ("at", DESCENDING)], name="timeline"),
        ]
