"""Who is who; pure."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from enum import StrEnum

from voc.values import Value


class IdentityKind(StrEnum):
    """Ways to tell who somebody is, the surest first: this order decides who a message is from."""

    external = "external"
    """The company's own id of the customer."""
    email = "email"
    phone = "phone"
    messenger = "messenger"
    instagram = "instagram"
    line = "line"
    slack = "slack"
    kakao = "kakao"
    visitor = "visitor"
    """A browser's own name for somebody unknown."""


ORDER = tuple(IdentityKind)


class Claim(Value):
    """Something said about who somebody is."""

    kind: IdentityKind
    value: str
    verified: bool = True
    """Whether whoever says it has proven it: they wrote from there, or our customer's own systems say so."""


class Person(Value):
    """Whom claims led to."""

    customer: str
    """Our id."""
    ref: str
    """The sender's id, or a stand-in where only a contact is known; `CustomerIn(id=ref)` names them everywhere."""
    rule: IdentityKind
    """The identity that decided."""
    created: bool
    others: tuple[str, ...] = ()
    """Customers that other identities belong to: perhaps the same person. Nobody is merged by itself."""


class Known(Value):
    """An identity and whose it is; None: nobody's yet."""

    claim: Claim
    customer: str | None


class Resolution(Value):
    """What the rules make of some claims."""

    customer: str | None
    """None: a new one."""
    rule: IdentityKind
    add: tuple[Claim, ...]
    """Identities that become the customer's."""
    others: tuple[str, ...]


def customer_id(workspace: str, ref: str) -> str:
    """Our id of the customer whom the sender calls `ref`; the same for the same pair, always."""
    digest = hashlib.sha256(f"{workspace}\0{ref}".encode("utf-8", "surrogatepass")).digest()
    return "cus_" + base64.b32encode(digest)[:26].decode().lower()


def shard_of(id_: str) -> str:
    """Stands for the customers whose ids begin alike: one of 1,024 about equal parts of a workspace's."""
    return id_.removeprefix("cus_")[:2]


def contact_ref(kind: IdentityKind, blind: str) -> str:
    """The stand-in for a sender's id where only a contact is known; does not tell the contact."""
    return f"{kind.value}:{blind}"


def is_stand_in(ref: str) -> bool:
    """Whether a customer is known by a contact only."""
    kind, _, blind = ref.partition(":")
    return kind in set(IdentityKind) and len(blind) == 26 and blind.isalnum()


def decide(known: Sequence[Known]) -> Resolution:
    """Whom the claims mean.

    The surest identity that is known decides; where any is proven, what is only claimed decides nothing. What nobody
    has yet becomes that customer's, if it is proven; what belongs to somebody else stays theirs and is reported.
    """
    ordered = sorted(known, key=lambda each: ORDER.index(each.claim.kind))
    proven = [each for each in ordered if each.claim.verified] or ordered
    deciding = next((each for each in proven if each.customer is not None), proven[0])
    others = {each.customer for each in ordered if each.customer not in (None, deciding.customer)}
    add = tuple(each.claim for each in ordered if each.customer is None and (each.claim.verified or each is deciding))
    return Resolution(
        customer=deciding.customer,
        rule=deciding.claim.kind,
        add=add,
        others=tuple(sorted(other for other in others if other)),
    )


def top(id_: str, into: Mapping[str, str]) -> str:
    """Who a merged customer is part of; themselves if they were never merged.

    Args:
        id_: a customer.
        into: by absorbed customer, who absorbed them.
    """
    seen = {id_}
    while (next_ := into.get(id_)) is not None and next_ not in seen:
        seen.add(next_)
        id_ = next_
    return id_
