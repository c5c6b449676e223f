"""A site with the doors of accounts, and a few rooms behind them to try the handles."""

import re
from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from litestar import Litestar, Request, Router, get, post
from litestar.datastructures import State

from voc.accounts import service
from voc.accounts.authentication import Authentication
from voc.accounts.domain import Role
from voc.accounts.pages import SignIn
from voc.clock import Clock
from voc.settings import Settings
from voc.values import Resource, Scope
from voc.web import security
from voc.web.bodies import StrictRequest
from voc.web.guards import requires
from voc.web.problems import exception_handlers
from voc.web.templating import static_router, template_config

PASSWORD = "correct horse battery staple"
_addresses = (f"198.51.{n // 250}.{n % 250 + 1}" for n in count())


class Browser:
    """Somebody at the site, with cookies and an address of their own."""

    def __init__(self, app: Litestar, base_url: str) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(next(_addresses), 4321))
        self.http = httpx.AsyncClient(transport=transport, base_url=base_url)

    async def token(self) -> str:
        """The token in the sign-in form; the same for as long as its cookie lives."""
        found = re.search(r'name="_csrf_token" value="(\w+)"', (await self.http.get("/login")).text)
        assert found
        return found[1]

    async def sign_in(self, email: str, password: str = PASSWORD, **fields: str) -> httpx.Response:
        """Fill in the sign-in form and send it."""
        data = {"_csrf_token": fields.pop("token", None) or await self.token(), "email": email, "password": password}
        return await self.http.post("/login", data={**data, **fields})


def build(settings: Settings, watch: Clock) -> Litestar:
    """The doors, and rooms that say who came in."""

    @get("/inside", guards=[requires(Scope.read, Resource.feedback)])
    async def inside(request: Request[Any, Any, Any]) -> str:
        return str(request.user.workspace_name)

    @post("/inside", guards=[requires(Scope.write, Resource.feedback)], status_code=200)
    async def change(request: Request[Any, Any, Any]) -> str:
        return "changed"

    @get("/who", guards=[requires(Scope.read, Resource.feedback)])
    async def who(request: Request[Any, Any, Any]) -> dict[str, Any]:
        return {"workspace": request.auth.workspace, "key": request.auth.key}

    @post("/answers", guards=[requires(Scope.survey, Resource.surveys)], status_code=202)
    async def answers() -> dict[str, Any]:
        return {}

    csrf = security.csrf(settings)
    return Litestar(
        [SignIn, inside, change, Router("/v1", route_handlers=[who, answers]), static_router()],
        state=State({"settings": settings, "clock": watch}),
        request_class=StrictRequest,
        middleware=[Authentication(settings), *security.middleware(settings)],
        csrf_config=csrf,
        before_send=[security.Headers(settings)],
        exception_handlers=exception_handlers(),
        template_config=template_config(),
        openapi_config=None,
    )


@pytest.fixture
def site(database: Any, settings: Settings, watch: Clock) -> Litestar:
    return build(settings, watch)


@pytest.fixture
def browsers(site: Litestar) -> Callable[[], Browser]:
    """Makes people at the site."""
    return lambda: Browser(site, "http://voc.test")


@pytest.fixture
def browser(browsers: Callable[[], Browser]) -> Browser:
    return browsers()


@pytest_asyncio.fixture(loop_scope="session")
async def workspace(database: Any, watch: Clock) -> str:
    return (await service.create_workspace("Acme", now=watch())).id


@pytest_asyncio.fixture(loop_scope="session")
async def member(workspace: str, watch: Clock) -> str:
    """The address of an administrator of the workspace."""
    email = f"{uuid4().hex[:12]}@example.test"
    await service.create_member(workspace, email, PASSWORD, "Kim", Role.admin, now=watch())
    return email


@pytest_asyncio.fixture(loop_scope="session")
async def key(workspace: str, watch: Clock) -> str:
    """An API key of the workspace that may read."""
    return (await service.create_key(workspace, {Scope.read}, "Reader", now=watch()))[1]
