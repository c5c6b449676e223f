"""The page of a workspace's members."""

from contextlib import suppress
from typing import Any, Literal

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import Field

from voc.accounts import leaving, links, queries, second_step
from voc.accounts.domain import (
    ADMINISTRATORS,
    LastAdmin,
    LastOwner,
    LinkEnded,
    MemberExists,
    Oneself,
    OwnersOnly,
    Role,
)
from voc.accounts.leaving import Farewell
from voc.accounts.reassigning import reassign, reassignable
from voc.accounts.schemas import InviteIn
from voc.clock import Clock
from voc.errors import Invalid
from voc.settings import Settings
from voc.values import Principal, Resource, Scope, Value
from voc.web.guards import requires
from voc.web.pages import page

Caller = Request[Any, Principal, Any]
HERE = "/settings/members"


class InviteForm(Value):
    """Whom to invite."""

    email: str = Field(default="", max_length=320)
    role: str = Field(default=Role.product.value, max_length=20)
    language: Literal["en", "ko"] = "en"
    csrf_token: str = Field(default="", alias="_csrf_token")


class RoleForm(Value):
    """What somebody becomes."""

    role: str = Field(default="", max_length=20)
    csrf_token: str = Field(default="", alias="_csrf_token")


class MemberPages(Controller):
    """For administrators."""

    path = HERE
    include_in_schema = False
    guards = [requires(Scope.admin, Resource.members)]

    @get()
    async def overview(
        self, request: Caller, clock: NamedDependency[Clock], removed: FromQuery[str] = "", changed: FromQuery[str] = ""
    ) -> Template:
        """Everybody who may sign in, and who is invited."""
        about = removed or changed
        name = (await queries.names(request.auth.workspace, [about])).get(about, "") if about else ""
        return await _page(request, clock, removed=removed if name else "", changed=changed if name else "", name=name)

    @post("/invite", status_code=200, audit="member.invited")
    async def invite(
        self,
        request: Caller,
        data: URLEncodedBody[InviteForm],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
        post_link: NamedDependency[links.Post],
    ) -> Template:
        """Invite somebody; the link is shown here and nowhere else."""
        workspace, who = request.auth.workspace, request.auth.who
        try:
            wish = InviteIn(email=data.email, role=Role(data.role), language=data.language)
            made = await links.invite(workspace, wish, by=who, now=clock())
        except (ValueError, Invalid):
            return await _page(request, clock, refused="address", given=data, status=422)
        except (MemberExists, OwnersOnly) as error:
            return await _page(request, clock, refused=f"invite-{error.slug}", given=data, status=error.status)
        mailed = await post_link(made.invitation.id)
        return _shown(request, settings, made.token, made.invitation.email, "invitation", mailed=mailed)

    @post("/invitations/{link_id:str}/withdraw", status_code=303, audit="invitation.withdrawn")
    async def withdraw(self, request: Caller, link_id: FromPath[str]) -> Redirect:
        """Take an invitation back."""
        with suppress(LinkEnded):
            await links.withdraw(request.auth.workspace, link_id)
        return Redirect(HERE, status_code=303)

    @post("/{member_id:str}/role", status_code=303, audit="member.role-changed")
    async def reassign(
        self,
        request: Caller,
        member_id: FromPath[str],
        data: URLEncodedBody[RoleForm],
        clock: NamedDependency[Clock],
    ) -> Redirect | Template:
        """Give somebody another role."""
        try:
            await reassign(request.auth.workspace, member_id, Role(data.role), by=request.auth.who, now=clock())
        except (LastAdmin, LastOwner, OwnersOnly) as error:
            return await _page(request, clock, refused=f"role-{error.slug}", status=error.status)
        except ValueError:
            return Redirect(HERE, status_code=303)
        return Redirect(f"{HERE}?changed={member_id}", status_code=303)

    @post("/{member_id:str}/password", status_code=200, audit="member.password-link")
    async def password_link(
        self,
        request: Caller,
        member_id: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Template:
        """A link for somebody who cannot sign in, shown here and nowhere else."""
        who = request.auth.who
        try:
            person = await reassignable(request.auth.workspace, member_id, by=who)
        except OwnersOnly as error:
            return await _page(request, clock, refused=f"role-{error.slug}", status=error.status)
        if (await request.form()).get("second_step"):
            await second_step.take_away(person, by=who, now=clock())
        _, token = await links.password_link(person, by=who, now=clock())
        return _shown(request, settings, token, person.email, "password", mailed=False)

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
        except (LastAdmin, LastOwner, Oneself, OwnersOnly) as error:
            return await _page(request, clock, refused=error.slug, status=error.status)
        return Redirect(f"{HERE}?removed={member_id}", status_code=303)


def _shown(request: Caller, settings: Settings, token: str, email: str, purpose: str, *, mailed: bool) -> Template:
    url = f"{settings.public_url.rstrip('/')}/a/{token}"
    return page(request, "accounts/made.html", {"url": url, "email": email, "purpose": purpose, "mailed": mailed})


async def _page(
    request: Caller,
    clock: Clock,
    *,
    removed: str = "",
    changed: str = "",
    name: str = "",
    refused: str = "",
    given: InviteForm | None = None,
    status: int = 200,
) -> Template:
    members = await queries.members(request.auth.workspace)
    alone = [[each.id for each in members if each.role in roles] for roles in (ADMINISTRATORS, (Role.owner,))]
    context = {
        "members": sorted(members, key=lambda each: (each.id != request.auth.who, each.name.casefold(), each.id)),
        "me": request.auth.who,
        "kept": [ids[0] for ids in alone if len(ids) == 1],
        "invitations": await links.invitations(request.auth.workspace, now=clock()),
        "roles": [each.value for each in Role],
        "given": given or InviteForm(),
        "removed": removed,
        "changed": changed,
        "name": name,
        "refused": refused,
    }
    return page(request, "accounts/members.html", context, status=status)
