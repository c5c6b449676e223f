"""Where a colleague chooses, before it ships, how an item will be judged."""

from typing import Any

from litestar import Controller, Request, post
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import ValidationError

from voc.backlog import queries as backlog
from voc.backlog.shipping import registering
from voc.backlog.shipping.domain import Plan
from voc.errors import Invalid
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires

Caller = Request[Any, Principal, Any]


class ShippingPages(Controller):
    """Nothing here changes what was registered."""

    path = "/backlog/{item_id:str}/judging"
    include_in_schema = False
    guards = [requires(Scope.write, Resource.backlog)]

    @post(status_code=303)
    async def choose(self, request: Caller, item_id: FromPath[str]) -> Redirect:
        """Keep metric and weeks.

        Raises:
            NotFound: no such item.
            AlreadyShipped: it is too late to choose.
            Invalid: there is no such metric, or no such length.
        """
        form = await request.form()
        await backlog.title_of(request.auth.workspace, item_id)
        try:
            plan = Plan.model_validate({"metric": form.get("metric"), "weeks": int(str(form.get("weeks") or 0))})
        except (ValidationError, ValueError) as error:
            raise Invalid("Choose what is measured, and over 2, 4, 8 or 12 weeks.") from error
        await registering.choose(request.auth.workspace, item_id, plan)
        return Redirect(f"/backlog/{item_id}#judging", status_code=303)
