"""Addresses that nothing is sent to.

By address and not by person: who comes back under another record, or is imported again after an erasure, has still said
no. Only a keyed digest of the address is kept.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from voc import vault
from voc.clock import stamp
from voc.customers import events
from voc.customers.documents import Suppression
from voc.database import durable
from voc.values import Value

Reason = Literal["unsubscribed", "bounced", "complained", "refused", "manual"]
"""Their own word by a link; a dead address; reported as spam; an opt-out word or the provider's list; a colleague."""


class Suppressed(Value):
    """Why nothing is sent."""

    reason: Reason
    at: int
    """A `voc.clock.stamp`."""


async def suppress(
    workspace: str, kind: str, value: str, reason: Reason, *, now: datetime, customer: str | None = None
) -> None:
    """Send nothing to this address from now on; the first reason stays.

    Args:
        workspace: whose.
        kind: of identity: `email`, `phone`, ….
        value: the address as `contacts.normalise` spells it.
        reason: why.
        now: the present.
        customer: whose history should show it.
    """
    stored = {"workspace": workspace, "kind": kind, "reason": reason, "at": stamp(now)}
    id_ = suppression_id(workspace, kind, value)
    written = await durable(Suppression).update_one({"_id": id_}, {"$setOnInsert": stored}, upsert=True)
    if customer and written.upserted_id is not None:
        await events.add(workspace, customer, "suppressed", at=now, fields={"kind": kind, "reason": reason})


async def lift(
    workspace: str,
    kind: str,
    value: str,
    *,
    now: datetime,
    customer: str | None = None,
    reasons: Sequence[Reason] | None = None,
    until: int | None = None,
) -> bool:
    """Send to this address again; whether it was suppressed.

    Args:
        workspace: whose.
        kind: of identity.
        value: the address as `contacts.normalise` spells it.
        now: the present.
        customer: whose history should show it.
        reasons: only what was suppressed for one of these; None for all.
        until: a stamp; only what was suppressed by then, so that what is late takes no newer refusal back.
    """
    condition: dict[str, Any] = {"_id": suppression_id(workspace, kind, value), "workspace": workspace}
    condition |= {"reason": {"$in": list(reasons)}} if reasons is not None else {}
    condition |= {"at": {"$lte": until}} if until is not None else {}
    gone = await durable(Suppression).delete_one(condition)
    if customer and gone.deleted_count:
        await events.add(workspace, customer, "suppression_lifted", at=now, fields={"kind": kind})
    return bool(gone.deleted_count)


async def suppressed(workspace: str, kind: str, values: Sequence[str]) -> dict[str, Suppressed]:
    """Which of these addresses get nothing, and why."""
    by_id = {suppression_id(workspace, kind, value): value for value in values}
    condition = {"_id": {"$in": list(by_id)}, "workspace": workspace}
    rows = await Suppression.get_pymongo_collection().find(condition).to_list()
    return {by_id[row["_id"]]: Suppressed(reason=row["reason"], at=row["at"]) for row in rows}


def suppression_id(workspace: str, kind: str, value: str) -> str:
    """The id of what is known about an address."""
    return "sup_" + vault.blind(workspace, f"suppression:{kind}", value)
