"""How published answers come into the company's own pages: what to copy, and how it looks."""

from typing import Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.response import Template

from voc.faq.help import queries
from voc.settings import Settings
from voc.surveys.sharing import snippet
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page

Caller = Request[Any, Any, Any]
ELEMENT = "<div data-voc-faq></div>"
"""Filled by the widget wherever it stands."""


class EmbeddingPages(Controller):
    """The search of the answers, for the company's own pages."""

    path = "/faq/website"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.faq)]

    @get()
    async def show(self, request: Caller, settings: NamedDependency[Settings]) -> Template:
        """The lines to copy, and the search itself beside them, which sends nothing from here."""
        workspace, app_url = request.auth.workspace, settings.public_url.rstrip("/")
        context = {
            "snippet": snippet(app_url, workspace),
            "element": ELEMENT,
            "workspace": workspace,
            "published": len(await queries.published(workspace)),
            "help_page": f"{app_url}/help/{workspace}",
        }
        return page(request, "faq_help/website.html", context)
