"""Whom the word about an item would reach now, and how: a look that sends, records and reserves nothing."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime

from voc.backlog.telling import domain, queries
from voc.backlog.telling.domain import Purpose
from voc.backlog.telling.looking import allowed
from voc.channels.domain import Channel
from voc.invitations import people
from voc.invitations import queries as invitations
from voc.invitations.campaign_pages.reach import Fate, Reach, label_of, summed
from voc.invitations.lawful import Refused, Wait
from voc.invitations.people import Known
from voc.invitations.schemas import Rules
from voc.values import Value

BATCH = 500
LOOKED_AT_MOST = 1_000
"""A page waits for no more than these; sending looks at everybody."""


class Way(Value):
    """How somebody would be told."""

    person: Known
    channel: Channel | None
    """None: there is none."""
    has_address: bool


async def ways(workspace: str, theme: str, askers: Mapping[str, Sequence[str]]) -> AsyncIterator[list[Way]]:
    """How each of these customers would be told, some hundred at a time.

    Args:
        workspace: whose.
        theme: that they raised.
        askers: customers, with the records under which they did.
    """
    ids = list(askers)
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        known = await people.known(workspace, some)
        silent = await people.suppressed(workspace, list(known.values()))
        spoke = await queries.spoke_on(workspace, theme, [record for id_ in some for record in askers[id_]])
        yield [
            _way(person, {spoke[record] for record in askers[id_] if record in spoke}, silent)
            for id_, person in sorted(known.items())
        ]


class Behind(Value):
    """Who stands behind an item."""

    customers: int
    """Everybody known who raised it."""
    reach: Reach
    """What would become of those who have not been told."""


async def look(workspace: str, item: str, theme: str, purpose: Purpose, *, now: datetime) -> Behind:
    """Who raised an item, and how those of them are reached whom nobody has told."""
    addressed = await queries.addressed(workspace, item)
    theme = await queries.present(workspace, theme)
    everybody = await queries.askers(workspace, theme)
    askers = {who: records for who, records in everybody.items() if who not in addressed}
    rules = await invitations.rules(workspace)
    fates: list[Fate] = []
    async for some in ways(workspace, theme, askers):
        fates += _fates(some, purpose, rules, now=now)
        if len(fates) >= LOOKED_AT_MOST:
            break
    return Behind(customers=len(everybody), reach=summed(fates, complete=len(fates) >= len(askers)))


def _way(person: Known, spoke: Collection[str], silent: set[tuple[str, str]]) -> Way:
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
