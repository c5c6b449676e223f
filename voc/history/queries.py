"""Reads for the pages of customers: who there is, how much each said, whom they belong to."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from voc.clock import from_stamp
from voc.customers import contacts, identities
from voc.customers import queries as customers
from voc.customers.documents import Customer
from voc.customers.domain import ORDER, Claim, IdentityKind, is_stand_in
from voc.errors import Invalid
from voc.feedback.documents import Feedback
from voc.values import StoredTime, Value

Row = dict[str, Any]
FACETS_LOOK_AT = 1_000
"""Customers, the last heard first, whose segments and accounts are offered as filters."""
FACETS_SHOWN = 20


class Heard(NamedTuple):
    """Where a customer stands in the list: when they were last heard, then their id."""

    at: int
    """A `voc.clock.stamp`."""
    id: str


class Listed(Value):
    """A customer in a list."""

    id: str
    label: str
    ref: str | None
    """The company's own id of them; None where only a contact is known."""
    account: str | None
    segment: str | None
    masked: str | None
    """A contact as everybody may see it."""
    last_seen_at: StoredTime
    feedback: int
    """Verbatims, those of merged records included."""


class ListedPage(Value):
    """Customers, the last heard first."""

    items: list[Listed]
    next: Heard | None


async def people(
    workspace: str,
    text: str = "",
    *,
    segment: str | None = None,
    account: str | None = None,
    before: Heard | None = None,
    limit: int = 50,
) -> ListedPage:
    """Customers who are nobody's part, the last heard first.

    Args:
        workspace: whose.
        text: in their name, own id or account, or exactly one of their contacts.
        segment: value of that attribute.
        account: value of that attribute.
        before: where the last page ended.
        limit: most customers.
    """
    condition = await _condition(workspace, text.strip(), segment=segment, account=account)
    rows = await _page(condition, before, limit + 1)
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    return ListedPage(
        items=await _listed(workspace, shown), next=Heard(last["last_seen_at"], last["_id"]) if last else None
    )


async def of_account(workspace: str, account: str, *, limit: int = 200) -> list[Listed]:
    """The people of an account, the last heard first."""
    return (await people(workspace, account=account, limit=limit)).items


async def facets(workspace: str) -> dict[str, list[str]]:
    """Segments and accounts to narrow by, those of the customers last heard; the most frequent first."""
    condition = {"workspace": workspace, "last_seen_at": {"$gte": 0}}
    cursor = Customer.get_pymongo_collection().find(condition, {"attributes": 1})
    rows = await cursor.sort("last_seen_at", -1).limit(FACETS_LOOK_AT).to_list()
    return {name: _frequent(row.get("attributes", {}).get(name) for row in rows) for name in ("segment", "account")}


async def details(workspace: str, ids: Sequence[str]) -> dict[str, str]:
    """What tells namesakes apart: their own id, else a masked contact."""
    rows = await customers.rows(workspace, ids, {"ref": 1})
    own = {row["_id"]: row["ref"] for row in rows if not is_stand_in(row["ref"])}
    return await _masked(workspace, ids) | own


async def revenue(workspace: str, ids: Sequence[str]) -> dict[str, float]:
    """What customers pay in a month, by id, where it is known as a number."""
    rows = await customers.rows(workspace, ids, {"attributes": 1})
    known = {row["_id"]: row.get("attributes", {}).get("revenue_per_month") for row in rows}
    return {id_: float(paid) for id_, paid in known.items() if isinstance(paid, int | float)}


def as_contacts(text: str) -> list[Claim]:
    """The contacts that `text` may be."""
    claims = []
    for kind in (IdentityKind.email, IdentityKind.phone):
        with suppress(Invalid):
            claims.append(Claim(kind=kind, value=contacts.normalise(kind, text)))
    return claims


async def _condition(workspace: str, text: str, *, segment: str | None, account: str | None) -> Row:
    condition: Row = {"workspace": workspace}
    if text and (owners := await _by_contact(workspace, text)):
        condition["_id"] = {"$in": owners}
    else:
        condition["merged_into"] = {"$exists": False}
        if text:
            pattern = {"$regex": re.escape(text), "$options": "i"}
            condition["$or"] = [{"name": pattern}, {"ref": pattern}, {"attributes.account": pattern}]
    for name, value in (("segment", segment), ("account", account)):
        if value is not None:
            condition[f"attributes.{name}"] = value
    return condition


async def _by_contact(workspace: str, text: str) -> list[str]:
    """Whose contact `text` is: it stands nowhere in clear, so that only the whole of it is found."""
    claims = as_contacts(text)
    owners = set((await identities.owners(workspace, claims)).values()) if claims else set()
    return sorted({await customers.canonical(workspace, owner) for owner in owners})


async def _page(condition: Row, before: Heard | None, limit: int) -> list[Row]:
    """Rows after a place: those of the same moment by their id, then the earlier ones; an import is one moment."""
    collection, order = Customer.get_pymongo_collection(), [("last_seen_at", -1), ("_id", -1)]
    if before is None or "_id" in condition:  # a contact has one owner: there is no second page
        return await collection.find(condition).sort(order).limit(limit).to_list()
    same = condition | {"last_seen_at": before.at, "_id": {"$lt": before.id}}
    rows = await collection.find(same).sort(order).limit(limit).to_list()
    if len(rows) < limit:
        earlier = condition | {"last_seen_at": {"$lt": before.at}}
        rows += await collection.find(earlier).sort(order).limit(limit - len(rows)).to_list()
    return rows


async def _listed(workspace: str, rows: Sequence[Row]) -> list[Listed]:
    ids = [row["_id"] for row in rows]
    into = {part: top for top, parts in (await _parts(workspace, ids)).items() for part in parts}
    masked = await _masked(workspace, ids)
    said = await _said(workspace, into)
    labels = await customers.labels(workspace, ids)
    return [
        Listed(
            id=row["_id"],
            label=labels[row["_id"]],
            ref=None if is_stand_in(row["ref"]) else row["ref"],
            account=_word(row, "account"),
            segment=_word(row, "segment"),
            masked=masked.get(row["_id"]),
            last_seen_at=from_stamp(row["last_seen_at"]),
            feedback=said.get(row["_id"], 0),
        )
        for row in rows
    ]


async def _parts(workspace: str, ids: Sequence[str]) -> dict[str, list[str]]:
    """Each customer with everybody merged into them, level by level for all of them at once."""
    found = {id_: [id_] for id_ in ids}
    top = {id_: id_ for id_ in ids}
    latest = list(ids)
    while latest:
        condition = {"workspace": workspace, "merged_into": {"$in": latest}}
        rows = await Customer.get_pymongo_collection().find(condition, {"merged_into": 1}).to_list()
        fresh = [row for row in rows if row["_id"] not in top]
        for row in fresh:
            top[row["_id"]] = top[row["merged_into"]]
            found[top[row["_id"]]].append(row["_id"])
        latest = [row["_id"] for row in fresh]
    return found


async def _said(workspace: str, into: dict[str, str]) -> dict[str, int]:
    """How many verbatims each customer has, by whom their records are part of."""
    stages = [
        {"$match": {"workspace": workspace, "customer": {"$in": sorted(into)}}},
        {"$group": {"_id": "$customer", "n": {"$sum": 1}}},
    ]
    counted: dict[str, int] = {}
    for row in await (await Feedback.get_pymongo_collection().aggregate(stages)).to_list() if into else []:
        counted[into[row["_id"]]] = counted.get(into[row["_id"]], 0) + row["n"]
    return counted


async def _masked(workspace: str, ids: Sequence[str]) -> dict[str, str]:
    """A contact of each, the surest kind first."""
    found: dict[str, str] = {}
    known = await identities.of(workspace, ids) if ids else []
    for each in sorted(known, key=lambda each: ORDER.index(IdentityKind(each["kind"]))):
        found.setdefault(each["customer"], each["masked"])
    return found


def _word(row: Row, name: str) -> str | None:
    value = row.get("attributes", {}).get(name)
    return None if value is None else str(value)


def _frequent(values: Iterable[Any]) -> list[str]:
    counted: dict[str, int] = {}
    for value in values:
        if isinstance(value, str) and value:
            counted[value] = counted.get(value, 0) + 1
    return sorted(counted, key=lambda value: (-counted[value], value))[:FACETS_SHOWN]
