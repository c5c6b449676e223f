"""Surveys over HTTP."""

from typing import Any

from litestar import Controller, Request, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from voc.clock import Clock
from voc.surveys import queries, service
from voc.surveys.effort import estimated_seconds
from voc.surveys.proofreading import Problem, proofread
from voc.surveys.schemas import SurveyIn, SurveyOut, SurveyPage, SurveyPatch, VersionPage
from voc.values import Resource, Scope, Value
from voc.web.guards import requires

Caller = Request[Any, Any, Any]
WRITES = [requires(Scope.write, Resource.surveys)]


class Proof(Value):
    """What an author should know before publishing."""

    items: list[Problem]
    estimated_seconds: float
    """How long answering takes on the longest way through."""


class SurveyController(Controller):
    """Questionnaires."""

    path = "/v1/surveys"
    tags = ["surveys"]
    guards = [requires(Scope.read, Resource.surveys)]

    @get(summary="List surveys")
    async def list_surveys(self, request: Caller) -> SurveyPage:
        """The oldest first."""
        return SurveyPage(items=await queries.of_workspace(request.auth.workspace))

    @get("/{survey_id:str}", summary="Read one")
    async def read(self, request: Caller, survey_id: FromPath[str]) -> SurveyOut:
        """The draft at top level, and where the survey stands."""
        return await queries.one(request.auth.workspace, survey_id)

    @get("/{survey_id:str}/versions", summary="Published versions")
    async def versions(self, request: Caller, survey_id: FromPath[str]) -> VersionPage:
        """Every version that respondents met, the latest first."""
        return VersionPage(items=await queries.versions(request.auth.workspace, survey_id))

    @get("/{survey_id:str}/problems", summary="Proofread the draft")
    async def problems(self, request: Caller, survey_id: FromPath[str]) -> Proof:
        """Unreachable questions, loops, dangling references, missing translations, and the seconds it takes."""
        draft = (await queries.one(request.auth.workspace, survey_id)).definition()
        return Proof(items=proofread(draft), estimated_seconds=estimated_seconds(draft))

    @post(guards=WRITES, summary="Create a draft")
    async def create(self, request: Caller, data: JSONBody[SurveyIn], clock: NamedDependency[Clock]) -> SurveyOut:
        """Without questions it asks for an NPS score and the reason for it."""
        return await service.create(request.auth.workspace, data, now=clock())

    @patch("/{survey_id:str}", guards=WRITES, summary="Change the draft")
    async def change(
        self,
        request: Caller,
        survey_id: FromPath[str],
        data: JSONBody[SurveyPatch],
        clock: NamedDependency[Clock],
    ) -> SurveyOut:
        """Send the fields to replace; respondents meet them when the survey is published."""
        return await service.change(
            request.auth.workspace, survey_id, data.changes(), now=clock(), revision=data.revision
        )

    @post("/{survey_id:str}/publish", guards=WRITES, status_code=200, summary="Publish")
    async def publish(self, request: Caller, survey_id: FromPath[str], clock: NamedDependency[Clock]) -> SurveyOut:
        """Freeze the draft as a version; it takes answers in the widget, at `/s/{survey}` and `POST /v1/responses`."""
        return await service.publish(request.auth.workspace, survey_id, now=clock())

    @post("/{survey_id:str}/pause", guards=WRITES, status_code=200, summary="Pause")
    async def pause(self, request: Caller, survey_id: FromPath[str]) -> SurveyOut:
        """Ask nobody; who has begun may finish."""
        return await service.pause(request.auth.workspace, survey_id)

    @post("/{survey_id:str}/resume", guards=WRITES, status_code=200, summary="Resume")
    async def resume(self, request: Caller, survey_id: FromPath[str]) -> SurveyOut:
        """Ask again."""
        return await service.resume(request.auth.workspace, survey_id)

    @post("/{survey_id:str}/close", guards=WRITES, status_code=200, summary="Close")
    async def close(self, request: Caller, survey_id: FromPath[str]) -> SurveyOut:
        """Take no new answers."""
        return await service.close(request.auth.workspace, survey_id)

    @post("/{survey_id:str}/duplicate", guards=WRITES, summary="Duplicate")
    async def duplicate(self, request: Caller, survey_id: FromPath[str], clock: NamedDependency[Clock]) -> SurveyOut:
        """A draft with the same content."""
        return await service.duplicate(request.auth.workspace, survey_id, now=clock())
