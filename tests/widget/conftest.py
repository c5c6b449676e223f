"""The application on a port, a company's site on another, and Chromium between them."""

import asyncio
import shutil
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server
from litestar import Litestar
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect
from pymongo.asynchronous.database import AsyncDatabase

from tests.conftest import CallerFactory
from tests.ending import at_once
from tests.surveying import publish
from tests.widget.host import STRICT, Site, site, snippet
from voc.app import create_app
from voc.responses.documents import Response
from voc.settings import Settings

# a busy machine is slow, not wrong; what passes does not wait
expect.set_options(timeout=20_000)

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PATIENCE_SECONDS = 20.0
NPS_ONLY = [{"id": "nps", "type": "nps", "text": {"en": "How likely?", "ko": "추천하시겠어요?"}}]
NPS_AND_WHY = [*NPS_ONLY, {"id": "why", "type": "text", "text": {"en": "Why?", "ko": "왜 그런가요?"}}]
ON_PAGE = {"triggers": [{"on": "page"}], "frequency": {"every_days": 0}}
GENEROUS = {"per_session": 100, "per_page": 100}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def address(settings: Settings, database: AsyncDatabase[Any]) -> AsyncIterator[str]:
    """Where the application answers, over HTTP."""
    app: Litestar = create_app(settings)
    app._lifespan_managers = []
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(app, "127.0.0.1", port, interface=Interfaces.ASGI, http=HTTPModes.http1, websockets=False)
    task = asyncio.ensure_future(server.serve())
    async with httpx.AsyncClient() as client:
        for _ in range(100):
            try:
                await client.get(f"http://127.0.0.1:{port}/health/live")
                break
            except httpx.HTTPError:
                await asyncio.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.stop()
    await at_once(task)


def program() -> str:
    """Where Chromium is."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("These tests need Chromium: apt-get install chromium")
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Headless Chromium."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=program(), args=FLAGS)
        yield opened
        await at_once(opened.close())


@pytest.fixture(scope="session")
def shop() -> Iterator[Site]:
    """A company's site."""
    with site() as running:
        yield running


class Stage:
    """A workspace with surveys, and visitors' browsers."""

    def __init__(self, caller: Any, address: str, shop: Site, browser: Browser) -> None:
        self.caller, self.address, self.shop, self.browser = caller, address, shop, browser
        self.contexts: list[BrowserContext] = []
        self.survey: dict[str, Any] = {}

    async def survey_of(self, **fields: Any) -> dict[str, Any]:
        """A published survey; NPS on every page view unless said."""
        self.survey = await publish(self.caller, **({"questions": NPS_ONLY, "targeting": ON_PAGE} | fields))
        return self.survey

    def page(self, body: str = "", *, calls: str = "", strict: bool = True, path: str = "/", **setup: str) -> str:
        """A page of the shop with the snippet; its URL."""
        markup = snippet(self.address, self.caller.workspace, calls, **setup) + body
        return self.shop.put(path, markup, STRICT.format(api=self.address) if strict else None)

    async def context(self, **options: Any) -> BrowserContext:
        """A fresh visitor."""
        made = await self.browser.new_context(locale="en-GB", **options)
        made.set_default_timeout(PATIENCE_SECONDS * 1000)
        self.contexts.append(made)
        return made

    async def visit(self, url: str, context: BrowserContext | None = None) -> Page:
        """A tab that shows the page."""
        page = await (context or await self.context()).new_page()
        await page.goto(url)
        return page

    async def responses(self, survey: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """What is stored of a survey."""
        chosen = survey or self.survey
        stored = Response.get_pymongo_collection().find({"workspace": self.caller.workspace, "survey": chosen["id"]})
        return await stored.to_list()

    async def eventually(self, wanted: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
        """The stored responses, once they are as wanted."""
        until = time.monotonic() + PATIENCE_SECONDS
        rows = await self.responses()
        while not wanted(rows) and time.monotonic() < until:
            await asyncio.sleep(0.1)
            rows = await self.responses()
        assert wanted(rows), rows
        return rows


@pytest_asyncio.fixture(loop_scope="session")
async def stage(new_caller: CallerFactory, address: str, shop: Site, chromium: Browser) -> AsyncIterator[Stage]:
    """A fresh workspace, its policy generous."""
    made = Stage(await new_caller(), address, shop, chromium)
    yield made
    for context in made.contexts:
        await context.close()
