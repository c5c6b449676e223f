"""Results of surveys over HTTP."""

from datetime import date
from typing import Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from voc.clock import Clock
from voc.responses.revealing import Look
from voc.responses.schemas import ResponseOut
from voc.results import service
from voc.results.downloads import ExportFormat, download, place_of
from voc.results.files import MEDIA_TYPES, Format
from voc.results.filters import Filters
from voc.results.schemas import Given, ResponsePage, Results
from voc.surveys import queries as surveys
from voc.values import Resource, Scope
from voc.web.guards import NotAllowed, requires
from voc.web.openapi import files
from voc.web.pagination import PAGE_ITEMS, PageLimit, to_cursor


def filters_of(
    segment: FromQuery[str | None] = None,
    channel: FromQuery[str | None] = None,
    version: FromQuery[str | None] = None,
    language: FromQuery[str | None] = None,
    device: FromQuery[str | None] = None,
    source: FromQuery[str | None] = None,
    since: FromQuery[date | None] = None,
    until: FromQuery[date | None] = None,
) -> Filters:
    """Litestar's dependency: one argument per query parameter; an empty one narrows nothing."""
    plain = {"segment": segment, "channel": channel, "version": version, "language": language, "device": device}
    chosen = {name: value or None for name, value in (plain | {"source": source}).items()}
    return Filters(**chosen, since=since, until=until)


class ResultsController(Controller):
    """What responses say, counted and one by one."""

    path = "/v1/surveys"
    tags = ["surveys"]
    guards = [requires(Scope.read, Resource.surveys)]

    @get(
        "/{survey_id:str}/results",
        dependencies={"filters": Provide(filters_of, sync_to_thread=False)},
        summary="Read what responses say",
    )
    async def results(
        self, request: Request[Any, Any, Any], survey_id: FromPath[str], filters: NamedDependency[Filters]
    ) -> Results:
        """Figures with their 95 % intervals, from counters a few seconds old. `since` and `until` are days in UTC."""
        survey = await surveys.one(request.auth.workspace, survey_id)
        return await service.results(survey.workspace, survey.id, filters)

    @get(
        "/{survey_id:str}/results/export",
        dependencies={"filters": Provide(filters_of, sync_to_thread=False)},
        summary="Download responses",
        media_type="application/octet-stream",
        operation_class=files(*MEDIA_TYPES.values()),
        audit="responses.exported",
    )
    async def export(
        self,
        request: Request[Any, Any, Any],
        survey_id: FromPath[str],
        filters: NamedDependency[Filters],
        clock: NamedDependency[Clock],
        file_format: ExportFormat = Format.csv,
        verbatim: FromQuery[bool] = False,
    ) -> Stream:
        """The responses that the filters mean as CSV, XLSX or JSON, the newest first, without personal data.

        `verbatim=true` gives what was answered word for word. It needs the scope `admin`, and is on record: the
        responses and their customers' histories say who asked.
        """
        if verbatim and not request.auth.may(Scope.admin, Resource.privacy):
            raise NotAllowed("Personal data need the scope `admin`.", scope=str(Scope.admin))
        look = Look(by=request.auth.who, at=clock()) if verbatim else None
        return await download(request, survey_id, file_format, filters, look=look)

    @get("/{survey_id:str}/responses", summary="List responses, newest first")
    async def responses(
        self,
        request: Request[Any, Any, Any],
        survey_id: FromPath[str],
        since: FromQuery[date | None] = None,
        until: FromQuery[date | None] = None,
        cursor: FromQuery[str | None] = None,
        limit: PageLimit = PAGE_ITEMS,
    ) -> ResponsePage:
        """Finished and unfinished ones; `since` and `until` are days in UTC, both included."""
        survey = await surveys.one(request.auth.workspace, survey_id)
        filters, after = Filters(since=since, until=until), place_of(cursor)
        found = await service.page(survey.workspace, survey.id, filters, after=after, limit=limit)
        return ResponsePage(items=found.items, next=to_cursor(*found.next) if found.next else None)

    @get("/{survey_id:str}/responses/{response_id:str}", summary="Read one response")
    async def response(
        self, request: Request[Any, Any, Any], survey_id: FromPath[str], response_id: FromPath[str]
    ) -> ResponseOut:
        """One respondent's answers, without personal data."""
        return await service.one(request.auth.workspace, survey_id, response_id)

    @get(
        "/{survey_id:str}/responses/{response_id:str}/verbatim",
        guards=[requires(Scope.admin, Resource.privacy)],
        summary="Read one response word for word",
        audit="response.revealed",
    )
    async def verbatim(
        self,
        request: Request[Any, Any, Any],
        survey_id: FromPath[str],
        response_id: FromPath[str],
        clock: NamedDependency[Clock],
    ) -> Given:
        """With the personal data that it holds; the response and its customer's history say who asked."""
        look = Look(by=request.auth.who, at=clock())
        found = await service.reveal(request.auth.workspace, survey_id, response_id, look)
        return Given(answers=found.answers)
