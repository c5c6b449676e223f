"""The web application: routes, what they are supplied with, and what stands around all of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.middleware import ASGIMiddleware
from litestar.openapi.spec import Components, SecurityScheme

from voc.accounts.authentication import Authentication
from voc.audit.recording import Recording
from voc.clock import Clock, utc_now
from voc.database import open_database
from voc.documents import DOCUMENTS
from voc.logs import configure as configure_logs
from voc.routes import routes
from voc.settings import Settings
from voc.supplies import supplies
from voc.web import problems, security
from voc.web.access_log import Began, log_request
from voc.web.bodies import StrictRequest
from voc.web.openapi import ByPydantic, Documented
from voc.web.reference import Reference
from voc.web.templating import template_config
from voc.web.throttling import Throttling


def create_app(settings: Settings | None = None, *, clock: Clock = utc_now) -> Litestar:
    """The application.

    Args:
        settings: read from the environment if absent.
        clock: what time it is; tests pass another.
    """
    settings = settings or Settings()
    configure_logs(settings.logs)
    security.open_vault(settings)

    @asynccontextmanager
    async def database(_: Litestar) -> AsyncIterator[None]:
        async with open_database(settings, DOCUMENTS):
            yield

    app = Litestar(
        route_handlers=routes(settings),
        lifespan=[database],
        dependencies=supplies(settings, clock),
        exception_handlers=problems.exception_handlers(),
        middleware=[
            Began(),
            Authentication(settings),
            Throttling(settings),
            *security.middleware(settings),
            Recording(),
        ],
        before_send=[security.Headers(settings), log_request],
        csrf_config=security.csrf(settings),
        template_config=template_config(),
        openapi_config=_reference(),
        plugins=[ByPydantic()],
        request_class=StrictRequest,
        request_max_body_size=settings.ingest.body_limit_bytes,
    )
    app.state.clock = clock
    app.state.settings = settings
    app.state.documents = DOCUMENTS
    return app


def _middleware(settings: Settings) -> list[ASGIMiddleware]:
    """From the outside in: who calls, whether too often, whether from a page of ours, and what to put on record."""
    own_pages = security.middleware(settings)
    return [Began(), Authentication(settings), Throttling(settings), *own_pages, Recording()]


def _reference() -> Documented:
    return Documented(
        title="VoC",
        version="1",
        description="Voice of customer: what customers say, in and out over JSON.",
        path="/schema",
        render_plugins=[Reference()],
        components=Components(security_schemes={"key": SecurityScheme(type="http", scheme="bearer")}),
        security=[{"key": []}],
    )
