"""Who is this? From what is claimed about somebody to one customer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voc import vault
from voc.customers import contacts, identities, merging, queries, service
from voc.customers.domain import (
    Claim,
    IdentityKind,
    Known,
    Person,
    Resolution,
    contact_ref,
    customer_id,
    decide,
    is_stand_in,
)
from voc.customers.service import Sighting
from voc.errors import Invalid
from voc.values import Value


class Sender(Value):
    """Somebody, with everything that is said about who they are."""

    claims: tuple[Claim, ...]
    name: str | None = None
    attributes: dict[str, Any] = {}


async def resolve(
    workspace: str,
    claims: Sequence[Claim],
    *,
    now: datetime,
    source: str,
    name: str | None = None,
    attributes: dict[str, Any] | None = None,
) -> Person:
    """Find or make the customer whom these claims mean; see `resolve_many`."""
    sender = Sender(claims=tuple(claims), name=name, attributes=attributes or {})
    return (await resolve_many(workspace, [sender], now=now, source=source))[0]


async def resolve_many(workspace: str, senders: Sequence[Sender], *, now: datetime, source: str) -> list[Person]:
    """Find or make the customers whom these claims mean, and note that they were heard.

    Of several claims the surest known one decides (`IdentityKind`'s order); what nobody has yet becomes theirs.
    Somebody who so far was known by a contact only becomes part of the customer whose own id now comes with that
    contact; that merge, like any other, can be undone.

    Raises:
        Invalid: a sender without any claim that could be one.
    """
    spelled = [_spelled(workspace, sender) for sender in senders]
    owners = await _owners(workspace, spelled)
    refs = await _refs(workspace, [*owners.values()])
    persons: list[Person] = []
    owned: list[identities.Owned] = []
    for claims in spelled:
        found = decide([Known(claim=claim, customer=owners.get(claim)) for claim in claims])
        person = _person(workspace, found, claims, refs)
        persons.append(person)
        refs[person.customer] = person.ref
        for claim in found.add:
            owners[claim] = person.customer
            owned.append(identities.Owned(workspace=workspace, customer=person.customer, claim=claim, at=now))
    seen = zip(persons, senders, strict=True)
    await service.note([_sighting(workspace, person, sender, now) for person, sender in seen], source=source)
    await identities.add(owned, source=source)
    for person in persons:
        if person.others:
            await _join_or_suggest(workspace, person, refs, now=now)
    return persons


async def _owners(workspace: str, spelled: Sequence[Sequence[Claim]]) -> dict[Claim, str]:
    """Whose each claim is; a company's own id is always that customer's, whether we know them or not."""
    every = [claim for claims in spelled for claim in claims]
    own = {each: customer_id(workspace, each.value) for each in every if each.kind == IdentityKind.external}
    return await identities.owners(workspace, every) | own


def _sighting(workspace: str, person: Person, sender: Sender, now: datetime) -> Sighting:
    kept = contacts.without_contacts(sender.attributes)
    return Sighting(id=person.customer, workspace=workspace, ref=person.ref, at=now, name=sender.name, attributes=kept)


def _spelled(workspace: str, sender: Sender) -> list[Claim]:
    """The claims in their one spelling, contacts among the attributes included."""
    spelled = []
    for claim in sender.claims:
        try:
            value = contacts.normalise(claim.kind, claim.value)
        except Invalid:
            if len(sender.claims) == 1:
                raise
            continue
        spelled.append(claim.model_copy(update={"value": value}))
    spelled += contacts.claims_in(sender.attributes, workspace=workspace)
    if not spelled:
        raise Invalid("Nothing says who this is: give an id, an e-mail address or a phone number.")
    return list(dict.fromkeys(spelled))


def _person(workspace: str, found: Resolution, claims: Sequence[Claim], refs: dict[str, str]) -> Person:
    deciding = next(claim for claim in claims if claim.kind == found.rule)
    if found.rule == IdentityKind.external:
        ref = deciding.value
    else:
        ref = contact_ref(deciding.kind, vault.blind(workspace, deciding.kind.value, deciding.value))
    id_ = found.customer or customer_id(workspace, ref)
    return Person(customer=id_, ref=refs.get(id_, ref), rule=found.rule, created=id_ not in refs, others=found.others)


async def _refs(workspace: str, ids: Sequence[str]) -> dict[str, str]:
    return {row["_id"]: row["ref"] for row in await queries.rows(workspace, list(dict.fromkeys(ids)), {"ref": 1})}


async def _join_or_suggest(workspace: str, person: Person, refs: dict[str, str], *, now: datetime) -> None:
    """Take in whoever was known by a contact only; of everybody else a colleague is told that they may be the same."""
    for other in person.others:
        if person.rule == IdentityKind.external and is_stand_in(refs.get(other, "")):
            await merging.join(workspace, into=person.customer, other=other, now=now, by="rule:contact")
        else:
            await merging.suggest(workspace, person.customer, other, now=now)
