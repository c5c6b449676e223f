"""Erasing a person: everything they said, answered and were sent, and who they were.

In an order that a crash may cut off anywhere: what is needed to find the rest goes last, and what must be counted again
is written down before the first row goes. Whoever erases the same person again carries on, or removes what came in
meanwhile. Suppressed addresses stay, as keyed digests: whoever said no has said so.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beanie import Document

from voc import vault
from voc.asks.documents import Ledger
from voc.asks.domain import customer_name, ledger_id, visitor_name
from voc.channels.documents import Delivery, Message
from voc.channels.domain import IDENTITY_OF, Channel
from voc.channels.outgoing import blind_address
from voc.clock import stamp
from voc.conversations.documents import Conversation
from voc.customers import identities
from voc.customers import queries as customers
from voc.customers.documents import Consent, Customer, CustomerEvent, Identity
from voc.customers.domain import customer_id
from voc.database import durable, flush
from voc.errors import NotFound
from voc.feedback.documents import Feedback
from voc.history import queries, service
from voc.history.documents import Erasure
from voc.history.schemas import Erased
from voc.invitations.documents import Invitation
from voc.outbox import State
from voc.responses import uploads
from voc.responses.documents import Response, Upload
from voc.signals.documents import Signal

Row = dict[str, Any]
AT_ONCE = 500
NOT_SENT_YET = ("prepared", "queued")


@dataclass(frozen=True)
class Above:
    """What capabilities above this one do when verbatims and responses go; the application supplies it."""

    forget: Callable[[str, Sequence[str]], Awaitable[None]]
    """Remove what was made of these verbatims, such as their vectors: workspace, ids of feedback."""
    recount: Callable[[str, Sequence[str], Sequence[tuple[str, datetime]], datetime], Awaitable[None]]
    """Count again: workspace, buckets of feedback, survey and time of responses, now."""


async def erase(workspace: str, id_: str, *, above: Above, now: datetime) -> Erased:
    """Remove a person with every record that is merged into them; cannot be undone.

    Args:
        workspace: whose customer.
        id_: our id, the company's own, an e-mail address or a phone number.
        above: what follows elsewhere.
        now: the present.

    Raises:
        NotFound: nobody, and nobody whose erasure was cut off.
    """
    plan = await _begin(workspace, id_, now=now)
    removed = dict(plan.removed)

    def add(what: str, count: int) -> None:
        removed[what] = removed.get(what, 0) + count

    for what, model in (("deliveries", Delivery), ("messages", Message), ("conversations", Conversation)):
        add(what, await _delete(model, workspace, "customer", plan.customers))
        add(what, await _delete(model, workspace, "blind", plan.blinds))
    add("signals", await _delete(Signal, workspace, "customer.id", await _refs(workspace, plan.customers)))
    add("invitations", await _blank_invitations(workspace, plan.customers))
    add("files", await _delete_files(workspace, plan.customers))
    add("responses", await _delete(Response, workspace, "customer_id", plan.customers))
    add("feedback", await _delete_feedback(workspace, plan.customers, above))
    add("ledgers", await _delete_ids(Ledger, workspace, plan.ledgers))
    add("consents", await _delete(Consent, workspace, "customer", plan.customers))
    add("events", await _delete(CustomerEvent, workspace, "customer", plan.customers))
    await _keep(plan, {"removed": removed})
    add("records", await _delete_ids(Customer, workspace, [*plan.customers[1:], *plan.customers[:1]]))
    add("identities", await _delete(Identity, workspace, "customer", plan.customers))
    answered = [(survey, datetime.fromisoformat(at)) for survey, at in plan.answered]
    await above.recount(workspace, plan.buckets, answered, now)
    blank: Row = {"customers": [], "identities": [], "blinds": [], "ledgers": [], "buckets": [], "answered": []}
    await _keep(plan, blank | {"finished": True, "removed": removed})
    return Erased(customer=plan.customers[0], removed=removed)


async def foretold(workspace: str, id_: str) -> dict[str, int]:
    """How much `erase` would remove, by what it is.

    Raises:
        NotFound: nobody.
    """
    members = (await service.whom(workspace, id_)).members
    counted = {"records": len(members)}
    for what, model, field in (
        ("feedback", Feedback, "customer"),
        ("responses", Response, "customer_id"),
        ("messages", Message, "customer"),
        ("deliveries", Delivery, "customer"),
        ("conversations", Conversation, "customer"),
        ("consents", Consent, "customer"),
        ("events", CustomerEvent, "customer"),
        ("identities", Identity, "customer"),
    ):
        stages = [
            {"$match": {"workspace": workspace, field: {"$in": members}}},
            {"$group": {"_id": "$workspace", "n": {"$sum": 1}}},
        ]
        rows = await (await model.get_pymongo_collection().aggregate(stages)).to_list()
        counted[what] = rows[0]["n"] if rows else 0
    return counted


async def _begin(workspace: str, id_: str, *, now: datetime) -> Erasure:
    """Write down whom and what it concerns, together with what an erasure that was cut off had written."""
    cut_off = await _cut_off(workspace, id_)
    try:
        members = (await service.whom(workspace, id_)).members
    except NotFound:
        if cut_off is None:
            raise
        members = []
    known = list(dict.fromkeys([*members, *(cut_off.customers if cut_off else [])]))
    feedback = await _fields(Feedback, workspace, "customer", known, ("bucket",))
    answered = await _fields(Response, workspace, "customer_id", known, ("survey", "received_at", "visitor"))
    names = [customer_name(ref) for ref in await _refs(workspace, known)]
    names += [visitor_name(row["visitor"]) for row in answered if row["visitor"]]
    old = cut_off or Erasure(id=erasure_id(workspace, known[0]), workspace=workspace, at=stamp(now))
    plan = old.model_copy(
        update={
            "customers": known,
            "identities": sorted({*old.identities, *(row["_id"] for row in await identities.of(workspace, known))}),
            "blinds": sorted({*old.blinds, *await _blinds(workspace, known, names)}),
            "ledgers": sorted({*old.ledgers, *(ledger_id(workspace, name) for name in names)}),
            "buckets": sorted({*old.buckets, *(row["bucket"] for row in feedback)}),
            "answered": [list(pair) for pair in sorted({*map(_pair, answered), *map(tuple, old.answered)})],
            "finished": False,
        }
    )
    fields = plan.model_dump(exclude={"id", "revision_id"})
    await durable(Erasure).update_one({"_id": plan.id}, {"$set": fields}, upsert=True)
    return plan


async def _refs(workspace: str, members: Sequence[str]) -> list[str]:
    return [row["ref"] for row in await customers.rows(workspace, members, {"ref": 1})]


async def _blinds(workspace: str, members: Sequence[str], names: Sequence[str]) -> set[str]:
    """What stands for their addresses, and for their names in the chat panel."""
    found = {blind_address(workspace, Channel.chat, name) for name in names}
    for known in (await customers.addresses_of(workspace, members)).values():
        for each in known:
            channels = [channel for channel, kind in IDENTITY_OF.items() if kind == each.kind.value]
            found |= {blind_address(workspace, channel, each.value) for channel in channels}
    return found


def _pair(row: Row) -> tuple[str, str]:
    return row["survey"], row["received_at"].isoformat()


def erasure_id(workspace: str, customer: str) -> str:
    """The id of a customer's erasure; tells nobody whose it is."""
    return "era_" + vault.blind(workspace, "erasure", customer)


async def _cut_off(workspace: str, id_: str) -> Erasure | None:
    """The erasure of this person that did not come to its end."""
    contacts = queries.as_contacts(id_)
    meant = {id_, customer_id(workspace, id_)}
    meant |= {identities.identity_id(workspace, each.kind, each.value) for each in contacts}
    for row in await Erasure.get_pymongo_collection().find({"workspace": workspace, "finished": False}).to_list():
        if meant & {*row["customers"], *row["identities"]}:
            return Erasure.model_validate(row | {"finished": False})
    return None


async def _keep(plan: Erasure, fields: Row) -> None:
    await durable(Erasure).update_one({"_id": plan.id}, {"$set": fields})


async def _delete_feedback(workspace: str, members: Sequence[str], above: Above) -> int:
    """Verbatims, what was made of them first: without them nobody would find it again."""
    ids = [row["_id"] for row in await _fields(Feedback, workspace, "customer", members, ())]
    for start in range(0, len(ids), AT_ONCE):
        await above.forget(workspace, ids[start : start + AT_ONCE])
    return await _delete_ids(Feedback, workspace, ids)


async def _delete_files(workspace: str, members: Sequence[str]) -> int:
    """Files that their answers name."""
    rows = await _fields(Response, workspace, "customer_id", members, ("answers", "survey"))
    named = {
        each
        for row in rows
        for answer in row["answers"].values()
        if isinstance(answer, list)
        for each in answer
        if isinstance(each, str) and each.startswith("fil_")
    }
    mine = {"_id": {"$in": sorted(named)}, "workspace": workspace, "survey": {"$in": [row["survey"] for row in rows]}}
    ids = [row["_id"] for row in await Upload.get_pymongo_collection().find(mine, {"_id": 1}).to_list()]
    for id_ in ids:
        await Upload.get_pymongo_collection().update_one({"_id": id_}, {"$set": {"claimed": False}})
        await uploads.remove(id_)
    return len(ids)


async def _blank_invitations(workspace: str, members: Sequence[str]) -> int:
    """Take the person out of their invitations: campaigns still count them, and none is sent any more."""
    rows = await _fields(Invitation, workspace, "customer", members, ("stage",))
    for row in rows:
        nobody: Row = {"customer": "", "ref": "", "fields": {}, "plan": None, "state": State.done.value}
        nobody |= {"token_hash": vault.blind(workspace, "erased", row["_id"]), "owner": None, "lease_until": None}
        change: Row = {"$set": nobody, "$inc": {"revision": 1}}
        if row["stage"] in NOT_SENT_YET:
            change["$set"] |= {"stage": "withheld", "reason": "erased", "uncounted": True}
            change["$inc"]["changes"] = 1
        await Invitation.get_pymongo_collection().update_one({"_id": row["_id"]}, change)
    return len(rows)


async def _fields(
    model: type[Document], workspace: str, field: str, values: Sequence[str], wanted: Sequence[str]
) -> list[Row]:
    condition = {"workspace": workspace, field: {"$in": list(values)}}
    return await model.get_pymongo_collection().find(condition, dict.fromkeys(("_id", *wanted), 1)).to_list()


async def _delete(model: type[Document], workspace: str, field: str, values: Sequence[str]) -> int:
    rows = await _fields(model, workspace, field, values, ())
    return await _delete_ids(model, workspace, [row["_id"] for row in rows])


async def _delete_ids(model: type[Document], workspace: str, ids: Sequence[str]) -> int:
    """Rows by id, on disk before it returns; says how many there were."""
    count = 0
    for start in range(0, len(ids), AT_ONCE):
        condition = {"_id": {"$in": list(ids[start : start + AT_ONCE])}, "workspace": workspace}
        count += (await model.get_pymongo_collection().delete_many(condition)).deleted_count
    await flush(model)
    return count
