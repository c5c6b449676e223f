"""Somebody who was sent something wants less of it, or nothing, or takes that back."""

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
from voc.invitations.schemas import InvitationOut
from voc.values import Value

Scope = Literal["all", "survey", "advertising"]
REFUSED_BY_ITSELF: tuple[Purpose, ...] = ("survey", "advertising")
SOURCE = "unsubscribe page"
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
    """Masked; those on the invitation's channel."""
    everything: int | None
    """Since when nothing at all is sent there; a `voc.clock.stamp`."""
    revocable: bool
    """Whether they said so themselves."""
    purposes: list[Purpose]
    """What they do not want on this channel."""
    others: list[Purpose]
    """What they may want to refuse by itself."""


async def standing(invitation: InvitationOut) -> Refusals:
    """What the one who was invited does not want on the invitation's channel."""
    known = await _addresses(invitation)
    found = await _suppressed(invitation, known)
    decided = await _decided(invitation)
    everything = max((each.at for each in found.values()), default=None) if len(found) == len(known) else None
    purposes: list[Purpose] = [purpose for purpose, decision in decided.items() if not decision.given]
    return Refusals(
        addresses=[each.masked for each in known],
        everything=everything,
        revocable=all(each.reason in OWN_WORD for each in found.values()),
        purposes=purposes,
        others=[each for each in REFUSED_BY_ITSELF if each not in purposes],
    )


async def refuse(invitation: InvitationOut, scope: Scope, *, now: datetime) -> None:
    """Send less, or nothing, from now on; again changes nothing."""
    if scope != "all":
        return await _decide(invitation, scope, given=False, now=now)
    known = await _addresses(invitation)
    for each in known:
        await suppression.suppress(
            invitation.workspace, each.kind, each.value, "unsubscribed", now=now, customer=invitation.customer
        )
    for purpose in REFUSED_BY_ITSELF if not known else ():  # a channel without addresses
        await _decide(invitation, purpose, given=False, now=now)
    await service.note_unsubscribed(invitation, now=now)


async def take_back(invitation: InvitationOut, scope: Scope, *, now: datetime) -> None:
    """They want it again; again changes nothing. What was not their own word stays."""
    if scope != "all":
        return await _decide(invitation, scope, given=True, now=now)
    known = await _addresses(invitation)
    found = await _suppressed(invitation, known)
    for each in known:
        if each.value in found and found[each.value].reason in OWN_WORD:
            await suppression.lift(invitation.workspace, each.kind, each.value, now=now, customer=invitation.customer)


async def _decide(invitation: InvitationOut, purpose: Purpose, *, given: bool, now: datetime) -> None:
    decided = await _decided(invitation)
    if purpose in decided and decided[purpose].given == given:
        return
    decision = Decision(
        channel=invitation.channel,
        purpose=purpose,
        given=given,
        text=SAYS[purpose, given],
        text_version=WORDS_VERSION,
        source=SOURCE,
    )
    await consents.record(invitation.workspace, invitation.customer, decision, now=now)


async def _decided(invitation: InvitationOut) -> dict[Purpose, Decision]:
    """The decisions that count on the invitation's channel, by purpose."""
    members = await _members(invitation)
    by_customer = await consents.standing(invitation.workspace, members)
    found: dict[Purpose, Decision] = {}
    for each in by_customer.values():
        for (channel, _), decision in each.items():
            latest = found.get(decision.purpose)
            if channel == invitation.channel and (latest is None or decision.at > latest.at):
                found[decision.purpose] = decision
    return found


async def _addresses(invitation: InvitationOut) -> list[Address]:
    """Where they are written to on the invitation's channel."""
    try:
        known = await customers.addresses(invitation.workspace, invitation.customer)
    except NotFound:  # erased meanwhile: their addresses are gone, and with them what would be sent
        return []
    return [each for each in known if each.kind == IDENTITY_OF.get(Channel(invitation.channel))]


async def _suppressed(invitation: InvitationOut, known: Sequence[Address]) -> dict[str, Suppressed]:
    """Which of these get nothing; they are of one kind."""
    if not known:
        return {}
    return await suppression.suppressed(invitation.workspace, known[0].kind, [each.value for each in known])


async def _members(invitation: InvitationOut) -> list[str]:
    try:
        whole = await customers.canonical(invitation.workspace, invitation.customer)
    except NotFound:
        return [invitation.customer]
    return await customers.members(invitation.workspace, whole)
