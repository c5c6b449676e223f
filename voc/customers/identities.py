"""Reads and writes of identities: whose is this address?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from voc import vault
from voc.clock import stamp
from voc.customers import contacts
from voc.customers.documents import Identity
from voc.customers.domain import Claim, IdentityKind
from voc.values import Value

WRITES_LIMIT = 500


class Owned(Value):
    """An identity of a customer."""

    workspace: str
    customer: str
    claim: Claim
    at: datetime


def identity_id(workspace: str, kind: IdentityKind, value: str) -> str:
    """The id of an identity; `value` as `contacts.normalise` spells it."""
    return "idn_" + vault.blind(workspace, kind.value, value)


async def owners(workspace: str, claims: Sequence[Claim]) -> dict[Claim, str]:
    """Whose these identities are; those of nobody are left out."""
    by_id = {identity_id(workspace, claim.kind, claim.value): claim for claim in claims}
    ids = list(by_id)
    found: dict[Claim, str] = {}
    for start in range(0, len(ids), WRITES_LIMIT):
        condition = {"_id": {"$in": ids[start : start + WRITES_LIMIT]}, "workspace": workspace}
        for row in await Identity.get_pymongo_collection().find(condition, {"customer": 1}).to_list():
            found[by_id[row["_id"]]] = row["customer"]
    return found


async def add(owned: Sequence[Owned], *, source: str) -> None:
    """Give identities to customers; what is somebody's already stays theirs."""
    writes = [_upsert(each, source) for each in owned if each.claim.kind != IdentityKind.external]
    for start in range(0, len(writes), WRITES_LIMIT):
        await Identity.get_pymongo_collection().bulk_write(writes[start : start + WRITES_LIMIT], ordered=False)


async def remove(workspace: str, id_: str) -> None:
    """Take an identity from its customer; the next message from there may be somebody else's."""
    await Identity.get_pymongo_collection().delete_one({"_id": id_, "workspace": workspace})


async def of(workspace: str, customers: Sequence[str]) -> list[dict[str, Any]]:
    """The stored identities of some customers, in the order in which they were learned."""
    condition = {"workspace": workspace, "customer": {"$in": list(customers)}}
    rows = await Identity.get_pymongo_collection().find(condition).to_list()
    return sorted(rows, key=lambda row: (row["at"], row["_id"]))


def _upsert(owned: Owned, source: str) -> UpdateOne:
    claim = owned.claim
    stored = {
        "workspace": owned.workspace,
        "customer": owned.customer,
        "kind": claim.kind.value,
        "sealed": vault.seal(owned.workspace, claim.value),
        "masked": contacts.mask(claim.kind, claim.value),
        "verified": claim.verified,
        "source": source,
        "at": stamp(owned.at),
    }
    return UpdateOne(
        {"_id": identity_id(owned.workspace, claim.kind, claim.value)}, {"$setOnInsert": stored}, upsert=True
    )
