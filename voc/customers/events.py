"""What happened to customers besides what they said."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from voc.clock import stamp
from voc.customers import contacts
from voc.customers.documents import CustomerEvent
from voc.database import durable
from voc.values import Value


class EventOut(Value):
    """An entry of a customer's history."""

    id: str
    customer: str
    kind: str
    at: int
    """A `voc.clock.stamp`."""
    fields: dict[str, Any]


async def add(
    workspace: str, customer: str, kind: str, *, at: datetime, fields: Mapping[str, Any], key: str | None = None
) -> str:
    """Write down that something happened; with a `key` only once, however often it is told. Contacts are masked."""
    id_, stored = _row(workspace, customer, kind, at=at, fields=fields, key=key)
    await durable(CustomerEvent).update_one({"_id": id_}, {"$setOnInsert": stored}, upsert=True)
    return id_


async def add_many(workspace: str, kind: str, told: Sequence[tuple[str, datetime, Mapping[str, Any], str]]) -> None:
    """Write down what happened to many, each once: customer, when, fields and key of each."""
    writes = []
    for customer, at, fields, key in told:
        id_, stored = _row(workspace, customer, kind, at=at, fields=fields, key=key)
        writes.append(UpdateOne({"_id": id_}, {"$setOnInsert": stored}, upsert=True))
    if writes:
        await CustomerEvent.get_pymongo_collection().bulk_write(writes, ordered=False)


def _row(
    workspace: str, customer: str, kind: str, *, at: datetime, fields: Mapping[str, Any], key: str | None
) -> tuple[str, dict[str, Any]]:
    fields = contacts.masked(fields)
    told = key or f"{stamp(at)}:{sorted(fields.items())!r}"
    id_ = "evt_" + hashlib.sha256(f"{workspace}\0{customer}\0{kind}\0{told}".encode()).hexdigest()[:26]
    return id_, {"workspace": workspace, "customer": customer, "kind": kind, "at": stamp(at), "fields": fields}


async def of(workspace: str, customers: Sequence[str], *, before: int | None = None, limit: int = 50) -> list[EventOut]:
    """What happened to these customers, newest first.

    Args:
        workspace: whose customers.
        customers: one person's records.
        before: a stamp; only what happened at or before it.
        limit: most events.
    """
    condition: dict[str, Any] = {"workspace": workspace, "customer": {"$in": list(customers)}}
    if before is not None:
        condition["at"] = {"$lte": before}
    rows = await CustomerEvent.get_pymongo_collection().find(condition).sort("at", -1).limit(limit).to_list()
    return [
        EventOut(id=row["_id"], **{name: row[name] for name in EventOut.model_fields if name != "id"}) for row in rows
    ]
