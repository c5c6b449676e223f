"""The sources of a customer's line of time: each reads one collection, newest first, from a place on.

A customer may be several records, so every condition names all of them; each is an indexed equality followed by the
order of time. What is at the very moment where a page ended is told apart by kind and id, as `timeline.Place` has it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from beanie import Document

from voc.channels import contents
from voc.channels import sealing as messages
from voc.channels.documents import Delivery, Message
from voc.clock import from_stamp, stamp
from voc.customers.documents import CustomerEvent
from voc.feedback import domain as feedback
from voc.feedback.documents import Feedback
from voc.history.timeline import Entry, EntryKind, Place, Read
from voc.responses import sealing
from voc.responses.documents import Response

Row = dict[str, Any]
AFTER_ANY_ID = "~"
"""Sorts after every id of ours."""


def sources_of(workspace: str, members: Sequence[str], kind: EntryKind | None = None) -> list[Read]:
    """The sources of one person's line of time, or the one of a kind.

    Args:
        workspace: whose customer.
        members: the records that the person is made of.
        kind: only this one.
    """
    return [partial(read, workspace, list(members)) for name, read in _READERS.items() if kind is None or name == kind]


async def _feedback(workspace: str, members: list[str], before: Place | None, limit: int) -> list[Entry]:
    condition: Row = {"workspace": workspace, "customer": {"$in": members}}
    if before is not None:
        moment = feedback.instant(from_stamp(before.at))
        own, earlier = EntryKind.feedback.value == before.kind, EntryKind.feedback.value < before.kind
        condition["position"] = {"$lt": f"{moment}|{before.id if own else AFTER_ANY_ID if earlier else ''}"}
    rows = await Feedback.get_pymongo_collection().find(condition).sort("position", -1).limit(limit).to_list()
    told = await _told_by(workspace, members, [row["response"] for row in rows if row.get("response")])
    return [_said(row, within=row.get("response") in told) for row in rows]


async def _told_by(workspace: str, members: list[str], responses: Sequence[str]) -> set[str]:
    """Those of the responses that stand in the same line themselves, and tell their verbatims there."""
    if not responses:
        return set()
    condition = {"_id": {"$in": list(set(responses))}, "workspace": workspace}
    rows = await Response.get_pymongo_collection().find(condition, {"customer_id": 1}).to_list()
    return {row["_id"] for row in rows if row.get("customer_id") in members}


async def _responses(workspace: str, members: list[str], before: Place | None, limit: int) -> list[Entry]:
    mine = {"workspace": workspace, "customer_id": {"$in": members}}
    older = _older(EntryKind.response, "received_at", before, from_stamp)
    rows = await _rows(Response, mine | older, "received_at", limit)
    return [_answered(row) for row in await sealing.readable(rows)]


async def _messages(workspace: str, members: list[str], before: Place | None, limit: int) -> list[Entry]:
    mine = {"workspace": workspace, "customer": {"$in": members}}
    rows = await _rows(Message, mine | _older(EntryKind.message, "at", before), "at", limit)
    return [_wrote(row) for row in await messages.readable(rows)]


async def _deliveries(workspace: str, members: list[str], before: Place | None, limit: int) -> list[Entry]:
    mine = {"workspace": workspace, "customer": {"$in": members}}
    older = _older(EntryKind.delivery, "queued_at", before)
    return [_was_sent(row) for row in await _rows(Delivery, mine | older, "queued_at", limit)]


async def _events(workspace: str, members: list[str], before: Place | None, limit: int) -> list[Entry]:
    mine = {"workspace": workspace, "customer": {"$in": members}}
    older = _older(EntryKind.event, "at", before)
    return [_happened(row, members) for row in await _rows(CustomerEvent, mine | older, "at", limit)]


_READERS = {
    EntryKind.feedback: _feedback,
    EntryKind.response: _responses,
    EntryKind.message: _messages,
    EntryKind.delivery: _deliveries,
    EntryKind.event: _events,
}


async def _rows(model: type[Document], condition: Row, field: str, limit: int) -> list[Row]:
    order = [(field, -1), ("_id", -1)]
    return await model.get_pymongo_collection().find(condition).sort(order).limit(limit).to_list()


def _older(kind: EntryKind, field: str, before: Place | None, stored: Callable[[int], Any] = int) -> Row:
    """The condition on entries of `kind` after the place in the order, whose time stands in `field`."""
    if before is None:
        return {}
    moment = stored(before.at)
    if kind.value == before.kind:
        return {"$or": [{field: {"$lt": moment}}, {field: moment, "_id": {"$lt": before.id}}]}
    return {field: {"$lte" if kind.value < before.kind else "$lt": moment}}


def _said(row: Row, *, within: bool) -> Entry:
    told = ("kind", "sentiment", "urgency", "theme", "rating", "rating_scale", "language", "state", "response")
    return Entry(
        kind=EntryKind.feedback,
        id=row["_id"],
        at=_at(row["occurred_at"]),
        customer=row["customer"],
        channel=row["channel"],
        text=row["text"],
        within=within,
        fields={name: row.get(name) for name in told} | {"attributes": row.get("attributes") or {}},
    )


def _answered(row: Row) -> Entry:
    told = ("survey", "version", "answers", "masked", "language")
    return Entry(
        kind=EntryKind.response,
        id=row["_id"],
        at=_at(row["received_at"]),
        customer=row["customer_id"],
        channel=row["channel"],
        fields={name: row[name] for name in told} | {"finished": bool(row["finished"])},
    )


def _wrote(row: Row) -> Entry:
    told = ("subject", "original", "choice", "attachments", "masked")
    return Entry(
        kind=EntryKind.message,
        id=row["_id"],
        at=row["at"],
        customer=row["customer"],
        channel=row["channel"],
        text=row["text"],
        within=row.get("feedback") is not None,
        fields={name: row.get(name) for name in told} | {"automatic": bool(row.get("automatic"))},
    )


def _was_sent(row: Row) -> Entry:
    content = contents.opened(row) or {}
    return Entry(
        kind=EntryKind.delivery,
        id=row["_id"],
        at=row["queued_at"],
        customer=row["customer"],
        channel=row["channel"],
        text=content.get("text") or "",
        fields={
            "subject": content.get("subject"),
            "purpose": row["purpose"],
            "origin": row["origin"],
            "status": row["status"],
            "history": row.get("history") or [],
            "masked": row["masked"],
        },
    )


def _happened(row: Row, members: Sequence[str]) -> Entry:
    fields = row["fields"]
    both = row["kind"] in ("merged", "unmerged") and fields["into"] in members  # each of the two records has it
    return Entry(
        kind=EntryKind.event,
        id=row["_id"],
        at=row["at"],
        customer=row["customer"],
        within=both and row["customer"] == fields["other"],
        fields={"happened": row["kind"]} | fields,
    )


def _at(moment: datetime | str) -> int:
    """A stored time as a stamp."""
    return stamp(datetime.fromisoformat(moment) if isinstance(moment, str) else moment)
