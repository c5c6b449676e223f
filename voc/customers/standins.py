"""Customers who were known by a contact only, and turn out to be somebody whom the company has an id for.

Words are stored before anybody looks up whose the contact is, and the company's id may come later than the first
message. So whenever a contact is noted, the stand-in and its owner become one person; like any merge, it can be undone.
"""

from collections.abc import Sequence
from datetime import datetime

from voc import vault
from voc.customers import contacts, identities, merging, queries
from voc.customers.domain import Claim, contact_ref, is_stand_in
from voc.customers.service import Sighting


async def join(sightings: Sequence[Sighting], *, now: datetime) -> None:
    """Merge stand-ins with whom they stand for, by the contacts that were just noted; twice is once."""
    for workspace in {seen.workspace for seen in sightings}:
        claimed = {
            (seen.id, seen.ref): contacts.claims_in(seen.attributes, workspace=workspace)
            for seen in sightings
            if seen.workspace == workspace and seen.attributes
        }
        await _join(workspace, {who: claims for who, claims in claimed.items() if claims}, now=now)


async def _join(workspace: str, claimed: dict[tuple[str, str], list[Claim]], *, now: datetime) -> None:
    if not claimed:
        return
    owners = await identities.owners(workspace, [claim for claims in claimed.values() for claim in claims])
    stored = await queries.rows(workspace, list(set(owners.values())), {"ref": 1})
    refs = {row["_id"]: row["ref"] for row in stored}
    for (id_, ref), claims in claimed.items():
        for claim in claims:
            owner = owners.get(claim, id_)
            if owner == id_ or owner not in refs:
                continue
            if is_stand_in(refs[owner]) and not is_stand_in(ref):
                await merging.join(workspace, into=id_, other=owner, now=now, by="rule:contact")
            elif ref == contact_ref(claim.kind, vault.blind(workspace, claim.kind.value, claim.value)):
                await merging.join(workspace, into=owner, other=id_, now=now, by="rule:contact")
