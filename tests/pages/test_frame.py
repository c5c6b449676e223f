"""The frame, the reader's choices and the static files, through the front door."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from litestar import Litestar, Request, get
from litestar.response import Template

from voc.values import Principal, Scope
from voc.web.pages import error_page, page
from voc.web.paths import local_path
from voc.web.preferences import choose
from voc.web.templating import static, static_router, template_config


@get("/feedback/parked")
async def parked(request: Request) -> Template:
    request.scope["auth"] = Principal(workspace="ws_1", scopes=frozenset({Scope.read}), member="mem_1")
    return page(request, "feedback/parked.html", {"rows": [], "before": [], "retried": 0}, fragment="_error.html")


@get("/broken")
async def broken(request: Request) -> Template:
    return error_page(request, status=404, title="Not found", detail="<b>gone</b>", request_id="r-1")


@pytest_asyncio.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = Litestar([parked, broken, choose, static_router()], template_config=template_config(), openapi_config=None)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://voc.test") as client:
        yield client


async def test_a_page_marks_where_the_reader_is(client: httpx.AsyncClient):
    text = (await client.get("/feedback/parked")).text
    current = re.findall(r'href="([^"]+)" aria-current="page"', text)
    assert set(current) == {"/feedback/parked"}


async def test_the_language_follows_address_cookie_and_browser_in_that_order(client: httpx.AsyncClient):
    korean = {"accept-language": "ko"}
    assert '<html lang="ko"' in (await client.get("/feedback/parked", headers=korean)).text
    client.cookies.set("voc_language", "en")
    assert '<html lang="en"' in (await client.get("/feedback/parked", headers=korean)).text
    assert '<html lang="ko"' in (await client.get("/feedback/parked?lang=ko")).text
    assert '<html lang="en"' in (await client.get("/feedback/parked?lang=xx")).text


async def test_choices_are_kept_and_lead_back(client: httpx.AsyncClient):
    answer = await client.post("/preferences", data={"colour_theme": "dark", "next": "/feedback/parked"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/feedback/parked")
    assert 'data-theme="dark"' in (await client.get("/feedback/parked")).text
    await client.post("/preferences", data={"colour_theme": ""})
    assert "data-theme" not in (await client.get("/feedback/parked")).text


ELSEWHERE = ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:x", "/a\r\nb", ""]


@pytest.mark.parametrize("path", ELSEWHERE)
def test_choices_never_lead_to_another_site(path: str):
    assert local_path(path) == "/"


async def test_htmx_gets_the_fragment_and_a_restored_page_the_whole(client: httpx.AsyncClient):
    asked = {"hx-request": "true"}
    restored = asked | {"hx-history-restore-request": "true"}
    assert "<html" in (await client.get("/feedback/parked", headers=restored)).text
    assert "<html" not in (await client.get("/broken", headers=asked)).text


async def test_an_error_page_escapes_what_it_quotes(client: httpx.AsyncClient):
    answer = await client.get("/broken")
    assert answer.status_code == 404
    assert "&lt;b&gt;gone" in answer.text
    assert "r-1" in answer.text


async def test_static_files_are_kept_for_ever_under_their_version(client: httpx.AsyncClient):
    fresh = await client.get(static("css/tokens.css"))
    assert "immutable" in fresh.headers["cache-control"]
    assert fresh.headers["content-type"].startswith("text/css")
    assert (await client.get("/static/older/css/tokens.css")).headers["cache-control"] == "no-cache"
    assert (await client.get(static("fonts/voc-sans-latin.woff2"))).headers["content-type"] == "font/woff2"
    assert (await client.get(static("css/../../pages.py"))).status_code == 404


async def test_everything_a_page_links_to_is_there(client: httpx.AsyncClient):
    text = (await client.get("/feedback/parked")).text
    for link in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', text)):
        assert (await client.get(link)).status_code == 200, link
