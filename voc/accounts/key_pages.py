"""The page of a workspace's API keys."""

from datetime import timedelta
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import ValidationError

from voc.accounts import issuing
from voc.accounts.domain import KeyEnded
from voc.accounts.schemas import KeyIn, KeyMade
from voc.clock import Clock
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page

Caller = Request[Any, Principal, Any]
HERE = "/settings/keys"
LIVES_DAYS = (30, 90, 365)
GRACES_HOURS = (0, 24, 168)
NEW: dict[str, Any] = {"name": "", "scopes": [], "days": "90"}


class KeyPages(Controller):
    """For administrators."""

    path = HERE
    include_in_schema = False
    guards = [requires(Scope.admin, Resource.members)]

    @get()
    async def overview(
        self, request: Caller, clock: NamedDependency[Clock], revoked: FromQuery[str] = "", ended: FromQuery[str] = ""
    ) -> Template:
        """Every key, and a form for another one."""
        told = {"revoked": bool(revoked), "ended": bool(ended)}
        return await _page(request, clock, NEW, told=told)

    @post(status_code=200, audit="key.created")
    async def make(self, request: Caller, clock: NamedDependency[Clock]) -> Template:
        """A key, shown here and nowhere else."""
        form = await request.form()
        given: dict[str, Any] = {
            "name": str(form.get("name") or "").strip(),
            "scopes": [str(each) for each in form.getall("scopes", [])],
            "days": str(form.get("days") or ""),
        }
        try:
            wish = KeyIn.model_validate(given | {"days": given["days"] or None})
        except ValidationError as error:
            wrong = {str(each["loc"][0]) for each in error.errors()}
            return await _page(request, clock, given, wrong=wrong, status=422)
        return _shown(request, await issuing.make(request.auth.workspace, wish, now=clock()), hours=None)

    @post("/{key_id:str}/renew", status_code=200, audit="key.renewed")
    async def renew(self, request: Caller, key_id: FromPath[str], clock: NamedDependency[Clock]) -> Template | Redirect:
        """Another one in its place."""
        given = str((await request.form()).get("grace_hours") or "")
        hours = int(given) if given in map(str, GRACES_HOURS) else GRACES_HOURS[1]
        try:
            grace = timedelta(hours=hours)
            made = await issuing.renew(request.auth.workspace, key_id, grace=grace, now=clock())
        except KeyEnded:
            return Redirect(f"{HERE}?ended=yes", status_code=303)
        return _shown(request, made, hours=hours)

    @post("/{key_id:str}/revoke", status_code=303, audit="key.revoked")
    async def revoke(self, request: Caller, key_id: FromPath[str], clock: NamedDependency[Clock]) -> Redirect:
        """End it."""
        try:
            await issuing.revoke(request.auth.workspace, key_id, now=clock())
        except KeyEnded:
            return Redirect(f"{HERE}?ended=yes", status_code=303)
        return Redirect(f"{HERE}?revoked=yes", status_code=303)


def _shown(request: Caller, made: KeyMade, *, hours: int | None) -> Template:
    return page(request, "accounts/key.html", {"key": made.key, "text": made.text, "hours": hours})


async def _page(
    request: Caller,
    clock: Clock,
    given: dict[str, Any],
    *,
    wrong: set[str] | frozenset[str] = frozenset(),
    told: dict[str, bool] | None = None,
    status: int = 200,
) -> Template:
    found, now = await issuing.keys(request.auth.workspace), clock()
    working = [each for each in found if each.expires_at is None or each.expires_at > now]
    context = {
        "keys": working,
        "ended": [each for each in found if each not in working][:20],
        "scopes": [each.value for each in (Scope.read, Scope.write, Scope.admin)],
        "lives": LIVES_DAYS,
        "graces": GRACES_HOURS,
        "given": given,
        "wrong": wrong,
        "told": {"revoked": False, "ended": False} | (told or {}),
    }
    return page(request, "accounts/keys.html", context, status=status)
