"""Use cases of invitations: ask one person, and note what they do with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from voc import outbox
from voc.clock import stamp
from voc.customers import queries as customers
from voc.database import durable
from voc.invitations import queries, stages
from voc.invitations.documents import Campaign, Invitation
from voc.invitations.domain import InvitationOver, NoAddress, Stage
from voc.invitations.making import Guest, row_of, store
from voc.invitations.people import known
from voc.invitations.schemas import InvitationOut, InviteIn, Plan
from voc.invitations.stages import News
from voc.surveys import queries as surveys


async def invite(
    workspace: str,
    survey: str,
    customer: str,
    *,
    plan: Plan,
    key: str,
    now: datetime,
    at: datetime | None = None,
    fields: Mapping[str, Any] | None = None,
) -> InvitationOut:
    """Ask one person; the same `key` again changes nothing.

    Everything that may forbid it is looked at when its time has come.

    Args:
        workspace: whose.
        survey: what they are asked.
        customer: our id of them.
        plan: how they are asked.
        key: what this invitation comes from.
        now: the present.
        at: when it is sent; now, if absent.
        fields: merge fields of the message, and hidden fields of the survey.

    Raises:
        NotFound: no such survey or customer in this workspace.
        SurveyClosed: it was never published.
    """
    await surveys.version(workspace, survey)
    who: dict[str, Any] = {"customer": customer, "ref": (await customers.row(workspace, customer))["ref"]}
    what: dict[str, Any] = {"survey": survey, "fields": dict(fields or {}), "plan": plan}
    guest = Guest(workspace=workspace, origin=f"single:{key}", **who, **what)
    made = row_of(guest, send_at=max(at or now, now), now=now)
    await store([made])
    return await queries.invitation(workspace, made["_id"])


async def invite_as_asked(workspace: str, wish: InviteIn, *, now: datetime) -> InvitationOut:
    """Ask one person as a program wishes.

    Raises:
        NotFound: no such survey or customer in this workspace.
        NoAddress: none of theirs on these channels.
        SurveyClosed: it was never published.
    """
    customer = (await customers.by_ref(workspace, wish.customer)).id
    plan = wish.plan()
    person = (await known(workspace, [customer]))[customer]
    if not any(person.address(channel) for channel in plan.channels):
        raise NoAddress(
            "We know no address of this customer on these channels. Send one as an attribute: email or phone.",
            customer=customer,
            channels=[each.value for each in plan.channels],
        )
    key = wish.submission_id or f"{wish.survey}:{now:%Y-%m-%d}"
    return await invite(
        workspace, wish.survey, customer, plan=plan, key=key, now=now, at=wish.send_at, fields=wish.fields
    )


async def by_token(token: str) -> InvitationOut | None:
    """Whose link it is, in whatever workspace; None: nobody's."""
    return await queries.by_token(token)


async def note_opened(invitation: InvitationOut, *, now: datetime) -> None:
    """They have looked at it; the second look changes nothing."""
    await stages.note([News(invitation=invitation.id, stage=Stage.opened)])


async def note_response(invitation: InvitationOut, *, finished: bool, now: datetime) -> None:
    """They have begun to answer, or have answered."""
    await stages.note([News(invitation=invitation.id, stage=Stage.completed if finished else Stage.started)])


async def note_unsubscribed(invitation: InvitationOut, *, now: datetime) -> None:
    """They want no more of these."""
    await stages.note([News(invitation=invitation.id, stage=Stage.unsubscribed)])


async def note_scanner(invitation: InvitationOut, *, now: datetime) -> None:
    """Somebody followed a link that no person sees: from now on only a press of the button counts as an answer."""
    if not invitation.scanned:
        mine = {"_id": invitation.id, "workspace": invitation.workspace}
        await durable(Invitation).update_one(mine, {"$set": {"scanned": True}})


async def cancel(workspace: str, id_: str, *, now: datetime) -> InvitationOut:
    """Take an invitation back; what was sent stays sent, and nothing follows it.

    Raises:
        NotFound: not in this workspace.
        InvitationOver: answered, expired or refused already.
    """
    found = await queries.invitation(workspace, id_)
    if found.state in (Stage.completed, Stage.expired, Stage.unsubscribed, Stage.complained):
        raise InvitationOver("This invitation is over.", state=found.state.value)
    ended = {"$set": {"expires_at": stamp(now)}}
    await durable(Invitation).update_one({"_id": id_, "workspace": workspace}, ended)
    await stages.note([News(invitation=id_, stage=Stage.expired, reason="taken back")])
    return await queries.invitation(workspace, id_)


async def retry_parked(workspace: str, *, now: datetime) -> int:
    """Set invitations and campaigns going again that failed too often; returns how many there were."""
    retried = 0
    for model in (Invitation, Campaign):
        retried += await outbox.retry(model, workspace, await queries.parked(workspace, model), now=now)
    return retried
