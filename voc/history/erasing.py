"""Erasing a person: everything they said, answered and were sent, and who they were.

In an order that a crash may cut off anywhere: what is needed to find the rest goes last, and what must be counted again
is written down before the first row goes. Whoever erases the same person again carries on, or removes what came in
meanwhile. Suppressed addresses stay, as keyed digests: whoever said no has said so.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

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
from voc.customers.domain import contact_ref, customer_id
from voc.database import durable
from voc.errors import NotFound
from voc.feedback.documents import Feedback
from voc.history import mentions, service, traces
from voc.history.documents import Erasure
from voc.history.queries import as_contacts
from voc.history.schemas import Erased
from voc.history.surroundings import Above
from voc.responses.documents import Response
from voc.signals.documents import Signal

Row = dict[str, Any]


async def erase(workspace: str, id_: str, *, above: Above, now: datetime) -> Erased:
    """Remove a person with every record that is merged into them; cannot be undone.

    Args:
        workspace: whose customer.
        id_: our id, the company's own, an e-mail address or a phone number.
        above: what follows elsewhere.
        now: the present.

    Raises:
        NotFound: nobody, and nobody who was erased under this id.
    """
    if (gone := await _gone(workspace, id_)) is not None:
        return Erased(customer=gone, removed={})
    plan = await _begin(workspace, id_, now=now)
    removed = dict(plan.removed)

    def add(what: str, count: int) -> None:
        removed[what] = removed.get(what, 0) + count

    for what, model in (("deliveries", Delivery), ("messages", Message), ("conversations", Conversation)):
        add(what, await traces.delete_of(model, workspace, "customer", plan.customers))
        add(what, await traces.delete_of(model, workspace, "blind", plan.blinds))
    add("signals", await traces.delete_of(Signal, workspace, "customer.id", await _refs(workspace, plan.customers)))
    add("invitations", await traces.blank_invitations(workspace, plan.customers))
    add("files", await traces.delete_files(workspace, plan.customers))
    add("responses", await traces.delete_of(Response, workspace, "customer_id", plan.customers))
    add("feedback", await traces.delete_feedback(workspace, plan.customers, above.forget))
    add("ledgers", await traces.delete_ids(Ledger, workspace, plan.ledgers))
    add("consents", await traces.delete_of(Consent, workspace, "customer", plan.customers))
    add("events", await traces.delete_of(CustomerEvent, workspace, "customer", plan.customers))
    add("mentions", await mentions.mask(workspace, await _names(workspace, plan.customers)))
    await _keep(plan, {"removed": removed})
    add("records", await traces.delete_ids(Customer, workspace, [*plan.customers[1:], *plan.customers[:1]]))
    add("identities", await traces.delete_of(Identity, workspace, "customer", plan.customers))
    answered = [(survey, datetime.fromisoformat(at)) for survey, at in plan.answered]
    await above.recount(workspace, buckets=plan.buckets, answered=answered, customers=plan.customers, now=now)
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
    members = await _members(workspace, id_)
    if not members and cut_off is None:
        raise NotFound("No such customer.", customer=id_[:80])
    known = list(dict.fromkeys([*members, *(cut_off.customers if cut_off else [])]))
    feedback = await traces.rows_of(Feedback, workspace, "customer", known, ("bucket",))
    answered = await traces.rows_of(Response, workspace, "customer_id", known, ("survey", "received_at", "visitor"))
    names = [customer_name(ref) for ref in (id_, *await _refs(workspace, known))]
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


async def _names(workspace: str, members: Sequence[str]) -> list[str]:
    return [row["name"] for row in await customers.rows(workspace, members, {"name": 1}) if row.get("name")]


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


async def _members(workspace: str, id_: str) -> list[str]:
    """The records of a person; where nobody has noted them yet, the ids that they answered or wrote under."""
    try:
        return (await service.whom(workspace, id_)).members
    except NotFound:
        return [each for each in _ids(workspace, id_) if await _is_there(workspace, each)]


def _ids(workspace: str, id_: str) -> list[str]:
    """Our ids of whoever may be called so."""
    contacts = [
        contact_ref(each.kind, vault.blind(workspace, each.kind.value, each.value)) for each in as_contacts(id_)
    ]
    return [id_, *(customer_id(workspace, ref) for ref in (id_, *contacts))]


async def _gone(workspace: str, id_: str) -> str | None:
    """Our id of somebody who was erased and has not come back; None for everybody else."""
    for each in _ids(workspace, id_):
        row = await Erasure.get_pymongo_collection().find_one({"_id": erasure_id(workspace, each)})
        if row is not None and row["finished"] and not await _is_there(workspace, each):
            return each
    return None


async def _is_there(workspace: str, customer: str) -> bool:
    """Whether anything of a customer is stored: what they said comes before their record."""
    places = ((Customer, "_id"), (Feedback, "customer"), (Response, "customer_id"), (Message, "customer"))
    for model, field in places:
        if await model.get_pymongo_collection().find_one({"workspace": workspace, field: customer}, {"_id": 1}):
            return True
    return False


async def _cut_off(workspace: str, id_: str) -> Erasure | None:
    """The erasure of this person that did not come to its end."""
    contacts = as_contacts(id_)
    meant = {id_, customer_id(workspace, id_)}
    meant |= {identities.identity_id(workspace, each.kind, each.value) for each in contacts}
    for row in await Erasure.get_pymongo_collection().find({"workspace": workspace, "finished": False}).to_list():
        if meant & {*row["customers"], *row["identities"]}:
            return Erasure.model_validate(row | {"finished": False})
    return None


async def _keep(plan: Erasure, fields: Row) -> None:
    await durable(Erasure).update_one({"_id": plan.id}, {"$set": fields})
