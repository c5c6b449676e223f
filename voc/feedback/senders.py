"""Who sent a verbatim, without keeping a contact in clear.

Many a system calls its customers by their e-mail address. Such an id is a contact and is kept as one: the record bears
the stand-in of `voc.customers.domain.contact_ref`, and the contact itself, sealed, is among the attributes, from where
it becomes an identity when the verbatim is analysed. A customer who is known by that contact already keeps their own
id. Ordinary ids cost one look at the text and no read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from voc import vault
from voc.customers import contacts, identities
from voc.customers import queries as customers
from voc.customers.contacts import contact_in
from voc.customers.domain import Claim, IdentityKind, contact_ref, customer_id
from voc.feedback.schemas import CustomerIn

_NAMES = {IdentityKind.email: ("email", "e-mail"), IdentityKind.phone: ("phone", "mobile", "tel")}
"""Attributes that a contact may be kept under: the first that was not sent along."""


@dataclass(frozen=True, slots=True)
class Sender:
    """A customer as a record may name them."""

    ref: str
    """The sender's id, or the stand-in for a contact."""
    attributes: dict[str, Any]
    """As sent along; contacts are sealed."""
    claim: Claim | None = None
    """The contact that served as id."""


def sender_of(workspace: str, customer: CustomerIn | str) -> Sender:
    """The customer by their id, or by the stand-in where the id is an e-mail address or a number with country code."""
    id_, attributes = (customer, {}) if isinstance(customer, str) else (customer.id, dict(customer.attributes))
    claim = contact_in(id_)
    if claim is None:
        return Sender(ref=id_, attributes=contacts.sealed(workspace, attributes))
    names = _NAMES[claim.kind]
    attributes |= {next((name for name in names if name not in attributes), names[0]): claim.value}
    return Sender(
        ref=contact_ref(claim.kind, vault.blind(workspace, claim.kind.value, claim.value)),
        attributes=contacts.sealed(workspace, attributes),
        claim=claim,
    )


def claim_of(id_: str) -> Claim:
    """What the company's own id says: an id, or the contact that some systems call their customers by."""
    return contact_in(id_) or Claim(kind=IdentityKind.external, value=id_)


async def known(workspace: str, senders: Sequence[Sender | None]) -> dict[str, str]:
    """By stand-in, the own id of whom that contact belongs to; reads nothing where no id is a contact."""
    named = {sender.claim: sender.ref for sender in senders if sender is not None and sender.claim is not None}
    if not named:
        return {}
    owners = await identities.owners(workspace, list(named))
    refs = {row["_id"]: row["ref"] for row in await customers.rows(workspace, list(set(owners.values())), {"ref": 1})}
    return {named[claim]: refs[owner] for claim, owner in owners.items() if owner in refs}


def record_of(workspace: str, sender: Sender | None, known: dict[str, str]) -> dict[str, Any]:
    """The fields of a record that say who spoke."""
    if sender is None:
        return {"customer": None, "customer_ref": None, "customer_attributes": None}
    ref = known.get(sender.ref, sender.ref)
    return {
        "customer": customer_id(workspace, ref),
        "customer_ref": ref,
        "customer_attributes": sender.attributes,
    }
