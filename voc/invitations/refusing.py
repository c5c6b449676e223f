"""Somebody who was sent something wants less of it, or nothing, takes that back, or keeps what they agreed to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from voc.channels.domain import IDENTITY_OF, Channel
from voc.customers import consents, suppression
from voc.customers import queries as customers
from voc.customers.consents import Decision, Purpose
from voc.customers.queries import Address
from voc.customers.suppression import Suppressed
from voc.errors import NotFound
from voc.invitations import service
from voc.invitations.subjects import Subject
from voc.values import Value

Scope = Literal["all", "survey", "advertising"]
REFUSED_BY_ITSELF: tuple[Purpose, ...] = ("survey", "advertising")
SOURCE = "unsubscribe page"
KEPT = "kept on the page"
WORDS_VERSION = "1"
OWN_WORD = ("unsubscribed", "refused")
"""Reasons that somebody gave themselves, so that they may take them back."""
SAYS = {
    ("survey", False): "No more surveys on this channel.",
    ("survey", True): "Surveys on this channel again.",
    ("advertising", False): "No more advertising on this channel.",
    ("advertising", True): "Advertising on this channel again.",
}
"""What is written down of a decision, in the words of the page in English."""


class Refusals(Value):
    """What somebody does not want."""

    addresses: list[str]
    """Masked; those on the channel."""
    everything: int | None
    """Since when nothing at all is sent there; a `voc.clock.stamp`."""
    revocable: bool
    """Whether they said so themselves."""
    purposes: list[Purpose]
    """What they do not want on this channel."""
    others: list[Purpose]
    """What they may want to refuse by itself."""
    agreed: int | None = None
    """When they agreed to advertising, where a notice reminds them of it; a `voc.clock.stamp`."""
    kept: bool = False
    """Whether they have said since that they keep it."""


async def standing(subject: Subject) -> Refusals:
    """What somebody does not want on a channel."""
    known = await addresses(subject)
    found = await suppressed(subject, known)
    decided = await decisions(subject)
    everything = max((each.at for each in found.values()), default=None) if len(found) == len(known) else None
    purposes: list[Purpose] = [purpose for purpose, decision in decided.items() if not decision.given]
    return Refusals(
        addresses=[each.masked for each in known],
        everything=everything,
        revocable=all(each.reason in OWN_WORD for each in found.values()),
        purposes=purposes,
        others=[each for each in REFUSED_BY_ITSELF if each not in purposes],
        agreed=consents.given_at(await _history(subject), subject.channel, "advertising") if subject.notice else None,
        kept="advertising" in decided and decided["advertising"].source == f"{consents.CONFIRMED}{KEPT}",
    )


async def refuse(subject: Subject, scope: Scope, *, now: datetime) -> None:
    """Send less, or nothing, from now on; again changes nothing."""
    if scope != "all":
        return await _decide(subject, scope, given=False, now=now)
    known = await addresses(subject)
    for each in known:
        await suppression.suppress(
            subject.workspace, each.kind, each.value, "unsubscribed", now=now, customer=subject.customer
        )
    for purpose in REFUSED_BY_ITSELF if not known else ():  # a channel without addresses
        await _decide(subject, purpose, given=False, now=now)
    if subject.invitation:
        await service.note_unsubscribed(subject.invitation, now=now)


async def take_back(subject: Subject, scope: Scope, *, now: datetime) -> None:
    """They want it again; again changes nothing. What was not their own word stays."""
    if scope != "all":
        return await _decide(subject, scope, given=True, now=now)
    known = await addresses(subject)
    found = await suppressed(subject, known)
    for each in known:
        if each.value in found and found[each.value].reason in OWN_WORD:
            await suppression.lift(subject.workspace, each.kind, each.value, now=now, customer=subject.customer)


async def keep(subject: Subject, *, now: datetime) -> None:
    """They keep what they agreed to and were reminded of; again changes nothing, nor does it after a withdrawal."""
    if subject.notice:
        key = f"{subject.notice}:kept"
        await consents.confirm(subject.workspace, await subject.members(), subject.channel, how=KEPT, at=now, key=key)


async def _decide(subject: Subject, purpose: Purpose, *, given: bool, now: datetime) -> None:
    decided = await decisions(subject)
    if purpose in decided and decided[purpose].given == given:
        return
    decision = Decision(
        channel=subject.channel,
        purpose=purpose,
        given=given,
        text=SAYS[purpose, given],
        text_version=WORDS_VERSION,
        source=SOURCE,
    )
    await consents.record(subject.workspace, subject.customer, decision, now=now)


async def decisions(subject: Subject) -> dict[Purpose, Decision]:
    """The decisions that count on the channel, by purpose."""
    latest = await consents.of_person(subject.workspace, await subject.members())
    return {each.purpose: each for (channel, _), each in latest.items() if channel == subject.channel}


async def _history(subject: Subject) -> list[Decision]:
    return await consents.history(subject.workspace, await subject.members())


async def addresses(subject: Subject) -> list[Address]:
    """Where they are written to on the channel."""
    try:
        known = await customers.addresses(subject.workspace, subject.customer)
    except NotFound:  # erased meanwhile: their addresses are gone, and with them what would be sent
        return []
    return [each for each in known if each.kind == IDENTITY_OF.get(Channel(subject.channel))]


async def suppressed(subject: Subject, known: Sequence[Address]) -> dict[str, Suppressed]:
    """Which of these get nothing; they are of one kind."""
    if not known:
        return {}
    return await suppression.suppressed(subject.workspace, known[0].kind, [each.value for each in known])
