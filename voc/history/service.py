"""Use cases about one customer: their line of time, who they are, and what colleagues do about it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from voc.clock import from_stamp
from voc.customers import consents, events, identities, merging
from voc.customers import queries as customers
from voc.customers import service as customer_service
from voc.customers.consents import Decision
from voc.customers.documents import Customer, CustomerEvent
from voc.customers.domain import ORDER, is_stand_in
from voc.customers.queries import Address, CustomerOut
from voc.customers.resolving import resolve
from voc.errors import NotFound
from voc.history import queries, timeline
from voc.history.consent_columns import Clockwork
from voc.history.schemas import (
    ConsentBody,
    CustomerBody,
    CustomerMade,
    CustomerPatch,
    EventBody,
    Explanation,
    KnownBy,
    RecordOut,
    Suggestion,
)
from voc.history.sources import sources_of
from voc.history.timeline import Entry, EntryKind, Page, Place
from voc.invitations import queries as invitations
from voc.values import Principal

SUGGESTIONS_LIMIT = 5
TOLD_TWICE = (EntryKind.feedback, EntryKind.message)
"""Kinds whose entries are worth a look of their own when another entry tells the same."""


def who(caller: Principal) -> str:
    """Who does this, for customers' histories: a member or a key."""
    return caller.member or caller.key or ""


async def clockwork_of(workspace: str, *, now: datetime) -> Clockwork:
    """How times in a workspace's files are read: by its own zone."""
    return Clockwork(zone=ZoneInfo((await invitations.rules(workspace)).zone), now=now)


async def whom(workspace: str, id_: str) -> CustomerOut:
    """The person of our id, or of the company's own id of them.

    Raises:
        NotFound: nobody in this workspace.
    """
    return await (customers.one if id_.startswith("cus_") else customers.by_ref)(workspace, id_)


async def history(
    person: CustomerOut, workspace: str, *, q: str, kind: EntryKind | None, before: Place | None, limit: int
) -> Page:
    """A part of a person's line of time, newest first.

    Args:
        person: with all records that they are made of.
        workspace: whose customer.
        q: text that entries contain; "" for all.
        kind: only such entries. Without it, what another entry tells already is left out.
        before: where the last part ended.
        limit: most entries.
    """

    def wanted(entry: Entry) -> bool:
        return (not entry.within or kind in TOLD_TWICE) and (not q or entry.contains(q))

    sources = sources_of(workspace, person.members, kind)
    return await timeline.page(sources, before=before, limit=limit, wanted=wanted, batch=min(100, limit + 1))


async def register(workspace: str, body: CustomerBody, *, now: datetime) -> CustomerMade:
    """Find or make the customer whom the body means, and keep what it says of them.

    Raises:
        Invalid: nothing says who it is, or what does is no possible contact.
    """
    person = await resolve(
        workspace, body.claims(), now=now, source="api", name=body.name, attributes=dict(body.attributes)
    )
    kept = person.model_dump(include={"ref", "rule", "created"})
    return CustomerMade(id=person.customer, others=list(person.others), **kept)


async def change(person: CustomerOut, workspace: str, patch: CustomerPatch, *, now: datetime, by: str) -> None:
    """Set name and attributes on the person's main record; null takes an attribute away from every record of theirs.

    Raises:
        Invalid: more attributes than a customer may have.
    """
    name = patch.name if "name" in patch.model_fields_set else None
    attributes = dict(patch.attributes)
    await customer_service.change(workspace, person.id, now=now, by=by, name=name, attributes=attributes)
    gone = {each: None for each, value in attributes.items() if value is None}
    for part in person.members[1:] if gone else []:
        await customer_service.change(workspace, part, now=now, by=by, attributes=gone)


async def decide(person: CustomerOut, workspace: str, body: ConsentBody, *, now: datetime, by: str) -> None:
    """Record a person's decision about being written to."""
    said = body.model_dump() | {"source": body.source or by}
    await consents.record(workspace, person.id, Decision(**said), now=now)


async def note_event(person: CustomerOut, workspace: str, body: EventBody, *, now: datetime) -> str:
    """Write down that something happened; with a key only once."""
    return await events.add(workspace, person.id, body.kind, at=body.at or now, fields=dict(body.fields), key=body.key)


async def reveal(person: CustomerOut, workspace: str, *, now: datetime, by: str) -> list[Address]:
    """A person's contacts in clear; that somebody looked stands in their history."""
    await events.add(workspace, person.id, "contacts_revealed", at=now, fields={"by": by})
    return await customers.addresses(workspace, person.id)


async def take_out(person: CustomerOut, workspace: str, other: str, *, now: datetime, by: str) -> None:
    """Make a record that is merged into this person a customer of its own again.

    Raises:
        NotFound: it is no part of this person.
        CannotMerge: it is the main record itself.
    """
    if other not in person.members:
        raise NotFound("This record is no part of the customer.", customer=person.id, other=other)
    await merging.unmerge(workspace, other, now=now, by=by)


async def explain(person: CustomerOut, workspace: str) -> Explanation:
    """Why we take a person's records for one, and who else may be them."""
    rows = {row["_id"]: row for row in await customers.rows(workspace, person.members)}
    merges = await _merges(workspace, person.members)
    records = []
    for id_ in person.members:
        row, merge = rows[id_], merges.get(id_)
        records.append(
            RecordOut(
                id=id_,
                ref=None if is_stand_in(row["ref"]) else row["ref"],
                merged_into=row.get("merged_into"),
                merged_at=from_stamp(merge["at"]) if merge else None,
                merged_by=merge["fields"].get("by") if merge else None,
            )
        )
    known = [
        KnownBy(record=each.customer, **each.model_dump(include=set(KnownBy.model_fields) - {"record"}))
        for each in person.identities
    ]
    suggested = await suggestions(person, workspace)
    return Explanation(customer=person.id, rules=list(ORDER), records=records, identities=known, suggestions=suggested)


async def suggestions(person: CustomerOut, workspace: str) -> list[Suggestion]:
    """Who else may be this person, the surest reason first."""
    reasons: dict[str, str] = {}
    for why, ids in (
        ("same_contact", await _came_together(workspace, person)),
        ("id_is_contact", await _called_by_contact(workspace, person)),
        ("same_name", await _called_the_same(workspace, person)),
    ):
        for id_ in ids:
            try:
                top = await customers.canonical(workspace, id_)
            except NotFound:  # erased meanwhile
                continue
            if top not in person.members:
                reasons.setdefault(top, why)
    chosen = list(reasons)[:SUGGESTIONS_LIMIT]
    labels = await customers.labels(workspace, chosen)
    details = await queries.details(workspace, chosen)
    return [
        Suggestion(id=id_, label=labels[id_], detail=details.get(id_), why=reasons[id_])
        for id_ in chosen
        if id_ in labels
    ]


async def _came_together(workspace: str, person: CustomerOut) -> list[str]:
    """Customers whose identities came together with this one's, in one message or row."""
    condition = {"workspace": workspace, "customer": {"$in": person.members}, "kind": "maybe_same"}
    rows = await CustomerEvent.get_pymongo_collection().find(condition, {"fields": 1}).limit(20).to_list()
    return [str(row["fields"]["other"]) for row in rows]


async def _called_by_contact(workspace: str, person: CustomerOut) -> list[str]:
    """Customers whose address or number is this person's own id, written as people write it."""
    claims = queries.as_contacts(person.ref) if person.ref else []
    return list((await identities.owners(workspace, claims)).values())


async def _called_the_same(workspace: str, person: CustomerOut) -> list[str]:
    if not person.name:
        return []
    condition = {"workspace": workspace, "name": person.name}
    rows = await Customer.get_pymongo_collection().find(condition, {"_id": 1}).limit(SUGGESTIONS_LIMIT + 1).to_list()
    return [row["_id"] for row in rows]


async def _merges(workspace: str, members: Sequence[str]) -> dict[str, dict[str, Any]]:
    """By absorbed record, the latest event that merged it."""
    condition = {"workspace": workspace, "customer": {"$in": list(members)}, "kind": "merged"}
    rows = await CustomerEvent.get_pymongo_collection().find(condition).sort("at", 1).to_list()
    return {str(row["fields"]["other"]): row for row in rows}
