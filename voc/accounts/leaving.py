"""Removing a member: their sessions end, nothing is sent to them, and what they did keeps their name.

Two administrators who remove each other at the same moment must not both be gone afterwards, and no engine need have
transactions: who removes an administrator first marks them as leaving and then looks whether another stays. Of two at
once each sees the other's mark, so at most one goes.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from voc.accounts import queries
from voc.accounts.documents import FormerMember, Member, SecondStep
from voc.accounts.domain import ADMINISTRATORS, LastAdmin, LastOwner, Oneself, OwnersOnly, Role, may_reassign
from voc.clock import stamp
from voc.database import durable

Farewell = Callable[[str, str], Awaitable[None]]
"""What capabilities above this one do when a member goes (workspace, member); the application supplies it."""
MARK_HOLDS = timedelta(minutes=1)
"""A mark so old is of a removal that was cut off; who bears it stays until somebody removes them again."""


async def remove(workspace: str, id_: str, *, by: str, farewell: Farewell, now: datetime) -> str:
    """Let somebody sign in no longer; returns what they were called.

    May be repeated after a crash anywhere. Keys of the API are the workspace's and stay.

    Args:
        workspace: whose.
        id_: the member.
        by: the member or API key that removes them.
        farewell: see there.
        now: the present.

    Raises:
        NotFound: no such member in this workspace.
        Oneself: they are who asks.
        OwnersOnly: they are an owner, and who asks is none.
        LastAdmin: nobody would be left who may let others in.
        LastOwner: no owner would be left.
    """
    person = await queries.member_of(workspace, id_)
    if by == id_:
        raise Oneself("Another administrator can remove you.")
    await _check_owners(person, by)
    if person.role in ADMINISTRATORS:
        await claim(person, now)
    kept = {"workspace": workspace, "name": person.name, "removed_at": stamp(now), "removed_by": by}
    await durable(FormerMember).update_one({"_id": id_}, {"$set": kept}, upsert=True)
    await farewell(workspace, id_)
    await durable(Member).delete_one({"_id": id_, "workspace": workspace})
    await queries.remove_sessions(workspace, id_)
    await durable(SecondStep).delete_one({"_id": id_, "workspace": workspace})
    return person.name


async def _check_owners(person: Member, by: str) -> None:
    others = await queries.members(person.workspace)
    roles = {each.id: each.role for each in others}
    has_owner = Role.owner in roles.values()
    if not may_reassign(roles.get(by, Role.admin), person.role, None, has_owner=has_owner):
        raise OwnersOnly("Only an owner may remove an owner.", member=person.id)


async def claim(admin: Member, now: datetime) -> None:
    """Mark an administrator as leaving, if another one stays; an owner, if another owner does.

    Raises:
        LastAdmin: no other administrator stays.
        LastOwner: no other owner stays.
    """
    owns = admin.role == Role.owner
    peers = (Role.owner,) if owns else ADMINISTRATORS
    mine = {"_id": admin.id, "workspace": admin.workspace}
    members = durable(Member)
    await members.update_one(mine, {"$set": {"leaving_at": stamp(now)}})
    marked = stamp(now - MARK_HOLDS)
    rows = await members.find({"workspace": {"$eq": admin.workspace}}).to_list()
    staying = [row for row in rows if row["role"] in peers and (row.get("leaving_at") or 0) <= marked]
    if all(row["_id"] == admin.id for row in staying):
        await members.update_one(mine, {"$set": {"leaving_at": None}})
        if owns:
            raise LastOwner("This is the last owner. Make somebody else one first.", member=admin.id)
        raise LastAdmin("This is the last administrator. Make somebody else one first.", member=admin.id)
