"""Members over HTTP."""

from typing import Any

from litestar import Controller, Request, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from voc.accounts import leaving, links, queries
from voc.accounts.leaving import Farewell
from voc.accounts.reassigning import reassign
from voc.accounts.schemas import InvitationList, InvitationMade, InviteIn, MemberList, MemberOut, MemberPatch
from voc.clock import Clock
from voc.settings import Settings
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires

Caller = Request[Any, Principal, Any]


class MemberController(Controller):
    """People who sign in to this workspace."""

    path = "/v1/members"
    tags = ["members"]
    guards = [requires(Scope.admin, Resource.members)]

    @get(summary="List members")
    async def members(self, request: Caller) -> MemberList:
        """By name."""
        found = await queries.members(request.auth.workspace)
        return MemberList(items=sorted(found, key=lambda each: (each.name.casefold(), each.id)))

    @get("/invitations", summary="List invitations that nobody has taken yet")
    async def invitations(self, request: Caller, clock: NamedDependency[Clock]) -> InvitationList:
        """The latest first."""
        return InvitationList(items=await links.invitations(request.auth.workspace, now=clock()))

    @post("/invitations", summary="Invite somebody", status_code=201, audit="member.invited")
    async def invite(
        self,
        request: Caller,
        data: JSONBody[InviteIn],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
        post_link: NamedDependency[links.Post],
    ) -> InvitationMade:
        """By e-mail where a provider is connected, and by the link in the answer. It works once, for seven days; an
        earlier invitation to the same address ends."""
        made = await links.invite(request.auth.workspace, data, by=request.auth.who, now=clock())
        url = f"{settings.public_url.rstrip('/')}/a/{made.token}"
        return InvitationMade(invitation=made.invitation, url=url, mailed=await post_link(made.invitation.id))

    @delete("/invitations/{link_id:str}", summary="Withdraw an invitation", audit="invitation.withdrawn")
    async def withdraw(self, request: Caller, link_id: FromPath[str]) -> None:
        """Its link lets nobody in any more."""
        await links.withdraw(request.auth.workspace, link_id)

    @patch("/{member_id:str}", summary="Change a member's role", audit="member.role-changed")
    async def change(
        self, request: Caller, member_id: FromPath[str], data: JSONBody[MemberPatch], clock: NamedDependency[Clock]
    ) -> MemberOut:
        """From their next request on. Only an owner says who is one, and one who may let others in always stays."""
        return await reassign(request.auth.workspace, member_id, data.role, by=request.auth.who, now=clock())

    @delete("/{member_id:str}", summary="Remove a member", audit="member.removed")
    async def remove(
        self,
        request: Caller,
        member_id: FromPath[str],
        farewell: NamedDependency[Farewell],
        clock: NamedDependency[Clock],
    ) -> None:
        """Their sessions end at once, and nothing is mailed to them any more. What they did keeps their name."""
        who = request.auth.who
        await leaving.remove(request.auth.workspace, member_id, by=who, farewell=farewell, now=clock())
