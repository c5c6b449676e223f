"""A site without a database: rooms that read what they are sent, behind the doors of `voc.web`."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from litestar import Litestar, Request, Router, get, post
from litestar.params import FromPath, FromQuery, JSONBody, MultipartBody, URLEncodedBody
from pydantic import TypeAdapter
from pymongo.errors import AutoReconnect, ServerSelectionTimeoutError

from voc.errors import NotFound
from voc.settings import Settings
from voc.values import Principal, Resource, Scope, Value
from voc.web import security
from voc.web.bodies import StrictRequest, read_json, validate
from voc.web.guards import requires
from voc.web.pagination import PAGE_ITEMS, PageLimit, from_cursor, to_cursor
from voc.web.problems import exception_handlers
from voc.web.templating import static_router, template_config


class Verbatim(Value):
    text: str
    rating: int | None = None


@post("/echo", status_code=200)
async def echo(request: Request[Any, Any, Any]) -> Any:
    """What `read_json` made of the body."""
    return {"read": await read_json(request)}


@post("/verbatims", status_code=200)
async def verbatims(request: Request[Any, Any, Any]) -> dict[str, Any]:
    return {"count": len(validate(TypeAdapter(list[Verbatim]), await read_json(request)))}


@post("/verbatim", status_code=200)
async def verbatim(data: JSONBody[Verbatim]) -> dict[str, Any]:
    return {"text": data.text}


@get("/items")
async def items(cursor: FromQuery[str | None] = None, limit: PageLimit = PAGE_ITEMS) -> dict[str, Any]:
    start = int(from_cursor(cursor, int)[0]) if cursor else 0
    return {"items": [str(n) for n in range(start, start + limit)], "next": to_cursor(start + limit)}


@get("/items/{id:str}")
async def item(id: FromPath[str]) -> None:
    raise NotFound(f"No item {id}.")


@get("/broken/{how:str}", guards=[])
async def broken(how: FromPath[str]) -> None:
    raise {"database": ServerSelectionTimeoutError, "link": AutoReconnect}.get(how, RuntimeError)("secret detail")


@get("/page")
async def some_page() -> str:
    return "page"


@get("/broken-page/{how:str}")
async def broken_page(how: FromPath[str]) -> None:
    raise {"database": ServerSelectionTimeoutError}.get(how, RuntimeError)("secret detail")


@get("/framed", opt={"csp": security.policy(frame_ancestors="*")})
async def framed() -> str:
    return "framed"


@get("/kept")
async def kept() -> Any:
    from litestar import Response

    return Response("kept", headers={"cache-control": "private, max-age=60"})


@post("/form", status_code=200, opt={"public": True})
async def form(data: URLEncodedBody[dict[str, Any]]) -> str:
    return "changed"


@post("/members-form", status_code=200, request_max_body_size=64_000_000)
async def members_form(data: URLEncodedBody[dict[str, Any]]) -> str:
    return "changed"


@post("/upload", status_code=200)
async def upload(data: MultipartBody[dict[str, Any]]) -> str:
    return "uploaded"


@get("/members-only", guards=[requires(Scope.read, Resource.feedback)])
async def members_only() -> str:
    return "inside"


def signed_in(app: Any) -> Any:
    """Somebody who says so in a header is signed in: a session needs a database, and these doors do not."""

    async def middleware(scope: Any, receive: Any, send: Any) -> None:
        known = (b"x-signed-in", b"yes") in scope["headers"]
        scope["auth"] = Principal(workspace="ws_1", scopes=frozenset({Scope.read})) if known else None
        scope["user"] = None
        await app(scope, receive, send)

    return middleware


def site(settings: Settings) -> Litestar:
    machine = Router("/v1", route_handlers=[echo, verbatims, verbatim, items, item, broken])
    pages = [some_page, broken_page, framed, kept, form, members_form, upload, members_only]
    return Litestar(
        [machine, *pages, static_router()],
        request_class=StrictRequest,
        request_max_body_size=1_000_000,
        middleware=[signed_in, *security.middleware(settings)],
        csrf_config=security.csrf(settings),
        before_send=[security.Headers(settings)],
        exception_handlers=exception_handlers(),
        template_config=template_config(),
        openapi_config=None,
    )


def people(settings: Settings) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(site(settings), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=settings.public_url)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def http(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody at http://voc.test."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), public_url="http://voc.test")
    async with people(settings) as client:
        yield client


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def https(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody at https://voc.test."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), public_url="https://voc.test")
    async with people(settings) as client:
        yield client
