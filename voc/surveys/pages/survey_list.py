"""The list of surveys, and what can be done to a survey as a whole."""

from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect, Template

from voc.clock import Clock
from voc.errors import Invalid
from voc.settings import Settings
from voc.surveys import queries, service
from voc.surveys.definition import Definition
from voc.surveys.domain import SurveyState
from voc.surveys.pages.surroundings import ALONE, SurveySurroundings
from voc.surveys.pages.undoing import fits_address, pack, unpack
from voc.surveys.schemas import SurveyOut
from voc.values import Scope, Value
from voc.web.guards import requires
from voc.web.pages import page

Wanted = Annotated[str | None, QueryParameter(name="state")]
STATES = [state.value for state in SurveyState]


class Bin(Value):
    """A draft that was removed, to be put back."""

    id: str
    definition: dict[str, Any]


class SurveyPages(Controller):
    """Surveys of the signed-in member's workspace."""

    path = "/surveys"
    include_in_schema = False
    guards = [requires(Scope.read)]

    @get()
    async def list_page(
        self,
        request: Request[Any, Any, Any],
        settings: NamedDependency[Settings],
        around_surveys: NamedDependency[SurveySurroundings] = ALONE,
        wanted: Wanted = None,
        q: FromQuery[str | None] = None,
        undo: FromQuery[str | None] = None,
        done: FromQuery[str | None] = None,
    ) -> Template:
        """The newest first."""
        filters = {"state": wanted if wanted in STATES else None, "q": q}
        context = await _rows(request, filters, settings, around_surveys)
        context |= {"undo": undo, "removed": _told(undo, settings), "done": done}
        return page(request, "surveys/list.html", context, fragment="surveys/_list.html")

    @get("/{survey_id:str}")
    async def one(self, request: Request[Any, Any, Any], survey_id: FromPath[str]) -> Redirect:
        """A survey's first tab."""
        survey = await queries.one(request.auth.workspace, survey_id)
        return Redirect(f"/surveys/{survey.id}/edit", status_code=303)

    @post("/{survey_id:str}/publish", guards=[requires(Scope.write)], status_code=303)
    async def publish(
        self, request: Request[Any, Any, Any], survey_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Let the draft go live."""
        await service.publish(request.auth.workspace, survey_id, now=clock())
        return _back(request, survey_id, "published")

    @post(["/{survey_id:str}/pause", "/{survey_id:str}/resume", "/{survey_id:str}/close"],
          guards=[requires(Scope.write)], status_code=303)  # fmt: skip
    async def move(self, request: Request[Any, Any, Any], survey_id: FromPath[str]) -> Redirect:
        """Pause, resume or close it."""
        step = request.url.path.rpartition("/")[2]
        await service.move(request.auth.workspace, survey_id, step)
        return _back(request, survey_id, step)

    @post("/{survey_id:str}/duplicate", guards=[requires(Scope.write)], status_code=303)
    async def duplicate(
        self, request: Request[Any, Any, Any], survey_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Make a copy and open it."""
        copy = await service.duplicate(request.auth.workspace, survey_id, now=clock())
        return Redirect(f"/surveys/{copy.id}/edit", status_code=303)

    @post("/{survey_id:str}/remove", guards=[requires(Scope.write)], status_code=303)
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
        undo = pack(kept, settings)
        if fits_address(undo):
            return Redirect(f"/surveys?undo={undo}", status_code=303)
        context = await _rows(request, {"state": None, "q": None}, settings, around_surveys)
        return page(request, "surveys/list.html", context | {"undo": undo, "removed": removed.name, "done": None})

    @post("/restore", guards=[requires(Scope.write)], status_code=303)
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


def _back(request: Request[Any, Any, Any], survey_id: str, done: str) -> Redirect:
    """To where the button stood, as far as the browser says so: one of the survey's pages, or the list."""
    came_from = request.headers.get("referer", "")
    for tab in ("edit", "targeting", "schedule", "theme", "share", "results"):
        if f"/surveys/{survey_id}/{tab}" in came_from:
            return Redirect(f"/surveys/{survey_id}/{tab}", status_code=303)
    return Redirect(f"/surveys?done={done}", status_code=303)


async def _rows(
    request: Request[Any, Any, Any], filters: dict[str, str | None], settings: Settings, around: SurveySurroundings
) -> dict[str, Any]:
    workspace = request.auth.workspace
    every = list(reversed(await queries.of_workspace(workspace)))
    counted = await around.responses_of(workspace)
    sought = (filters["q"] or "").casefold()
    named = [survey for survey in every if sought in survey.name.casefold()]
    shown = [survey for survey in named if filters["state"] in (None, survey.state.value)]
    return {
        "surveys": [_view(survey, counted.get(survey.id, 0), settings) for survey in shown],
        "filters": filters,
        "states": {state: sum(survey.state == state for survey in named) for state in STATES},
        "any": bool(every),
        "may_write": request.auth.may(Scope.write),
    }


def _view(survey: SurveyOut, responses: int, settings: Settings) -> dict[str, Any]:
    return {
        "id": survey.id,
        "name": survey.name,
        "state": survey.state.value,
        "changed": survey.changed,
        "version": survey.version,
        "questions": len(survey.questions),
        "languages": survey.languages,
        "responses": responses,
        "opens_at": survey.schedule.opens_at,
        "closes_at": survey.schedule.closes_at,
        "limit": survey.schedule.limit,
        "link": f"{settings.public_url.rstrip('/')}/s/{survey.id}",
        "created_at": survey.created_at,
    }


def _told(undo: str | None, settings: Settings) -> str | None:
    """The name of the draft that `undo` would bring back."""
    kept = unpack(undo, Bin, settings) if undo else None
    return str(kept.definition.get("name", "")) if kept else None
