"""The web application: the one place that knows every capability."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from litestar import Litestar, get
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.response import Redirect

from voc import vault
from voc.accounts.authentication import Authentication
from voc.accounts.pages import SignIn
from voc.asks import policy
from voc.backlog import queries as backlog
from voc.backlog.api import BacklogController
from voc.backlog.pages import BacklogPages
from voc.channels.api import ChannelController, DeliveryController, HookController
from voc.channels.domain import Outbound
from voc.channels.outbox_pages import OutboxPages
from voc.channels.setup_pages import ChannelPages
from voc.clock import Clock, utc_now
from voc.database import open_database
from voc.documents import DOCUMENTS
from voc.feedback.api import FeedbackController
from voc.feedback.pages import FeedbackPages
from voc.feedback.surroundings import Parked, Surroundings, ThemeLink
from voc.history.acting import CustomerActions
from voc.history.api import CustomerController
from voc.history.importing import ImportCustomersPages
from voc.history.pages import CustomerPages
from voc.imports import pages as imports
from voc.insights import queries as insights
from voc.insights.api import stats
from voc.insights.erasing import above
from voc.invitations.pages.personal import PersonalPages
from voc.invitations.pages.short import ShortLinks
from voc.invitations.pages.unsubscribe import UnsubscribePages
from voc.responses import queries as response_queries
from voc.responses import service as responses
from voc.responses.api import ResponseController
from voc.responses.pages import LinkPages
from voc.results import queries as results
from voc.results.api import ResultsController
from voc.results.pages import ResultPages
from voc.settings import Settings
from voc.surveys.api import SurveyController
from voc.surveys.pages.editor import SurveyEditor
from voc.surveys.pages.new import NewSurveyPages
from voc.surveys.pages.schedule import SchedulePages
from voc.surveys.pages.share import SharePages
from voc.surveys.pages.surroundings import SurveySurroundings
from voc.surveys.pages.survey_list import SurveyPages
from voc.surveys.pages.targeting import TargetingPages
from voc.surveys.pages.theme import ThemePages as LookPages
from voc.themes import queries as themes
from voc.themes.api import ThemeController
from voc.themes.pages import ThemePages
from voc.web import health, problems, security
from voc.web.bodies import StrictRequest
from voc.web.preferences import choose
from voc.web.reference import Reference
from voc.web.templating import static_router, template_config
from voc.web.widget_files import widget_files
from voc.widget.api import ExplainController, WidgetController
from voc.widget.checking import CheckPages
from voc.widget.pages import WidgetSettingsPages
from voc.widget.pictures import PictureController

API = [
    FeedbackController,
    ResponseController,
    SurveyController,
    WidgetController,
    PictureController,
    ExplainController,
    HookController,
    ChannelController,
    DeliveryController,
    CustomerController,
    ResultsController,
    ThemeController,
    BacklogController,
    stats,
]
PAGES = [SignIn, BacklogPages, ThemePages, FeedbackPages, LinkPages, choose]
CUSTOMER_PAGES = [
    ChannelPages,
    OutboxPages,
    CustomerPages,
    CustomerActions,
    ImportCustomersPages,
    PersonalPages,
    UnsubscribePages,
    ShortLinks,
]
SURVEY_PAGES = [
    SurveyPages,
    NewSurveyPages,
    SurveyEditor,
    TargetingPages,
    CheckPages,
    SchedulePages,
    LookPages,
    SharePages,
    ResultPages,
    WidgetSettingsPages,
]
PROBES = [health.live, health.ready, health.metrics]


@get("/", include_in_schema=False, opt={"public": True})
async def start() -> Redirect:
    """People start at the backlog; it sends those who are not signed in to the sign-in page."""
    return Redirect("/backlog", status_code=303)


def create_app(settings: Settings | None = None, *, clock: Clock = utc_now) -> Litestar:
    """The application.

    Args:
        settings: read from the environment if absent.
        clock: what time it is; tests pass another.
    """
    settings = settings or Settings()
    vault.configure(security.secret(settings))

    @asynccontextmanager
    async def database(_: Litestar) -> AsyncIterator[None]:
        async with open_database(settings, DOCUMENTS):
            yield

    app = Litestar(
        route_handlers=[
            *API,
            *PAGES,
            *SURVEY_PAGES,
            *CUSTOMER_PAGES,
            imports.router(settings),
            start,
            *PROBES,
            static_router(),
            widget_files(),
        ],
        lifespan=[database],
        dependencies=_dependencies(settings, clock),
        exception_handlers=problems.exception_handlers(),
        middleware=[Authentication(settings), *security.middleware(settings)],
        before_send=[security.Headers(settings)],
        csrf_config=security.csrf(settings),
        template_config=template_config(),
        openapi_config=_reference(),
        request_class=StrictRequest,
        request_max_body_size=settings.ingest.body_limit_bytes,
    )
    app.state.clock = clock
    app.state.settings = settings
    app.state.documents = DOCUMENTS
    return app


def _reference() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="VoC",
        version="1",
        description="Voice of customer: what customers say, in and out over JSON.",
        path="/schema",
        render_plugins=[Reference()],
        components=Components(security_schemes={"key": SecurityScheme(type="http", scheme="bearer")}),
        security=[{"key": []}],
    )


def _dependencies(settings: Settings, clock: Clock) -> dict[str, Provide]:
    """What handlers ask for by name; capabilities are shown here what they may not import."""
    around = Surroundings(
        themes=_theme_links, counts=_counts, total=_total, parked=_parked_responses, retry=_retry_responses
    )
    supplied = {
        "clock": clock,
        "settings": settings,
        "around": around,
        "around_surveys": SurveySurroundings(responses_of=results.totals),
        "segments": _segment_names,
        "places": _places_in_backlog,
        "answering": _answer_at_once,
        "above": above(),
    }
    return {name: Provide(_always(value), sync_to_thread=False) for name, value in supplied.items()}


def _always(value: Any) -> Callable[[], Any]:
    def give() -> Any:
        return value

    return give


async def _theme_links(workspace: str) -> dict[str, ThemeLink]:
    return {
        theme.id: ThemeLink(id=theme.id, name=theme.name, language=theme.language)
        for theme in await themes.active(workspace)
    }


async def _counts(workspace: str) -> Mapping[str, Mapping[str, int]]:
    counted = await insights.summary(workspace)
    return {"theme": counted.themes, "channel": counted.channels, "language": counted.languages}


async def _segment_names(workspace: str) -> dict[str, str]:
    rules = await policy.read(workspace)
    return {id_: segment.name for id_, segment in rules.segments.items()}


async def _total(workspace: str) -> int:
    return (await insights.summary(workspace)).total


async def _parked_responses(workspace: str) -> list[Parked]:
    return [
        Parked(id=row.id, text=row.text, attempts=row.attempts, last_error=row.last_error, parked_at=row.received_at)
        for row in await response_queries.parked(workspace)
    ]


async def _retry_responses(workspace: str, now: datetime) -> int:
    return await responses.retry_parked(workspace, now=now)


async def _answer_at_once(workspace: str, messages: Sequence[str], now: datetime) -> Sequence[Outbound]:
    return ()


async def _places_in_backlog(workspace: str) -> dict[str, dict[str, Any]]:
    return {item.theme: item.model_dump() for item in await backlog.standings(workspace)}
