"""The page of the weights."""

from collections import defaultdict
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from voc.backlog import evidence, queries
from voc.backlog.weighing import forms, service
from voc.clock import Clock
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page

Caller = Request[Any, Principal, Any]
PATH = "/backlog/weights"


class WeightsPages(Controller):
    """What the ranking weighs."""

    path = PATH
    include_in_schema = False
    guards = [requires(Scope.read, Resource.backlog)]

    @get()
    async def show(self, request: Caller, saved: FromQuery[str] = "") -> Template:
        """All weights, for those who may only read them, too."""
        return await _page(request, forms.shown(await evidence.weights(request.auth.workspace)), saved=bool(saved))

    @post(guards=[requires(Scope.write, Resource.backlog)], status_code=303)
    async def save(self, request: Caller, clock: NamedDependency[Clock]) -> Redirect | Template:
        """Keep them, and rank again."""
        form = await request.form()
        weights, wrong = forms.read(form)
        if weights is None:
            entered = {name: str(form.get(name, "")) for name in forms.FIELDS}
            return await _page(request, entered, wrong=wrong)
        await service.change(request.auth.workspace, weights, now=clock())
        return Redirect(f"{PATH}?saved=1", status_code=303)

    @post("/usual", guards=[requires(Scope.write, Resource.backlog)], status_code=303)
    async def reset(self, request: Caller, clock: NamedDependency[Clock]) -> Redirect:
        """Weigh as usual again."""
        await service.reset(request.auth.workspace, now=clock())
        return Redirect(f"{PATH}?saved=1", status_code=303)


async def _page(
    request: Caller, fields: dict[str, str], *, saved: bool = False, wrong: dict[str, str] | None = None
) -> Template:
    context = {
        "fields": fields,
        "wrong": defaultdict(str, wrong or {}),
        "saved": saved,
        "standing": await queries.ranking(request.auth.workspace),
        "may_write": request.auth.may(Scope.write, Resource.backlog),
    }
    return page(request, "backlog/weights.html", context, status=422 if wrong else 200)
