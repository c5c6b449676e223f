"""Two records, one person: and back again."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from voc.customers import events, queries
from voc.customers.documents import Customer, CustomerEvent
from voc.customers.domain import shard_of
from voc.database import durable
from voc.errors import VocError


class CannotMerge(VocError):
    """These two cannot become one."""

    slug, title, status = "cannot-merge", "Cannot be merged", 409


async def merge(workspace: str, *, into: str, other: str, now: datetime, by: str) -> str:
    """Make `other` a part of `into`; returns who both are now. Twice is once.

    Nothing is copied: `other` bears a pointer, and whatever reads a customer reads its parts, too. `unmerge` therefore
    gives each exactly what is theirs, that which came meanwhile included.

    Raises:
        NotFound: one of them is not in this workspace.
        CannotMerge: the same person already, or somebody merged them the other way round at the same moment.
    """
    top = await queries.canonical(workspace, into)
    part = await queries.canonical(workspace, other)
    if top == part:
        if other != into and await _is_part(workspace, other, into):
            return top
        raise CannotMerge("These are the same customer already.", customer=into, other=other)
    free = {"_id": part, "workspace": workspace, "merged_into": {"$exists": False}}
    written = await durable(Customer).update_one(free, _changed(part, {"$set": {"merged_into": top}}))
    if not written.matched_count or await queries.canonical(workspace, top) == part:
        await _take_back(workspace, part, top)
        raise CannotMerge("A colleague merged them at the same moment. Look again.", customer=into, other=other)
    fields = {"other": part, "into": top, "by": by}
    for each in (top, part):
        await events.add(workspace, each, "merged", at=now, fields=fields)
    return top


async def join(workspace: str, *, into: str, other: str, now: datetime, by: str) -> None:
    """Merge by a rule: not who is somebody's part already, and not those whom a person has taken apart."""
    if await queries.canonical(workspace, other) != other or await _was_taken_apart(workspace, other, into):
        return
    with suppress(CannotMerge):
        await merge(workspace, into=into, other=other, now=now, by=by)


async def suggest(workspace: str, customer: str, other: str, *, now: datetime) -> None:
    """Remember that identities of two customers came together: a person decides whether they are one."""
    if await queries.canonical(workspace, customer) != await queries.canonical(workspace, other):
        fields = {"other": other, "why": "same_contact"}
        await events.add(workspace, customer, "maybe_same", at=now, fields=fields, key=other)


async def unmerge(workspace: str, other: str, *, now: datetime, by: str) -> str:
    """Take `other` out of whom it was merged into; returns who that was.

    Raises:
        NotFound: not in this workspace.
        CannotMerge: it is not part of anybody.
    """
    row = await queries.row(workspace, other)
    top = row.get("merged_into")
    if top is None:
        raise CannotMerge("This customer is not part of another one.", customer=other)
    await durable(Customer).update_one({"_id": other, "workspace": workspace}, _taken_out(other, top))
    fields = {"other": other, "into": top, "by": by}
    for each in (top, other):
        await events.add(workspace, each, "unmerged", at=now, fields=fields)
    return str(top)


async def _was_taken_apart(workspace: str, other: str, into: str) -> bool:
    condition = {"workspace": workspace, "customer": other, "kind": "unmerged"}
    told = await CustomerEvent.get_pymongo_collection().find(condition, {"fields": 1}).to_list()
    return any({other, into} <= {each["fields"].get("other"), each["fields"].get("into")} for each in told)


async def _is_part(workspace: str, other: str, of: str) -> bool:
    return other in await queries.members(workspace, await queries.canonical(workspace, of)) and other != of


async def _take_back(workspace: str, part: str, top: str) -> None:
    mine = {"_id": part, "workspace": workspace, "merged_into": top}
    if await queries.canonical(workspace, top) == part:
        await durable(Customer).update_one(mine, _taken_out(part, top))


def _taken_out(part: str, top: str) -> dict[str, Any]:
    return _changed(part, {"$unset": {"merged_into": ""}, "$set": {"parted_from": top}})


def _changed(id_: str, update: dict[str, Any]) -> dict[str, Any]:
    """The update of a record that counters must see."""
    counted = {"uncounted": True, "shard": shard_of(id_)}
    return update | {"$set": update["$set"] | counted, "$inc": {"revision": 1}}
