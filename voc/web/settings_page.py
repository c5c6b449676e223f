"""The way to everything that is set up once."""

from typing import Any

from litestar import Request, get
from litestar.response import Template

from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.pages import SETTINGS, open_to, page


@get("/settings", guards=[requires(Scope.read, Resource.own)], include_in_schema=False)
async def settings_page(request: Request[Any, Principal, Any]) -> Template:
    """What the caller may set up."""
    return page(request, "settings.html", {"places": open_to(request.auth, SETTINGS)})
