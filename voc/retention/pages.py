"""The page on which administrators say how long what customers said is kept."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template
from pydantic import ValidationError

from voc.clock import Clock
from voc.retention import service
from voc.retention.schemas import Rules
from voc.surveys import queries as surveys
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page

HERE = "/settings/retention"
Caller = Request[Any, Any, Any]


class RetentionPages(Controller):
    """For administrators."""

    path = HERE
    include_in_schema = False
    guards = [requires(Scope.admin, Resource.privacy)]

    @get()
    async def show(self, request: Caller, saved: FromQuery[str] = "") -> Template:
        """The rules, by workspace and survey."""
        rules = await service.rules(request.auth.workspace)
        return await _page(request, _fields(rules), saved=bool(saved))

    @post(status_code=303, audit="retention.changed")
    async def save(self, request: Caller, clock: NamedDependency[Clock]) -> Redirect | Template:
        """Keep them; nothing goes for a day."""
        form = await request.form()
        entered = {name: str(value).strip() for name, value in form.items() if name == "days" or name[:4] == "srv_"}
        try:
            own = {name: value for name, value in entered.items() if name != "days" and value}
            rules = Rules.model_validate({"days": entered.get("days") or None, "surveys": own})
        except ValidationError as error:
            return await _page(request, entered, wrong={str(each["loc"][-1]) for each in error.errors()})
        await service.set_rules(request.auth.workspace, rules, now=clock())
        return Redirect(f"{HERE}?saved=1", status_code=303)


async def _page(
    request: Caller, fields: dict[str, str], *, saved: bool = False, wrong: set[str] | None = None
) -> Template:
    known = [(each.id, each.name) for each in await surveys.of_workspace(request.auth.workspace)]
    context = {"fields": fields, "surveys": known, "saved": saved, "wrong": wrong or set()}
    return page(request, "retention/rules.html", context, status=422 if wrong else 200)


def _fields(rules: Rules) -> dict[str, str]:
    return {"days": str(rules.days or ""), **{survey: str(days) for survey, days in rules.surveys.items()}}
