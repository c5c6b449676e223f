"""Many customers at once, from a table: found or made as messages would find them, with a batch of reads and writes.

The same rows again change nothing, so an import that was cut off is simply repeated. An import is no sign of life: when
somebody was last heard stays as it is.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from voc import vault
from voc.clock import stamp
from voc.customers import consents, contacts, identities, merging, queries
from voc.customers.consents import Decision
from voc.customers.documents import Customer, CustomerEvent
from voc.customers.domain import (
    Claim,
    IdentityKind,
    Known,
    contact_ref,
    customer_id,
    decide,
    is_stand_in,
    shard_of,
)
from voc.customers.service import ATTRIBUTES_LIMIT
from voc.database import flush
from voc.errors import Invalid
from voc.values import Value

BATCH = 250
"""Rows per round of reads and writes."""


class CustomerRow(Value):
    """One row: who, and what is known of them."""

    line: int
    claims: tuple[Claim, ...]
    name: str | None = None
    attributes: dict[str, Any] = {}
    decisions: tuple[Decision, ...] = ()
    """What they agreed to; `at` is 0 where nobody says when."""


class RefusedRow(Value):
    """A row that was not taken."""

    line: int
    reason: str


class Taken(Value):
    """What became of the rows."""

    created: int = 0
    changed: int = 0
    same: int = 0
    joined: int = 0
    """Records known by a contact only that became part of the customer whose own id came with that contact."""
    refused: list[RefusedRow] = []


class _Meant(Value):
    """A row with the customer it means."""

    row: CustomerRow
    customer: str
    ref: str
    add: tuple[Claim, ...]
    others: tuple[str, ...]


def spelled(row: CustomerRow) -> CustomerRow:
    """The row with its contacts in their one spelling.

    Raises:
        Invalid: one of them can be no contact, or there are too many attributes.
    """
    claims = [each.model_copy(update={"value": contacts.normalise(each.kind, each.value)}) for each in row.claims]
    if len(row.attributes) > ATTRIBUTES_LIMIT:
        raise Invalid(f"more than {ATTRIBUTES_LIMIT} attributes")
    return row.model_copy(
        update={"claims": tuple(dict.fromkeys(claims)), "attributes": contacts.without_contacts(row.attributes)}
    )


def checked(rows: Sequence[CustomerRow]) -> tuple[list[CustomerRow], list[RefusedRow]]:
    """The rows that can be taken, in their one spelling, and the others with the reason."""
    good: list[CustomerRow] = []
    refused: list[RefusedRow] = []
    for row in rows:
        try:
            good.append(spelled(row))
        except Invalid as error:
            shown = ", ".join(f"“{each.value[:40]}”" for each in row.claims)
            refused.append(RefusedRow(line=row.line, reason=f"{error.detail} ({shown})"))
    return good, refused


async def take(workspace: str, rows: Sequence[CustomerRow], *, now: datetime, by: str) -> Taken:
    """Find or make the customers of these rows and set what the rows say of them.

    Args:
        workspace: whose customers.
        rows: a later row about the same person wins.
        now: the present.
        by: who imports, for the customers' histories.
    """
    totals = dict.fromkeys(("created", "changed", "same", "joined"), 0)
    refused: list[RefusedRow] = []
    for start in range(0, len(rows), BATCH):
        good, bad = checked(rows[start : start + BATCH])
        refused += bad
        for name, count in (await _take_batch(workspace, good, now=now, by=by)).items():
            totals[name] += count
    await flush(Customer)
    return Taken(refused=refused, **totals)


async def _take_batch(workspace: str, rows: Sequence[CustomerRow], *, now: datetime, by: str) -> dict[str, int]:
    if not rows:
        return {}
    meant = await _meant(workspace, rows)
    decided = await _decide(workspace, meant, now=now)
    fields = {"ref": 1, "name": 1, "attributes": 1}
    stored = {each["_id"]: each for each in await queries.rows(workspace, [each.customer for each in meant], fields)}
    writes, events, counts = [], [], dict.fromkeys(("created", "changed", "same", "joined"), 0)
    for id_, own in _by_customer(meant).items():
        before = stored.get(id_)
        changed = _changed(before, own)
        if before is None or changed:
            writes.append(_upsert(workspace, own, changed, now))
        if before is not None and changed:
            told = {name: [_value(before, name), value] for name, value in changed.items()}
            events.append(_event(workspace, id_, told, now=now, by=by))
        fresh = id_ in decided or any(each.add for each in own)
        counts["created" if before is None else "changed" if changed or fresh else "same"] += 1
    if writes:
        await Customer.get_pymongo_collection().bulk_write(writes, ordered=False)
    if events:
        await CustomerEvent.get_pymongo_collection().bulk_write(events, ordered=False)
    await identities.add(
        [
            identities.Owned(workspace=workspace, customer=each.customer, claim=claim, at=now)
            for each in meant
            for claim in each.add
        ],
        source="import",
    )
    counts["joined"] = await _join(workspace, meant, now=now)
    return counts


async def _meant(workspace: str, rows: Sequence[CustomerRow]) -> list[_Meant]:
    """Whom each row means; a row may rest on what an earlier one has just said."""
    claims = [claim for row in rows for claim in row.claims]
    owners = await identities.owners(workspace, claims)
    owners |= {each: customer_id(workspace, each.value) for each in claims if each.kind == IdentityKind.external}
    meant = []
    for row in rows:
        found = decide([Known(claim=claim, customer=owners.get(claim)) for claim in row.claims])
        deciding = next(claim for claim in row.claims if claim.kind == found.rule)
        ref = deciding.value
        if deciding.kind != IdentityKind.external:
            ref = contact_ref(deciding.kind, vault.blind(workspace, deciding.kind.value, deciding.value))
        id_ = found.customer or customer_id(workspace, ref)
        owners |= dict.fromkeys(found.add, id_)
        meant.append(_Meant(row=row, customer=id_, ref=ref, add=found.add, others=found.others))
    return meant


async def _join(workspace: str, meant: Sequence[_Meant], *, now: datetime) -> int:
    """Let those who wrote before we knew them become part of the customer whose own id came with their contact."""
    pairs = {other: each.customer for each in meant for other in each.others if each.ref and _is_sure(each)}
    joined = 0
    for stored in await queries.rows(workspace, list(pairs), {"ref": 1, "merged_into": 1}):
        if is_stand_in(stored["ref"]) and not stored.get("merged_into"):
            await merging.merge(workspace, into=pairs[stored["_id"]], other=stored["_id"], now=now, by="rule:contact")
            joined += 1
    return joined


async def _decide(workspace: str, meant: Sequence[_Meant], *, now: datetime) -> set[str]:
    """Keep what these people agreed to, each decision once; returns who had decided something new.

    A file without times says nothing new when it comes again: who has refused meanwhile has refused.
    """
    told: dict[tuple[str, str, str, int], consents.Told] = {}
    for each in meant:
        for said in each.row.decisions:
            key = f"import:{said.channel}:{said.purpose}:{said.given}:{said.text_version}:{said.at}"
            told[each.customer, said.channel, said.purpose, said.at] = consents.Told(
                customer=each.customer, decision=said.model_copy(update={"at": said.at or stamp(now)}), key=key
            )
    return await consents.record_many(workspace, list(told.values()), now=now)


def _is_sure(meant: _Meant) -> bool:
    return any(claim.kind == IdentityKind.external for claim in meant.row.claims)


def _by_customer(meant: Sequence[_Meant]) -> dict[str, list[_Meant]]:
    found: dict[str, list[_Meant]] = {}
    for each in meant:
        found.setdefault(each.customer, []).append(each)
    return found


def _changed(before: dict[str, Any] | None, own: Sequence[_Meant]) -> dict[str, Any]:
    """What the rows say otherwise than the record; `name` beside the attributes' own names under `attributes.`."""
    said: dict[str, Any] = {}
    for each in own:
        said |= {f"attributes.{name}": value for name, value in each.row.attributes.items()}
        said |= {"name": each.row.name} if each.row.name else {}
    return {name: value for name, value in said.items() if before is None or _value(before, name) != value}


def _value(row: dict[str, Any], name: str) -> Any:
    inner = name.removeprefix("attributes.")
    return row.get("name") if inner == name else row.get("attributes", {}).get(inner)


def _upsert(workspace: str, own: Sequence[_Meant], changed: dict[str, Any], now: datetime) -> UpdateOne:
    id_, at = own[0].customer, stamp(now)
    fresh = {"workspace": workspace, "ref": own[0].ref, "first_seen_at": at, "last_seen_at": at}
    counted = {"uncounted": True, "shard": shard_of(id_)}
    change = {"$setOnInsert": fresh, "$set": changed | counted, "$inc": {"revision": 1}}
    return UpdateOne({"_id": id_}, change, upsert=True)


def _event(workspace: str, customer: str, told: dict[str, Any], *, now: datetime, by: str) -> UpdateOne:
    changed = {name.removeprefix("attributes."): pair for name, pair in told.items()}
    digest = hashlib.sha256(f"{workspace}\0{customer}\0{stamp(now)}\0{sorted(changed)!r}".encode()).hexdigest()
    fields = {"changed": changed, "by": by}
    stored = {"workspace": workspace, "customer": customer, "kind": "attributes_changed", "at": stamp(now)}
    return UpdateOne({"_id": f"evt_{digest[:26]}"}, {"$setOnInsert": stored | {"fields": fields}}, upsert=True)
