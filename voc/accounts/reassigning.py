"""Giving a member another role."""

from datetime import datetime

from voc.accounts import queries
from voc.accounts.documents import Member
from voc.accounts.domain import ADMINISTRATORS, OwnersOnly, Role, may_reassign
from voc.accounts.leaving import claim
from voc.accounts.schemas import MemberOut
from voc.accounts.service import member_out
from voc.database import durable


async def reassign(workspace: str, id_: str, role: Role, *, by: str, now: datetime) -> MemberOut:
    """Let a member be something else from their next request on.

    Args:
        workspace: whose.
        id_: the member.
        role: what they become.
        by: the member or key that says so; empty: somebody at the machine.
        now: the present.

    Raises:
        NotFound: no such member in this workspace.
        OwnersOnly: one of the two roles is the owner's, and who asks is none.
        LastAdmin: nobody would be left who may let others in.
        LastOwner: no owner would be left.
    """
    person = await reassignable(workspace, id_, by=by, to=role)
    demoted = role != Role.owner if person.role == Role.owner else role not in ADMINISTRATORS
    if person.role in ADMINISTRATORS and demoted:
        await claim(person, now)
    mine = {"_id": id_, "workspace": workspace}
    await durable(Member).update_one(mine, {"$set": {"role": role.value, "leaving_at": None}})
    return member_out(await queries.member_of(workspace, id_))


async def reassignable(workspace: str, id_: str, *, by: str, to: Role | None = None) -> Member:
    """A member whose role, or whose way in, `by` may change.

    Raises:
        NotFound: no such member in this workspace.
        OwnersOnly: they are or become an owner, and who asks is none.
    """
    person = await queries.member_of(workspace, id_)
    roles = {each.id: each.role for each in await queries.members(workspace)}
    actor = roles.get(by, Role.admin) if by else Role.owner
    if not may_reassign(actor, person.role, to, has_owner=Role.owner in roles.values()):
        raise OwnersOnly("Only an owner says who is one.", member=id_)
    return person
