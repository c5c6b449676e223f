"""Members over HTTP."""

from typing import Any

from litestar import Controller, Request, delete, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from voc.accounts import leaving, queries
from voc.accounts.leaving import Farewell
from voc.accounts.schemas import MemberList
from voc.clock import Clock
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
