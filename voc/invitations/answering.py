"""The word that a refusal, or its end, was carried out: sent once, at once, where the law wants a message for it.

It reaches even an address that refuses everything, for that is what it is about; but none that does not exist.
"""

from datetime import datetime

from voc.accounts import queries as accounts
from voc.channels import outgoing
from voc.channels.domain import Channel, Purpose
from voc.channels.ids import delivery_id
from voc.channels.outgoing import Content, Draft, Origin
from voc.customers.queries import Address
from voc.invitations import notices, people, queries, refusing, shortlinks, tokens, zones
from voc.invitations.people import Known
from voc.invitations.refusing import Scope
from voc.invitations.regions import region_of
from voc.invitations.schemas import Rules
from voc.invitations.subjects import Subject
from voc.values import Value

ORIGIN = "notice"


class Done(Value):
    """What was carried out."""

    again: bool
    at: int
    """When they asked; a `voc.clock.stamp`."""


async def answer(subject: Subject, scope: Scope, *, base: str, now: datetime) -> None:
    """Tell somebody that what they asked for on the page was done; the same wish is answered once.

    Args:
        subject: who asked, about which channel.
        scope: what was to stop, or to come again.
        base: where people reach this service.
        now: the present.
    """
    channel = Channel(subject.channel)
    person = (await people.known(subject.workspace, [subject.customer])).get(subject.customer)
    address = person.address(channel) if person else None
    if person is None or address is None or channel not in notices.REACHED:
        return
    rules = await queries.rules(subject.workspace)
    country = zones.country_of(person.attributes.get("country"), person.phone, rules.country)
    done = await _done(subject, scope, address)
    if done is None or not region_of(country).answers_refusals:
        return
    origin = Origin(kind=ORIGIN, id=f"{person.customer}:{channel.value}", step=f"{scope}:{done.at}")
    language = notices.language_of(subject.language or person.attributes.get("language"), country)
    draft = Draft(
        origin=origin,
        channel=channel,
        address=address.value,
        purpose=Purpose.notice,
        language=language,
        customer=person.customer,
        content=await _content(subject, scope, done, address, origin, person, rules, language, base=base, now=now),
    )
    await outgoing.queue(subject.workspace, [draft], now=now)


async def _done(subject: Subject, scope: Scope, address: Address) -> Done | None:
    """What became of it; None where nobody asked for it here, or nobody would read the answer."""
    refused = (await refusing.suppressed(subject, [address])).get(address.value)
    if scope == "all":
        # who refused by a message was answered there
        return Done(again=False, at=refused.at) if refused and refused.reason == "unsubscribed" else None
    decided = (await refusing.decisions(subject)).get(scope)
    if refused or decided is None or decided.source != refusing.SOURCE:
        return None
    return Done(again=decided.given, at=decided.at)


async def _content(
    subject: Subject, scope: Scope, done: Done, address: Address, origin: Origin, person: Known, rules: Rules,
    language: str, *, base: str, now: datetime,
) -> Content:  # fmt: skip
    workspace, channel = subject.workspace, Channel(subject.channel)
    company = await accounts.workspace(workspace)
    path = f"/u/{tokens.notice_token(delivery_id(workspace, origin.kind, origin.id, origin.step))}"
    if channel != Channel.email:
        path = f"/l/{await shortlinks.shorten(workspace, path, now=now)}"
    return notices.answer(
        scope,
        channel,
        rules.sender(company.name if company else ""),
        again=done.again,
        address=address.masked,
        at=done.at,
        zone=zones.zone_of(person.attributes.get("timezone"), person.phone, rules.zone),
        language=language,
        link=base.rstrip("/") + path,
    )
