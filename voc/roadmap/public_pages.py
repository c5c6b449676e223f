"""`/roadmap/{workspace}`: the plans and the changelog, for everybody where they are public, else for colleagues."""

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from voc.accounts import queries as accounts
from voc.clock import Clock
from voc.errors import NotFound
from voc.invitations import queries as invitations
from voc.roadmap import domain, feeds, queries
from voc.roadmap.domain import Entry, Roadmap, Stage
from voc.settings import Settings
from voc.web.i18n import language_of
from voc.web.pages import page
from voc.web.security import policy

Caller = Request[Any, Any, Any]
OPEN = {"public": True, "csp": policy()}


class RoadmapPages(Controller):
    """Without a script and without anything about anybody."""

    path = "/roadmap"
    include_in_schema = False
    opt = OPEN

    @get("/{workspace:str}")
    async def show(self, request: Caller, workspace: FromPath[str]) -> Template:
        """What is planned, in progress, and shipped by month."""
        roadmap = await _open(request, workspace)
        language = language_of(request)
        entries = await queries.entries(workspace, language)
        shipped = _at(entries, Stage.shipped)
        context = {
            "workspace": workspace,
            "roadmap": roadmap,
            "intro": roadmap.intro.get(language) or next(iter(roadmap.intro.values()), ""),
            "company": await _company(workspace),
            "planned": _at(entries, Stage.planned),
            "in_progress": _at(entries, Stage.in_progress),
            "months": domain.by_month(shipped[: domain.CHANGELOG_SHOWN]),
            "viewer_only": not roadmap.public,
        }
        return page(request, "roadmap/roadmap.html", context)

    @get("/{workspace:str}/feed", media_type="application/atom+xml")
    async def feed(
        self,
        request: Caller,
        workspace: FromPath[str],
        settings: NamedDependency[Settings],
        clock: NamedDependency[Clock],
    ) -> Response[bytes]:
        """What was shipped, as an Atom feed."""
        roadmap = await _open(request, workspace)
        language = language_of(request)
        entries = _at(await queries.entries(workspace, language), Stage.shipped)[: domain.FEED_SHOWN]
        address = f"{settings.public_url.rstrip('/')}/roadmap/{workspace}"
        title = roadmap.title or await _company(workspace)
        written = feeds.atom(entries, title=title, address=address, language=language, now=clock())
        return Response(written, media_type="application/atom+xml")


async def _open(request: Caller, workspace: str) -> Roadmap:
    """How it is shown.

    Raises:
        NotFound: there is none, or it is not for whoever asks.
    """
    found = await accounts.workspace(workspace)
    roadmap = await queries.roadmap(workspace)
    caller = request.scope.get("auth")
    if found is None or not (roadmap.public or (caller is not None and caller.workspace == workspace)):
        raise NotFound("There is no roadmap here.")
    return roadmap


async def _company(workspace: str) -> str:
    found = await accounts.workspace(workspace)
    return (await invitations.rules(workspace)).sender(found.name if found else "").name


def _at(entries: list[Entry], stage: Stage) -> list[Entry]:
    return [entry for entry in entries if entry.stage == stage]
