"""Pages of a survey's results: the summary, the list of responses, one response, downloads."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Stream, Template

from voc.accounts import queries as accounts
from voc.asks import policy
from voc.clock import Clock
from voc.responses.revealing import Look
from voc.responses.schemas import ResponseOut
from voc.results import service, views
from voc.results.downloads import ExportFormat, download, place_of
from voc.results.files import Format
from voc.results.filters import Filters
from voc.surveys import queries as surveys
from voc.surveys.definition import Definition
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.i18n import language_of
from voc.web.pages import page
from voc.web.pagination import to_cursor
from voc.web.tables import BYTE_ORDER_MARK, CSV, csv_text

PAGE_SIZE = 40


@dataclass(frozen=True)
class ResultsQuery:
    """What the address asks for, as it was written."""

    segment: str | None
    channel: str | None
    version: str | None
    language: str | None
    device: str | None
    source: str | None
    since: str | None
    until: str | None

    @classmethod
    def from_address(
        cls,
        segment: FromQuery[str | None] = None,
        channel: FromQuery[str | None] = None,
        version: FromQuery[str | None] = None,
        language: FromQuery[str | None] = None,
        device: FromQuery[str | None] = None,
        source: FromQuery[str | None] = None,
        since: FromQuery[str | None] = None,
        until: FromQuery[str | None] = None,
    ) -> "ResultsQuery":
        """Litestar's dependency: one argument per query parameter."""
        return cls(segment, channel, version, language, device, source, since, until)

    def shown(self) -> dict[str, str | None]:
        """For links that change one of them."""
        return asdict(self)

    def filters(self) -> Filters:
        """The same as a query; an empty value, or a date that is none, narrows nothing."""
        plain = {name: value or None for name, value in self.shown().items() if name not in ("since", "until")}
        return Filters(**plain, since=_day(self.since), until=_day(self.until))


ASKED = {"asked": Provide(ResultsQuery.from_address, sync_to_thread=False)}


class ResultPages(Controller):
    """For people who want to know what came of a survey."""

    path = "/surveys/{survey_id:str}"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.surveys)]

    @get("/results", dependencies=ASKED)
    async def summary(
        self, request: Request[Any, Any, Any], survey_id: FromPath[str], asked: NamedDependency[ResultsQuery]
    ) -> Template:
        """Figures, charts and a card per question, from counters."""
        survey = await surveys.one(request.auth.workspace, survey_id)
        filters = asked.filters()
        found = await service.results(survey.workspace, survey.id, filters)
        segments = (await policy.read(survey.workspace)).segments
        named = {id_: segment.name for id_, segment in segments.items()}
        context = views.results(found, language_of(request), named) | {
            "survey": survey,
            "filters": asked.shown(),
            "narrowed": filters.narrows(),
            "path": f"/surveys/{survey.id}/results",
            "may_administer": request.auth.may(Scope.admin, Resource.privacy),
        }
        return page(request, "results/summary.html", context)

    @get("/results/over-time", dependencies=ASKED)
    async def over_time(
        self, request: Request[Any, Any, Any], survey_id: FromPath[str], asked: NamedDependency[ResultsQuery]
    ) -> Response[bytes]:
        """The numbers of the chart as CSV."""
        survey = await surveys.one(request.auth.workspace, survey_id)
        found = await service.results(survey.workspace, survey.id, asked.filters())
        rows = [["period", "started", "completed"], *([d.period, d.started, d.completed] for d in found.over_time)]
        headers = {"content-disposition": f'attachment; filename="over-time-{survey.id}.csv"'}
        body = (BYTE_ORDER_MARK + csv_text(rows)).encode()
        return Response(body, media_type=CSV, headers=headers)

    @get("/results/export", dependencies=ASKED, audit="responses.exported")
    async def export(
        self,
        request: Request[Any, Any, Any],
        survey_id: FromPath[str],
        asked: NamedDependency[ResultsQuery],
        file_format: ExportFormat = Format.csv,
    ) -> Stream:
        """The responses that the filters mean as a file, without personal data."""
        return await download(request, survey_id, file_format, asked.filters())

    @post(
        "/results/export",
        dependencies=ASKED,
        guards=[requires(Scope.admin, Resource.privacy)],
        status_code=200,
        audit="responses.exported-as-given",
    )
    async def export_as_given(
        self,
        request: Request[Any, Any, Any],
        survey_id: FromPath[str],
        asked: NamedDependency[ResultsQuery],
        clock: NamedDependency[Clock],
        file_format: ExportFormat = Format.csv,
    ) -> Stream:
        """The same word for word; it is on record who asked."""
        look = Look(by=request.auth.who, at=clock())
        return await download(request, survey_id, file_format, asked.filters(), look=look)

    @get("/responses", dependencies=ASKED)
    async def responses(
        self,
        request: Request[Any, Any, Any],
        survey_id: FromPath[str],
        asked: NamedDependency[ResultsQuery],
        cursor: FromQuery[str | None] = None,
    ) -> Template:
        """Responses one by one, the newest first."""
        survey = await surveys.one(request.auth.workspace, survey_id)
        period = {"since": asked.since, "until": asked.until}
        found = await service.page(
            survey.workspace, survey.id, asked.filters(), after=place_of(cursor), limit=PAGE_SIZE
        )
        definitions = await _definitions(survey.workspace, survey.id)
        language = language_of(request)
        context = {
            "survey": survey,
            "rows": [views.row(each, definitions.get(each.version), language) for each in found.items],
            "filters": period,
            "narrowed": any(period.values()) or cursor is not None,
            "path": f"/surveys/{survey.id}/responses",
            "next": to_cursor(*found.next) if found.next else None,
        }
        return page(request, "results/responses.html", context, fragment="results/_responses.html")

    @get("/responses/{response_id:str}")
    async def response(
        self, request: Request[Any, Any, Any], survey_id: FromPath[str], response_id: FromPath[str]
    ) -> Template:
        """One response with every answer."""
        found = await service.one(request.auth.workspace, survey_id, response_id)
        context = await _shown(request, found)
        return page(request, "results/response.html", context, fragment="results/_response.html")

    @post(
        "/responses/{response_id:str}/reveal",
        guards=[requires(Scope.write, Resource.surveys)],
        status_code=200,
        audit="response.revealed",
    )
    async def reveal(
        self,
        request: Request[Any, Any, Any],
        survey_id: FromPath[str],
        response_id: FromPath[str],
        clock: NamedDependency[Clock],
    ) -> Template:
        """The answers word for word, once; it is on record who looked."""
        look = Look(by=request.auth.who, at=clock())
        found = await service.reveal(request.auth.workspace, survey_id, response_id, look)
        context = await _shown(request, found) | {"as_given": True}
        answer = page(request, "results/response.html", context, fragment="results/_given.html")
        answer.headers["cache-control"] = "no-store"
        return answer

    @get("/responses/{response_id:str}/files/{file_id:str}")
    async def file(
        self,
        request: Request[Any, Any, Any],
        survey_id: FromPath[str],
        response_id: FromPath[str],
        file_id: FromPath[str],
    ) -> Response[bytes]:
        """A file that came with a response; always to be saved, since a stranger made it."""
        kept, content = await service.file(request.auth.workspace, survey_id, response_id, file_id)
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(kept.name, safe='')}"}
        return Response(content, media_type=kept.kind, headers=headers)


async def _shown(request: Request[Any, Any, Any], found: ResponseOut) -> dict[str, Any]:
    """What the page of one response shows."""
    survey = await surveys.one(request.auth.workspace, found.survey)
    definitions = await _definitions(survey.workspace, survey.id)
    looked = found.revealed
    named = await accounts.names(survey.workspace, {looked.by}) if looked else {}
    return {
        "survey": survey,
        "row": views.one(found, definitions.get(found.version), language_of(request)),
        "looked": (named.get(looked.by), looked.at) if looked else None,
        "may_write": request.auth.may(Scope.write, Resource.surveys),
        "as_given": False,
    }


async def _definitions(workspace: str, survey: str) -> dict[int, Definition]:
    return {each.number: each.definition for each in await surveys.versions(workspace, survey)}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
