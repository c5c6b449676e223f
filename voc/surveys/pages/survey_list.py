"""The list of surveys, and what can be done to a survey as a whole."""

from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect, Template

from voc.clock import Clock
from voc.errors import Invalid
from voc.settings import Settings
from voc.surveys import queries, service
from voc.surveys.definition import Definition
from voc.surveys.pages.listing import Filters, Listing, filters_of
from voc.surveys.pages.surroundings import ALONE, SurveySurroundings
from voc.surveys.pages.together import STEPS, Taken, take, undo
from voc.surveys.pages.undoing import fits_address, pack, unpack
from voc.values import Resource, Scope, Value
from voc.web.guards import requires
from voc.web.pages import page
from voc.web.tables import CSV
from voc.web.templating import query

Wanted = Annotated[str | None, QueryParameter(name="state")]
Undo = Annotated[str | None, QueryParameter(name="undo")]
NO_FILTERS = filters_of(None, None, None)


class Bin(Value):
    """A draft that was removed, to be put back."""

    id: str
    definition: dict[str, Any]


class SurveyPages(Controller):
    """Surveys of the signed-in member's workspace."""

    path = "/surveys"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.surveys)]

    @get()
    async def list_page(
        self,
        request: Request[Any, Any, Any],
        settings: NamedDependency[Settings],
        around_surveys: NamedDependency[SurveySurroundings] = ALONE,
        wanted: Wanted = None,
        q: FromQuery[str | None] = None,
        sort: FromQuery[str | None] = None,
        offered: Undo = None,
        done: FromQuery[str | None] = None,
    ) -> Template:
        """The newest first, unless another order is asked for."""
        listing = await _listing(request, settings, around_surveys)
        return _page(request, listing, filters_of(wanted, q, sort), offered, done)

    @get("/export", audit="surveys.exported")
    async def export(
        self,
        request: Request[Any, Any, Any],
        settings: NamedDependency[Settings],
        around_surveys: NamedDependency[SurveySurroundings] = ALONE,
        wanted: Wanted = None,
        q: FromQuery[str | None] = None,
        sort: FromQuery[str | None] = None,
    ) -> Response[bytes]:
        """The same list as CSV."""
        listing = await _listing(request, settings, around_surveys)
        headers = {"content-disposition": 'attachment; filename="surveys.csv"'}
        return Response(listing.csv(filters_of(wanted, q, sort)), media_type=CSV, headers=headers)

    @post("/together", guards=[requires(Scope.write, Resource.surveys)], status_code=303)
    async def together(
        self,
        request: Request[Any, Any, Any],
        settings: NamedDependency[Settings],
        clock: NamedDependency[Clock],
        around_surveys: NamedDependency[SurveySurroundings] = ALONE,
    ) -> Redirect | Template:
        """One step for every survey that is ticked; the page that follows offers to undo it."""
        form = await request.form()
        step, ids = str(form.get("do") or ""), [str(each) for each in form.getall("survey", [])]
        filters = filters_of(*(str(form.get(name) or "") or None for name in ("state", "q", "sort")))
        if step not in STEPS:
            raise Invalid("This is nothing that can be done to surveys.")
        taken = await take(request.auth.workspace, step, ids, now=clock())
        offered = pack(taken, settings)
        if fits_address(offered):
            return Redirect(query("/surveys", filters, undo=offered), status_code=303)
        return _page(request, await _listing(request, settings, around_surveys), filters, offered)

    @post("/undo", guards=[requires(Scope.write, Resource.surveys)], status_code=303)
    async def bring_back(self, request: Request[Any, Any, Any], settings: NamedDependency[Settings]) -> Redirect:
        """Bring surveys back to where they were before a step."""
        taken = unpack(str((await request.form()).get("taken") or ""), Taken, settings)
        if taken is None:
            raise Invalid("This can no longer be undone.")
        await undo(request.auth.workspace, taken)
        return Redirect("/surveys?done=restored", status_code=303)

    @get("/{survey_id:str}")
    async def one(self, request: Request[Any, Any, Any], survey_id: FromPath[str]) -> Redirect:
        """A survey's first tab."""
        survey = await queries.one(request.auth.workspace, survey_id)
        return Redirect(f"/surveys/{survey.id}/edit", status_code=303)

    @post("/{survey_id:str}/publish", guards=[requires(Scope.write, Resource.surveys)], status_code=303)
    async def publish(
        self, request: Request[Any, Any, Any], survey_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Let the draft go live."""
        await service.publish(request.auth.workspace, survey_id, now=clock())
        return _back(request, survey_id, done="published")

    @post(["/{survey_id:str}/pause", "/{survey_id:str}/resume", "/{survey_id:str}/close"],
          guards=[requires(Scope.write, Resource.surveys)], status_code=303)  # fmt: skip
    async def move(
        self, request: Request[Any, Any, Any], survey_id: FromPath[str], settings: NamedDependency[Settings]
    ) -> Redirect:
        """Pause, resume or close it; the list that follows offers to undo it."""
        step = request.url.path.rpartition("/")[2]
        before = (await queries.one(request.auth.workspace, survey_id)).state
        after = (await service.move(request.auth.workspace, survey_id, step)).state
        changed = {survey_id: before} if after != before else {}
        return _back(request, survey_id, undo=pack(Taken(step=step, before=changed), settings))

    @post("/{survey_id:str}/duplicate", guards=[requires(Scope.write, Resource.surveys)], status_code=303)
    async def duplicate(
        self, request: Request[Any, Any, Any], survey_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Make a copy and open it."""
        copy = await service.duplicate(request.auth.workspace, survey_id, now=clock())
        return Redirect(f"/surveys/{copy.id}/edit", status_code=303)

    @post("/{survey_id:str}/remove", guards=[requires(Scope.write, Resource.surveys)], status_code=303)
    async def remove(
        self,
        request: Request[Any, Any, Any],
        survey_id: FromPath[str],
        settings: NamedDependency[Settings],
        around_surveys: NamedDependency[SurveySurroundings] = ALONE,
    ) -> Redirect | Template:
        """Remove a draft; the page that follows offers to undo it."""
        removed = await service.remove_draft(request.auth.workspace, survey_id)
        kept = Bin(id=removed.id, definition=removed.definition().model_dump(mode="json"))
        offered = pack(kept, settings)
        if fits_address(offered):
            return Redirect(f"/surveys?undo={offered}", status_code=303)
        return _page(request, await _listing(request, settings, around_surveys), NO_FILTERS, offered)

    @post("/restore", guards=[requires(Scope.write, Resource.surveys)], status_code=303)
    async def restore(
        self, request: Request[Any, Any, Any], settings: NamedDependency[Settings], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Put a removed draft back under its id."""
        kept = unpack(str((await request.form()).get("removed") or ""), Bin, settings)
        if kept is None:
            raise Invalid("This can no longer be undone.")
        definition = Definition.model_validate(kept.definition)
        await service.create(request.auth.workspace, definition, now=clock(), id=kept.id)
        return Redirect("/surveys?done=restored", status_code=303)


def _back(request: Request[Any, Any, Any], survey_id: str, **told: str) -> Redirect:
    """To where the button stood, as far as the browser says so: one of the survey's pages, or the list."""
    came_from = request.headers.get("referer", "")
    for tab in ("edit", "targeting", "schedule", "theme", "share", "results"):
        if f"/surveys/{survey_id}/{tab}" in came_from:
            return Redirect(f"/surveys/{survey_id}/{tab}", status_code=303)
    return Redirect(query("/surveys", told), status_code=303)


async def _listing(request: Request[Any, Any, Any], settings: Settings, around: SurveySurroundings) -> Listing:
    workspace = request.auth.workspace
    return Listing(await queries.of_workspace(workspace), await around.responses_of(workspace), settings)


def _page(
    request: Request[Any, Any, Any], listing: Listing, filters: Filters, offered: str | None, done: str | None = None
) -> Template:
    """The list, and above it what has just been done; `offered` undoes it."""
    kept = unpack(offered, Bin, listing.settings) if offered else None
    context = listing.context(filters) | {
        "may_write": request.auth.may(Scope.write, Resource.surveys),
        "undo": offered,
        "removed": str(kept.definition.get("name", "")) if kept else None,
        "taken": unpack(offered, Taken, listing.settings) if offered else None,
        "done": done,
    }
    return page(request, "surveys/list.html", context, fragment="surveys/_list.html")
