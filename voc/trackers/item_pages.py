"""An item's issue: a part of the item's page, and a page of its own."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from voc.backlog.workflow import reading
from voc.clock import Clock
from voc.settings import Settings
from voc.trackers import queries, service
from voc.trackers.adapters import ADAPTERS
from voc.trackers.domain import LinkedAlready, NoIssueNamed
from voc.trackers.schemas import link_out, tracker_out
from voc.trackers.service import Wish
from voc.values import Principal, Scope
from voc.web.guards import requires
from voc.web.i18n import language_of
from voc.web.pages import page, wants_fragment
from voc.web.templating import query

Caller = Request[Any, Principal, Any]
WRITES = [requires(Scope.write)]


class ItemIssuePages(Controller):
    """For those who read the item; those who decide about it may do something."""

    path = "/backlog/{item_id:str}/issue"
    include_in_schema = False
    guards = [requires(Scope.read)]

    @get()
    async def shown(
        self,
        request: Caller,
        item_id: FromPath[str],
        settings: NamedDependency[Settings],
        wrong: FromQuery[str] = "",
        unlinked: FromQuery[str] = "",
        tracker: FromQuery[str] = "",
    ) -> Template:
        """The issue and where it stands, or how to get one. The parameters tell of what was just done."""
        return await _shown(request, item_id, settings, {"wrong": wrong, "unlinked": unlinked, "chosen": tracker})

    @post("/create", guards=WRITES, status_code=303)
    async def create(
        self,
        request: Caller,
        item_id: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Redirect | Template:
        """Have an issue made."""
        form, caller = await request.form(), request.auth
        try:
            wish = Wish(language=language_of(request), quoted=bool(form.get("quoted")))
            await service.create(
                caller.workspace, item_id, str(form.get("tracker") or ""), wish, by=caller.who, now=clock()
            )
        except LinkedAlready:
            return await _done(request, item_id, settings, wrong="linked")
        return await _done(request, item_id, settings)

    @post("/link", guards=WRITES, status_code=303)
    async def link(
        self,
        request: Caller,
        item_id: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Redirect | Template:
        """Tie it to an issue that is there."""
        form, caller = await request.form(), request.auth
        tracker, text = str(form.get("tracker") or ""), str(form.get("issue") or "")
        try:
            await service.link(caller.workspace, item_id, tracker, text, by=caller.who, now=clock())
        except NoIssueNamed:
            return await _done(request, item_id, settings, wrong="none", tracker=tracker)
        except LinkedAlready:
            return await _done(request, item_id, settings, wrong="linked")
        return await _done(request, item_id, settings)

    @post("/refresh", guards=WRITES, status_code=303)
    async def refresh(
        self,
        request: Caller,
        item_id: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Redirect | Template:
        """Look at once where it stands, or try again what did not work."""
        await service.refresh(request.auth.workspace, item_id, now=clock())
        return await _done(request, item_id, settings)

    @post("/unlink", guards=WRITES, status_code=303)
    async def unlink(
        self,
        request: Caller,
        item_id: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Redirect | Template:
        """Let it go; what follows offers to link it again."""
        workspace = request.auth.workspace
        row = await queries.link(workspace, item_id) or {}
        await service.unlink(workspace, item_id, by=request.auth.who, now=clock())
        told = {"unlinked": row.get("key") or "-", "tracker": row.get("tracker", "")}
        return await _done(request, item_id, settings, **told)


async def _done(request: Caller, item_id: str, settings: Settings, **told: str) -> Redirect | Template:
    if not wants_fragment(request):
        return Redirect(query(f"/backlog/{item_id}/issue", told), status_code=303)
    return await _shown(request, item_id, settings, told | {"chosen": told.get("tracker", "")})


async def _shown(request: Caller, item_id: str, settings: Settings, told: dict[str, str]) -> Template:
    workspace = request.auth.workspace
    item = await reading.one(workspace, item_id)
    trackers = {row["_id"]: tracker_out(row) for row in await queries.trackers(workspace)}
    row = await queries.link(workspace, item_id)
    tracker = trackers.get(row["tracker"]) if row else None
    wish = Wish(language=language_of(request))
    asks = trackers and not tracker and request.auth.may(Scope.write)
    context = {
        "item": item,
        "link": link_out(row, tracker.kind) if row and tracker else None,
        "tracker": tracker,
        "trackers": [(each.id, f"{each.title} · {each.project}") for each in trackers.values()],
        "draft": await service.draft(workspace, item_id, wish, public_url=settings.public_url) if asks else None,
        "examples": {each.kind: each.project_example for each in ADAPTERS.values()},
        "may_write": request.auth.may(Scope.write),
        "may_connect": request.auth.may(Scope.admin),
        "told": {"wrong": "", "unlinked": "", "chosen": ""} | told,
    }
    return page(request, "trackers/item.html", context, fragment="trackers/_item.html")
