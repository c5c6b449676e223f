"""The page of a workspace's members."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from voc.accounts import leaving, queries
from voc.accounts.domain import ADMINISTRATORS, LastAdmin, Oneself, OwnersOnly
from voc.accounts.leaving import Farewell
from voc.clock import Clock
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page

Caller = Request[Any, Principal, Any]
HERE = "/settings/members"


class MemberPages(Controller):
    """For administrators."""

    path = HERE
    include_in_schema = False
    guards = [requires(Scope.admin, Resource.members)]

    @get()
    async def overview(self, request: Caller, removed: FromQuery[str] = "") -> Template:
        """Everybody who may sign in."""
        names = await queries.names(request.auth.workspace, [removed]) if removed else {}
        return await _page(request, removed=removed if removed in names else "", name=names.get(removed, ""))

    @post("/{member_id:str}/remove", status_code=303, audit="member.removed")
    async def remove(
        self,
        request: Caller,
        member_id: FromPath[str],
        farewell: NamedDependency[Farewell],
        clock: NamedDependency[Clock],
    ) -> Redirect | Template:
        """Remove somebody, or say why not."""
        who = request.auth.who
        try:
            await leaving.remove(request.auth.workspace, member_id, by=who, farewell=farewell, now=clock())
        except (LastAdmin, Oneself, OwnersOnly) as error:
            return await _page(request, refused=error.slug, status=error.status)
        return Redirect(f"{HERE}?removed={member_id}", status_code=303)


async def _page(
    request: Caller, *, removed: str = "", name: str = "", refused: str = "", status: int = 200
) -> Template:
    members = await queries.members(request.auth.workspace)
    admins = [each.id for each in members if each.role in ADMINISTRATORS]
    context = {
        "members": sorted(members, key=lambda each: (each.id != request.auth.who, each.name.casefold(), each.id)),
        "me": request.auth.who,
        "kept": admins if len(admins) == 1 else [],
        "removed": removed,
        "name": name,
        "refused": refused,
    }
    return page(request, "accounts/members.html", context, status=status)
