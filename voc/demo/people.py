"""Who buys at the shop, with what it knows of them: names, accounts, contacts, consents, payments."""

import asyncio
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from voc import vault
from voc.customers import consents, events, merging, service, suppression
from voc.customers.consents import Decision
from voc.customers.contacts import normalise
from voc.customers.domain import Claim, IdentityKind, contact_ref, customer_id
from voc.customers.merging import CannotMerge
from voc.customers.resolving import Sender, resolve_many
from voc.demo.shop import DemoCustomer, rows
from voc.errors import NotFound
from voc.insights.tenures.domain import CHURNED

SOURCE = "demo"
KNOWN_DAYS = 60
"""Whole days before now since which the shop knows its customers."""
AT_ONCE = 16
PAID_DAYS = (34, 4)
"""When customers paid last, in whole days before now."""
MOVED = (("c-0055", "basic", 38), ("c-0142", "basic", 24), ("c-0026", "basic", 45), ("c-0159", "veg box", 17))
"""Customer, the plan that they had before, and the day on which they changed it."""
LEFT = (
    ("c-0181", 46), ("c-0188", 42), ("c-0179", 37), ("c-0133", 33), ("c-0196", 29), ("c-0210", 25),
    ("c-0209", 21), ("c-0044", 17), ("c-0195", 12), ("c-0077", 8), ("c-0214", 4),
)  # fmt: skip
"""Who is no customer any more, and how many days before now they left; none of them was heard or paid after it."""
REFUSED = ("c-0082",)
"""Who asked on the telephone for no more e-mails."""


async def register(workspace: str, people: Sequence[DemoCustomer], *, now: datetime) -> None:
    """Make the shop's customers known, with the plans that they had at first."""
    before = {ref: plan for ref, plan, _ in MOVED}
    senders = [
        Sender(
            claims=_claims(one),
            name=one.name,
            attributes={
                name: value
                for name, value in (
                    ("segment", one.segment),
                    ("plan", before.get(one.ref, one.plan)),
                    ("city", one.city),
                    ("language", one.language),
                    ("revenue_per_month", one.revenue),
                    ("account", one.account),
                )
                if value is not None
            },
        )
        for one in people
    ]
    await resolve_many(workspace, senders, now=now - timedelta(days=KNOWN_DAYS), source=SOURCE)


async def live(workspace: str, people: Sequence[DemoCustomer], *, now: datetime) -> None:
    """What happened to customers: plans, goodbyes, consents and refusals."""
    plans = {one.ref: one.plan for one in people}
    for ref, _, day in MOVED:
        id_ = customer_id(workspace, ref)
        at = now - timedelta(days=day)
        await service.change(workspace, id_, now=at, by=SOURCE, attributes={"plan": plans[ref]})
    for ref, day in LEFT:
        at, id_ = now - timedelta(days=day), customer_id(workspace, ref)
        await service.change(workspace, id_, now=at, by=SOURCE, attributes={CHURNED: at.date().isoformat()})
    await _decide(workspace, now=now)
    for one in people:
        if one.ref in REFUSED and one.email:
            at, id_ = now - timedelta(days=31), customer_id(workspace, one.ref)
            await suppression.suppress(workspace, "email", one.email, "manual", now=at, customer=id_)


async def pay(workspace: str, people: Sequence[DemoCustomer], *, now: datetime) -> None:
    """What they paid; last of all, so that the latest payment says that the whole story was told."""
    known = [one for one in people if one.is_known]
    told = [_paid(workspace, one, day, now=now) for one in known[1:] for day in PAID_DAYS]
    for at in range(0, len(told), AT_ONCE):
        await asyncio.gather(*told[at : at + AT_ONCE])
    for day in PAID_DAYS:
        await _paid(workspace, known[0], day, now=now)


async def has_paid(workspace: str, people: Sequence[DemoCustomer]) -> bool:
    """Whether the whole story was told before."""
    first = next(one for one in people if one.is_known)
    found = await events.of(workspace, [customer_id(workspace, first.ref)])
    return sum(each.kind == "paid" and each.fields.get("plan") == first.plan for each in found) >= len(PAID_DAYS)


async def join(workspace: str, ref: str, kind: IdentityKind, value: str, *, at: datetime) -> None:
    """A colleague found that whoever wrote from an address is a customer of ours."""
    other = customer_id(workspace, contact_ref(kind, vault.blind(workspace, kind.value, value)))
    with suppress(CannotMerge, NotFound):
        await merging.merge(workspace, into=customer_id(workspace, ref), other=other, now=at, by=SOURCE)


def _claims(one: DemoCustomer) -> tuple[Claim, ...]:
    given = [(IdentityKind.external, one.ref), (IdentityKind.email, one.email), (IdentityKind.phone, one.phone)]
    return tuple(Claim(kind=kind, value=normalise(kind, value)) for kind, value in given if value)


async def _decide(workspace: str, *, now: datetime) -> None:
    """Consents and their withdrawal, each once."""
    for row in rows("consents.jsonl"):
        id_ = customer_id(workspace, row.pop("customer"))
        at = now - timedelta(days=row.pop("day"))
        known = await consents.history(workspace, [id_])
        said = Decision(**row)
        if said not in [each.model_copy(update={"at": 0}) for each in known]:
            await consents.record(workspace, id_, said, now=at)


def _paid(workspace: str, one: DemoCustomer, day: int, *, now: datetime) -> Awaitable[str]:
    at = now - timedelta(days=day, minutes=int(one.ref[2:]) * 7)
    fields = {"amount": one.revenue, "currency": "KRW", "plan": one.plan}
    id_ = customer_id(workspace, one.ref)
    return events.add(workspace, id_, "paid", at=at, fields=fields, key=f"{SOURCE}-{day}")
