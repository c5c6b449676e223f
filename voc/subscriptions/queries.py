"""Reads of what members want."""

from collections.abc import Mapping
from typing import Any

from voc.accounts import queries as accounts
from voc.accounts.schemas import MemberOut
from voc.invitations import queries as invitations
from voc.invitations.notices import language_of
from voc.invitations.schemas import Rules
from voc.outbox import State
from voc.subscriptions.documents import Subscription
from voc.subscriptions.domain import Wishes
from voc.values import Value

Row = dict[str, Any]


class Reader(Value):
    """A member as those see them who write to them."""

    id: str
    workspace: str
    name: str
    email: str
    language: str
    """Of their mails."""
    zone: str
    wishes: Wishes
    alerts_since: int | None
    """A `voc.clock.stamp`."""


async def readers(workspace: str) -> dict[str, Reader]:
    """Everybody who may sign in to a workspace now, by id."""
    members = await accounts.members(workspace)
    condition = {"workspace": workspace}
    rows = {row["_id"]: row for row in await Subscription.get_pymongo_collection().find(condition).to_list()}
    rules = await invitations.rules(workspace)
    return {each.id: _reader(each, rows.get(each.id), rules) for each in members}


async def subscription(workspace: str, member: str) -> Row | None:
    """What a member has said; None for who never did."""
    return await Subscription.get_pymongo_collection().find_one({"_id": member, "workspace": workspace})


async def parked(workspace: str) -> list[Row]:
    """Subscriptions whose report could not be queued too often."""
    condition = {"workspace": {"$eq": workspace}, "state": State.parked.value}
    return await Subscription.get_pymongo_collection().find(condition).to_list()


def wishes_of(row: Mapping[str, Any] | None) -> Wishes:
    """What somebody wants."""
    return Wishes.model_validate(row["wishes"]) if row else Wishes()


def _reader(member: MemberOut, row: Row | None, rules: Rules) -> Reader:
    wishes = wishes_of(row)
    return Reader(
        id=member.id,
        workspace=member.workspace,
        name=member.name,
        email=member.email,
        language=wishes.language or language_of(member.language, rules.country),
        zone=wishes.zone or rules.zone,
        wishes=wishes,
        alerts_since=row["alerts_since"] if row else None,
    )
