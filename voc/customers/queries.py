"""Every read of customers."""

import re
from collections.abc import Sequence
from typing import Any

from voc import vault
from voc.clock import from_stamp
from voc.customers import contacts, identities
from voc.customers.documents import Customer
from voc.customers.domain import Claim, IdentityKind, customer_id, is_stand_in
from voc.customers.schemas import Address, CustomerOut, IdentityOut
from voc.errors import Invalid, NotFound

Row = dict[str, Any]
CHAIN_LIMIT = 50
"""Most merges on the way to whom a customer is part of."""


async def row(workspace: str, id_: str) -> Row:
    """A customer's record as it is stored.

    Raises:
        NotFound: not in this workspace.
    """
    found = await Customer.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if found is None:
        raise NotFound("No such customer.", customer=id_)
    return dict(found)


async def rows(workspace: str, ids: Sequence[str], fields: dict[str, int] | None = None) -> list[Row]:
    """Records by id; those of other workspaces are left out."""
    if not ids:
        return []
    condition = {"_id": {"$in": list(ids)}, "workspace": workspace}
    return await Customer.get_pymongo_collection().find(condition, fields).to_list()


async def canonical(workspace: str, id_: str) -> str:
    """Who a customer is, after all merges.

    Raises:
        NotFound: not in this workspace.
    """
    seen = {id_}
    for _ in range(CHAIN_LIMIT):
        into = (await row(workspace, id_)).get("merged_into")
        if into is None or into in seen:
            break
        seen.add(into)
        id_ = str(into)
    return id_


async def members(workspace: str, id_: str) -> list[str]:
    """A customer and everybody merged into them, directly or by way of others; themselves first."""
    found, latest = [id_], [id_]
    while latest:
        condition = {"workspace": workspace, "merged_into": {"$in": latest}}
        parts = await Customer.get_pymongo_collection().find(condition, {"_id": 1}).to_list()
        latest = sorted(part["_id"] for part in parts if part["_id"] not in found)
        found += latest
    return found


async def merged(workspace: str) -> dict[str, str]:
    """By absorbed customer, who absorbed them: few, so that counting people may fold them."""
    condition = {"workspace": workspace, "merged_into": {"$gt": ""}}
    found = await Customer.get_pymongo_collection().find(condition, {"merged_into": 1}).to_list()
    return {each["_id"]: each["merged_into"] for each in found}


async def one(workspace: str, id_: str) -> CustomerOut:
    """The person whom a record belongs to, with everything that is merged into them.

    Raises:
        NotFound: not in this workspace.
    """
    return await _whole(workspace, await canonical(workspace, id_))


async def by_ref(workspace: str, ref: str) -> CustomerOut:
    """The person whom the company calls `ref`; also by our id, an e-mail address or a phone number.

    Raises:
        NotFound: nobody.
    """
    known = [customer_id(workspace, ref), ref]
    known += (await identities.owners(workspace, _as_contacts(ref))).values()
    for id_ in known:
        if await rows(workspace, [id_], {"_id": 1}):
            return await one(workspace, id_)
    raise NotFound("No such customer.", customer=ref[:80])


async def ids(workspace: str, name: str) -> list[str]:
    """The records of one person, named by our id, the company's own or a contact; none where nobody is called so."""
    owners = await identities.owners(workspace, _as_contacts(name))
    found = await rows(workspace, [name, customer_id(workspace, name), *owners.values()], {"_id": 1})
    return await members(workspace, await canonical(workspace, found[0]["_id"])) if found else []


async def addresses(workspace: str, id_: str) -> list[Address]:
    """Everywhere that a person can be written to, in the order in which we learned it."""
    found = await identities.of(workspace, await members(workspace, await canonical(workspace, id_)))
    return [_address(workspace, each) for each in found]


async def addresses_of(workspace: str, ids: Sequence[str]) -> dict[str, list[Address]]:
    """The addresses of records, each by itself and without what is merged into it."""
    by_customer: dict[str, list[Address]] = {id_: [] for id_ in ids}
    for each in await identities.of(workspace, ids):
        by_customer[each["customer"]].append(_address(workspace, each))
    return by_customer


async def labels(workspace: str, ids: Sequence[str]) -> dict[str, str]:
    """What to call some customers: name, else own id, else a masked contact."""
    found = {each["_id"]: each for each in await rows(workspace, list(set(ids)), {"name": 1, "ref": 1})}
    nameless = [id_ for id_, each in found.items() if not each.get("name") and is_stand_in(each["ref"])]
    masked: dict[str, str] = {}
    for each in await identities.of(workspace, nameless) if nameless else []:
        masked.setdefault(each["customer"], each["masked"])
    return {id_: _label(each, masked.get(id_)) for id_, each in found.items()}


async def search(
    workspace: str, text: str = "", *, account: str | None = None, before: int | None = None, limit: int = 50
) -> list[Row]:
    """Records that are nobody's part, the last heard first; by name, own id, account, or exactly by a contact.

    Args:
        workspace: whose customers.
        text: what is looked for; "" for all.
        account: only of this account.
        before: a stamp; only those last heard before it.
        limit: most records.
    """
    condition: Row = {"workspace": workspace, "merged_into": {"$exists": False}}
    if owners := set((await identities.owners(workspace, _as_contacts(text))).values()) if text else set():
        condition = {
            "workspace": workspace,
            "_id": {"$in": [await canonical(workspace, id_) for id_ in sorted(owners)]},
        }
    elif text:
        pattern = {"$regex": re.escape(text), "$options": "i"}
        condition["$or"] = [{"name": pattern}, {"ref": pattern}, {"attributes.account": pattern}]
    if account is not None:
        condition["attributes.account"] = account
    if before is not None:
        condition["last_seen_at"] = {"$lt": before}
    return await Customer.get_pymongo_collection().find(condition).sort("last_seen_at", -1).limit(limit).to_list()


def _as_contacts(text: str) -> list[Claim]:
    claims = []
    for kind in (IdentityKind.email, IdentityKind.phone):
        try:
            claims.append(Claim(kind=kind, value=contacts.normalise(kind, text)))
        except Invalid:
            continue
    return claims


async def _whole(workspace: str, id_: str) -> CustomerOut:
    parts = await members(workspace, id_)
    stored = {each["_id"]: each for each in await rows(workspace, parts)}
    own = [stored[part] for part in parts if part in stored]
    known = await identities.of(workspace, parts)
    attributes: Row = {}
    for each in own:
        attributes = each.get("attributes", {}) | attributes
    first = own[0]
    name = next((each["name"] for each in own if each.get("name")), None)
    ref = next((each["ref"] for each in own if not is_stand_in(each["ref"])), None)
    return CustomerOut(
        id=id_,
        ref=ref,
        label=name or ref or _label(first, next((each["masked"] for each in known), None)),
        name=name,
        attributes=attributes,
        identities=[_identity(each) for each in known],
        members=parts,
        first_seen_at=from_stamp(min(each["first_seen_at"] for each in own)),
        last_seen_at=from_stamp(max(each["last_seen_at"] for each in own)),
    )


def _label(stored: Row, masked: str | None) -> str:
    if stored.get("name"):
        return str(stored["name"])
    return masked or "•••" if is_stand_in(stored["ref"]) else str(stored["ref"])


def _identity(stored: Row) -> IdentityOut:
    kept = {name: stored[name] for name in ("kind", "masked", "source", "customer")}
    return IdentityOut(id=stored["_id"], verified=bool(stored["verified"]), at=from_stamp(stored["at"]), **kept)


def _address(workspace: str, stored: Row) -> Address:
    kept = {name: stored[name] for name in ("kind", "masked", "customer")}
    value = vault.unseal(workspace, stored["sealed"])
    return Address(id=stored["_id"], value=value, verified=bool(stored["verified"]), **kept)
