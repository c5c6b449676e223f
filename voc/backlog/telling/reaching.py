"""Whom the word about an item would reach now, and how: a look that sends, records and reserves nothing."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime

from voc.backlog.telling import domain, queries
from voc.backlog.telling.domain import Purpose
from voc.backlog.telling.looking import allowed
from voc.channels.domain import Channel
from voc.invitations import people
from voc.invitations import queries as invitations
from voc.invitations.campaign_pages.reach import LOOKED_AT_MOST, Fate, Reach, label_of, summed
from voc.invitations.lawful import Refused, Wait
from voc.invitations.people import Known
from voc.invitations.schemas import Rules
from voc.values import Value

BATCH = 500


class Way(Value):
    """How somebody would be told."""

    person: Known
    channel: Channel | None
    """None: there is none."""
    has_address: bool


async def ways(workspace: str, askers: Mapping[str, str]) -> AsyncIterator[list[Way]]:
    """How each of these customers would be told, some hundred at a time.

    Args:
        workspace: whose.
        askers: customers, with the channel on which they raised it.
    """
    ids = list(askers)
    for start in range(0, len(ids), BATCH):
        known = await people.known(workspace, ids[start : start + BATCH])
        silent = await people.suppressed(workspace, list(known.values()))
        yield [_way(person, askers[id_], silent) for id_, person in sorted(known.items())]


async def look(workspace: str, item: str, theme: str, purpose: Purpose, *, now: datetime) -> Reach:
    """What would become of everybody who raised an item and has not been told."""
    addressed = await queries.addressed(workspace, item)
    askers = {who: channel for who, channel in (await queries.askers(workspace, theme)).items() if who not in addressed}
    rules = await invitations.rules(workspace)
    fates: list[Fate] = []
    async for some in ways(workspace, askers):
        fates += _fates(some, purpose, rules, now=now)
        if len(fates) >= LOOKED_AT_MOST:
            break
    return summed(fates, complete=len(fates) >= len(askers))


def _way(person: Known, spoke: str, silent: set[tuple[str, str]]) -> Way:
    channel, has_address = domain.way_to(person, domain.channels_of(spoke), silent)
    return Way(person=person, channel=channel, has_address=has_address)


def _fates(some: Sequence[Way], purpose: Purpose, rules: Rules, *, now: datetime) -> list[Fate]:
    found = []
    for way in some:
        fate = Fate(customer=way.person.customer, label=label_of(way.person))
        if way.channel is None:
            found.append(fate.model_copy(update={"reason": "suppressed" if way.has_address else "no-address"}))
            continue
        address = way.person.address(way.channel)
        fate = fate.model_copy(update={"channel": way.channel.value, "masked": address.masked if address else None})
        verdict = allowed(way.person, purpose, way.channel, rules, at=now)
        if isinstance(verdict, Refused):
            fate = fate.model_copy(update={"reason": verdict.rule})
        elif isinstance(verdict, Wait):
            fate = fate.model_copy(update={"at": verdict.at})
        found.append(fate)
    return found
