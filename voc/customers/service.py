"""Use cases about customers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from voc.clock import stamp
from voc.customers.documents import Customer
from voc.values import Value


class Sighting(Value):
    """A customer was heard: who, when, and what was sent along."""

    id: str
    workspace: str
    ref: str
    at: datetime
    attributes: dict[str, Any] = {}


async def note(sightings: Sequence[Sighting]) -> None:
    """Record that these customers were heard; safe to repeat, in any order."""
    writes = []
    for seen in sightings:
        change: dict[str, Any] = {
            "$setOnInsert": {"ref": seen.ref},
            "$min": {"first_seen_at": stamp(seen.at)},
            "$max": {"last_seen_at": stamp(seen.at)},
        }
        if seen.attributes:
            change["$set"] = {f"attributes.{name}": value for name, value in seen.attributes.items()}
        writes.append(UpdateOne({"_id": seen.id, "workspace": seen.workspace}, change, upsert=True))
    if writes:
        await Customer.get_pymongo_collection().bulk_write(writes, ordered=False)
