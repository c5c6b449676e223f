"""`/f/{token}`: what became of somebody's feedback, for whoever was sent the link."""

from typing import Any

from litestar import Controller, Request, get, head
from litestar.params import FromPath
from litestar.response import Template

from voc.backlog.telling import outcome
from voc.invitations.pages.opening import OPEN, QUIET_HEADERS
from voc.web.i18n import LANGUAGES
from voc.web.pages import page


class OutcomePages(Controller):
    """Opening it changes nothing, for mail gateways open it, too."""

    path = "/f"
    include_in_schema = False
    opt = OPEN
    response_headers = QUIET_HEADERS

    @get("/{token:str}")
    async def show(self, request: Request[Any, Any, Any], token: FromPath[str]) -> Template:
        """Their own words, and where the matter stands."""
        found = await outcome.by_token(token)
        wanted = request.query_params.get("lang")
        language = wanted if wanted in LANGUAGES else found.language
        context = {"outcome": found, "steps": outcome.STEPS, "language": language, "colour_theme": None}
        return page(request, "telling/outcome.html", context)

    @head("/{token:str}")
    async def look(self, token: FromPath[str]) -> None:
        """Whether there is such a page."""
        await outcome.by_token(token)
