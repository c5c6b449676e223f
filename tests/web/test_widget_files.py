"""The widget's files as pages of other sites fetch them."""

import base64
import hashlib
import json

import httpx
import pytest
import pytest_asyncio
from litestar import Litestar

from voc.web.widget_files import FOLDER, version


@pytest_asyncio.fixture(loop_scope="session")
async def browser(app: Litestar) -> httpx.AsyncClient:
    """Somebody's browser on another site."""
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://voc.test", headers={"origin": "https://shop.test"})


@pytest.mark.parametrize("path", ["/w.js", "/w/ask.js"])
async def test_any_site_may_run_them(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers.get_list("access-control-allow-origin") == ["*"]
    assert answer.headers.get_list("cross-origin-resource-policy") == ["cross-origin"]
    assert answer.headers["content-encoding"] == "gzip"


async def test_the_loader_is_asked_for_again_after_minutes(browser: httpx.AsyncClient) -> None:
    first = await browser.get("/w.js")
    assert "max-age=300" in first.headers["cache-control"]
    again = await browser.get("/w.js", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_part_is_kept_for_ever_under_its_own_version_only(browser: httpx.AsyncClient) -> None:
    ours = await browser.get(f"/w/ask.js?v={version()}")
    assert "immutable" in ours.headers["cache-control"]
    other = await browser.get("/w/ask.js?v=older")
    assert other.headers["cache-control"] == "no-cache"
    assert other.content == ours.content


@pytest.mark.parametrize("path", ["/w/none.js", "/w/..%2Fintegrity.json", "/w/integrity.json"])
async def test_nothing_else_is_there(browser: httpx.AsyncClient, path: str) -> None:
    assert (await browser.get(path)).status_code == 404


async def test_the_published_hashes_are_those_of_the_files(browser: httpx.AsyncClient) -> None:
    published = json.loads((FOLDER / "integrity.json").read_text())["files"]
    assert "w.js" in published
    for name, told in published.items():
        content = (await browser.get(f"/{name}")).content
        assert told == "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


async def test_the_loader_names_the_version_of_its_parts(browser: httpx.AsyncClient) -> None:
    assert f"?v={version()}" in (await browser.get("/w.js")).text
