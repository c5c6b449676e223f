"""Use cases about customers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from voc.clock import stamp
from voc.customers import contacts, events, identities, queries
from voc.customers.documents import Customer
from voc.customers.domain import shard_of
from voc.database import durable
from voc.errors import Invalid
from voc.values import Value

Row = dict[str, Any]
ATTRIBUTES_LIMIT = 50
"""Most attributes of one customer."""


class Sighting(Value):
    """A customer was heard: who, when, and what was sent along."""

    id: str
    workspace: str
    ref: str
    at: datetime
    attributes: dict[str, Any] = {}
    """Contacts among them, sealed or in clear, become identities."""
    name: str | None = None


async def note(sightings: Sequence[Sighting], *, source: str = "api") -> None:
    """Record that these customers were heard; safe to repeat.

    Times may come in any order. Of an attribute the value that is noted last stays, and the first
    `ATTRIBUTES_LIMIT` names are kept: a document must not grow with what is sent.
    """
    heard: dict[str, list[Sighting]] = {}
    for seen in sightings:
        heard.setdefault(seen.id, []).append(seen)
    known = await _known(list(heard))
    writes = [UpdateOne({"_id": id_}, _change(each, known.get(id_)), upsert=True) for id_, each in heard.items()]
    if writes:
        await Customer.get_pymongo_collection().bulk_write(writes, ordered=False)
    owned = [
        identities.Owned(workspace=seen.workspace, customer=seen.id, claim=claim, at=seen.at)
        for seen in sightings
        if seen.attributes
        for claim in contacts.claims_in(seen.attributes, workspace=seen.workspace)
    ]
    await identities.add(owned, source=source)


async def change(
    workspace: str,
    id_: str,
    *,
    now: datetime,
    by: str,
    name: str | None = None,
    attributes: Mapping[str, Any] | None = None,
) -> None:
    """Set a customer's name and attributes; None as a value takes an attribute away. Leaves an event behind.

    Raises:
        NotFound: not in this workspace.
        Invalid: more attributes than a customer may have.
    """
    row = await queries.row(workspace, id_)
    given = {each: value for each, value in (attributes or {}).items()}
    kept = contacts.without_contacts(given)
    before = dict(row.get("attributes", {}))
    after = {each: value for each, value in (before | kept).items() if value is not None}
    if len(after) > ATTRIBUTES_LIMIT:
        raise Invalid(f"A customer has at most {ATTRIBUTES_LIMIT} attributes. Take one away first.")
    set_: dict[str, Any] = {f"attributes.{each}": value for each, value in kept.items() if value is not None}
    unset = {f"attributes.{each}": "" for each, value in kept.items() if value is None and each in before}
    if name is not None:
        set_["name"] = name or None
    if set_ or unset:
        set_ |= {"uncounted": True, "shard": shard_of(id_)}
        update = {"$set": set_, "$inc": {"revision": 1}} | ({"$unset": unset} if unset else {})
        await durable(Customer).update_one({"_id": id_, "workspace": workspace}, update)
    claims = contacts.claims_in(given, workspace=workspace)
    owned = [identities.Owned(workspace=workspace, customer=id_, claim=claim, at=now) for claim in claims]
    await identities.add(owned, source=by)
    changed = {each: [before.get(each), value] for each, value in kept.items() if before.get(each) != value}
    if name is not None and (name or None) != row.get("name"):
        changed["name"] = [row.get("name"), name or None]
    if changed:
        await events.add(workspace, id_, "attributes_changed", at=now, fields={"changed": changed, "by": by})


async def attributes_of(id_: str) -> dict[str, Any]:
    """What is known of a customer, by attribute; empty for a stranger."""
    row = await Customer.get_pymongo_collection().find_one({"_id": id_}, {"attributes": 1})
    return dict(row.get("attributes", {})) if row else {}


async def _known(ids: Sequence[str]) -> dict[str, Row]:
    """What a sighting may change, by customer."""
    if not ids:
        return {}
    fields = {"attributes": 1, "first_seen_at": 1, "shard": 1}
    rows = await Customer.get_pymongo_collection().find({"_id": {"$in": list(ids)}}, fields).to_list()
    return {row["_id"]: row for row in rows}


def _change(heard: Sequence[Sighting], known: Row | None) -> Row:
    """What is written about a customer; what is new to counters raises the revision, and nothing else does."""
    stamps = [stamp(seen.at) for seen in heard]
    fresh = {"workspace": heard[0].workspace, "ref": heard[0].ref}
    change: Row = {
        "$setOnInsert": fresh,
        "$min": {"first_seen_at": min(stamps)},
        "$max": {"last_seen_at": max(stamps)},
    }
    kept = _news(heard, known.get("attributes", {}) if known else {})
    if known is None or kept or min(stamps) < known["first_seen_at"] or not known.get("shard"):
        kept |= {"uncounted": True, "shard": shard_of(heard[0].id)}  # an earlier record lies in no shard yet
        change["$inc"] = {"revision": 1}
    if name := next((seen.name for seen in reversed(heard) if seen.name), None):
        kept["name"] = name
    return change | ({"$set": kept} if kept else {})


def _news(heard: Sequence[Sighting], stored: Row) -> Row:
    """The attributes that are new or differ, as an update sets them."""
    sent = {name: value for seen in heard for name, value in contacts.without_contacts(seen.attributes).items()}
    added = [name for name in sent if name not in stored][: max(0, ATTRIBUTES_LIMIT - len(stored))]
    return {
        f"attributes.{name}": value
        for name, value in sent.items()
        if name in added or name in stored and stored[name] != value
    }
