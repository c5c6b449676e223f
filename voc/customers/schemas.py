"""Customers as they go out."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from voc.customers.domain import IdentityKind
from voc.values import StoredTime, Value


class IdentityOut(Value):
    """One way to tell who a customer is."""

    id: str
    kind: IdentityKind
    masked: str
    verified: bool
    source: str
    at: StoredTime
    customer: str
    """The record that it belongs to."""


class Address(Value):
    """Where a customer can be written to, in clear."""

    id: str
    kind: IdentityKind
    value: str
    masked: str
    verified: bool
    customer: str


class CustomerOut(BaseModel):
    """A customer with everything that is merged into them."""

    model_config = ConfigDict(frozen=True)

    id: str
    ref: str | None
    """The company's own id; None where only a contact is known."""
    label: str
    """Name, else own id, else a masked contact."""
    name: str | None
    attributes: dict[str, Any]
    identities: list[IdentityOut]
    members: list[str]
    """The records that this person is made of, the main one first."""
    first_seen_at: StoredTime
    last_seen_at: StoredTime
