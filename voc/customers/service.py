"""Use cases about customers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from voc.clock import stamp
from voc.customers.documents import Customer
from voc.values import Value

ATTRIBUTES_LIMIT = 50
"""Most attributes of one customer."""


class Sighting(Value):
    """A customer was heard: who, when, and what was sent along."""

    id: str
    workspace: str
    ref: str
    at: datetime
    attributes: dict[str, Any] = {}


async def note(sightings: Sequence[Sighting]) -> None:
    """Record that these customers were heard; safe to repeat.

    Times may come in any order. Of an attribute the value that is noted last stays, and the first
    `ATTRIBUTES_LIMIT` names are kept: a document must not grow with what is sent.
    """
    heard: dict[str, list[Sighting]] = {}
    for seen in sightings:
        heard.setdefault(seen.id, []).append(seen)
    known = await _names([id_ for id_, each in heard.items() if any(seen.attributes for seen in each)])
    writes = [UpdateOne({"_id": id_}, _change(each, known.get(id_, set())), upsert=True) for id_, each in heard.items()]
    if writes:
        await Customer.get_pymongo_collection().bulk_write(writes, ordered=False)


async def attributes_of(id_: str) -> dict[str, Any]:
    """What is known of a customer, by attribute; empty for a stranger."""
    row = await Customer.get_pymongo_collection().find_one({"_id": id_}, {"attributes": 1})
    return dict(row.get("attributes", {})) if row else {}


async def _names(ids: Sequence[str]) -> dict[str, set[str]]:
    """Names of the attributes that are stored, by customer."""
    if not ids:
        return {}
    rows = await Customer.get_pymongo_collection().find({"_id": {"$in": list(ids)}}, {"attributes": 1}).to_list()
    return {row["_id"]: set(row.get("attributes", {})) for row in rows}


def _change(heard: Sequence[Sighting], names: set[str]) -> dict[str, Any]:
    stamps = [stamp(seen.at) for seen in heard]
    change: dict[str, Any] = {
        "$setOnInsert": {"workspace": heard[0].workspace, "ref": heard[0].ref},
        "$min": {"first_seen_at": min(stamps)},
        "$max": {"last_seen_at": max(stamps)},
    }
    sent = {name: value for seen in heard for name, value in seen.attributes.items()}
    fresh = [name for name in sent if name not in names][: max(0, ATTRIBUTES_LIMIT - len(names))]
    if kept := {f"attributes.{name}": value for name, value in sent.items() if name in names or name in fresh}:
        change["$set"] = kept
    return change
