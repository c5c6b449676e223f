"""Surveys over HTTP."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from voc.clock import Clock
from voc.surveys import queries, service
from voc.surveys.schemas import SurveyIn, SurveyOut, SurveyPage
from voc.values import Scope
from voc.web.guards import requires


class SurveyController(Controller):
    """Questionnaires."""

    path = "/v1/surveys"
    tags = ["surveys"]

    @get(guards=[requires(Scope.read)], summary="List surveys")
    async def list_surveys(self, request: Request[Any, Any, Any]) -> SurveyPage:
        """The oldest first."""
        return SurveyPage(items=await queries.of_workspace(request.auth.workspace))

    @get("/{survey_id:str}", guards=[requires(Scope.read)], summary="Read one")
    async def read(self, request: Request[Any, Any, Any], survey_id: FromPath[str]) -> SurveyOut:
        """One survey with its questions."""
        return await queries.one(request.auth.workspace, survey_id)

    @post(guards=[requires(Scope.write)], summary="Create a draft")
    async def create(
        self, request: Request[Any, Any, Any], data: JSONBody[SurveyIn], clock: NamedDependency[Clock]
    ) -> SurveyOut:
        """Without questions it asks for an NPS score and the reason for it."""
        return await service.create(request.auth.workspace, data, now=clock())

    @post("/{survey_id:str}/publish", guards=[requires(Scope.write)], status_code=200, summary="Publish")
    async def publish(
        self, request: Request[Any, Any, Any], survey_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> SurveyOut:
        """From now on it takes answers, at `/s/{survey}` and `POST /v1/responses`."""
        return await service.publish(request.auth.workspace, survey_id, now=clock())
