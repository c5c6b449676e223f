"""What follows from a signal: each rule that fits invites its customer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from pymongo.errors import ConnectionFailure

from voc import outbox
from voc.clock import from_stamp
from voc.customers import events
from voc.customers import service as customers
from voc.customers.domain import Claim, IdentityKind, is_stand_in
from voc.customers.resolving import resolve
from voc.invitations.schemas import Plan
from voc.invitations.service import invite
from voc.settings import Work
from voc.signals import domain, service
from voc.signals.documents import Signal
from voc.surveys.conditions import Condition, holds
from voc.values import Value

log = structlog.get_logger("voc.signals")
Row = dict[str, Any]
STALE = timedelta(days=7)
"""Whoever hears of it later than this is asked about something they have forgotten."""


class _Fitting(Value):
    where: Condition
    delay_minutes: int


async def take(ids: Sequence[str], *, now: datetime, work: Work) -> int:
    """Do what follows from these signals; returns how many invitations they led to. One that fails, fails alone."""
    held = await outbox.lease(Signal, ids, now=now, work=work)
    settled: list[tuple[str, Row]] = []
    errors: dict[str, str] = {}
    async with outbox.kept(Signal, held, work=work):
        for row in held.rows:
            try:
                settled.append((row["_id"], await _follow(row, now=now)))
            except ConnectionFailure:
                raise  # concerns all of them; the leases end by themselves
            except Exception as error:  # whatever is wrong with one must not stop the others
                log.warning("signal not followed", signal=row["_id"], error=repr(error))
                errors[row["_id"]] = repr(error)
    await outbox.fail(Signal, held, errors, now=now, work=work)
    await outbox.complete(Signal, settled, owner=held.owner)
    return sum(len(fields["started"]) for _, fields in settled)


async def _follow(row: Row, *, now: datetime) -> Row:
    """The signal's fields that change: what it led to, and whom a contact that it came with belongs to."""
    if row["customer"] is None:
        return {"started": []}
    workspace, told = row["workspace"], row["customer"]
    # a stand-in is no id of theirs: the contact that it stands for is among the attributes
    own = [] if is_stand_in(told["id"]) else [Claim(kind=IdentityKind.external, value=told["id"])]
    person = await resolve(workspace, own, now=now, source="signal", attributes=told["attributes"])
    at, said = from_stamp(row["occurred_at"]), {"name": row["name"], "fields": row["fields"]}
    await events.add(workspace, person.customer, "signal", at=at, fields=said, key=row["_id"])
    find = domain.lookup(row["fields"], await customers.attributes_of(person.customer))
    started = []
    for rule in await service.ready_rules(workspace, row["name"], now=now):
        fitting = _Fitting.model_validate({name: rule["rule"][name] for name in _Fitting.model_fields})
        at = from_stamp(row["occurred_at"]) + timedelta(minutes=fitting.delay_minutes)
        if not holds(fitting.where, find) or at < now - STALE:
            continue
        plan = Plan.model_validate({name: rule["rule"][name] for name in Plan.model_fields if name in rule["rule"]})
        invitation = await invite(
            workspace,
            rule["survey"],
            person.customer,
            plan=plan,
            key=f"{row['_id']}:{rule['_id']}",
            now=now,
            at=at,
            fields=row["fields"],
        )
        started.append(invitation.id)
    return {"started": started} | ({} if own else {"customer": told | {"id": person.ref}})
