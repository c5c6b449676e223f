"""A running service and a Chromium from the system's packages."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.ending import at_once
from tests.running import Service

# a busy machine is slow, not wrong; what passes does not wait
expect.set_options(timeout=20_000)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The whole service, started as its users start it."""
    with Service(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Headless Chromium, in the loop of all tests: Playwright's other face keeps a loop of its own running."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.fail("These tests need Chromium: apt-get install chromium")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        await at_once(opened.close())


class Visit:
    """A page, and what its console complained about."""

    def __init__(self, page: Page, service: Service) -> None:
        self.page, self.service = page, service
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    async def sign_in(self) -> None:
        """Through the form."""
        await self.page.goto(self.service.url)
        await self.page.fill("input[name=email]", self.service.email)
        await self.page.fill("input[name=password]", self.service.password)
        await self.page.keyboard.press("Enter")
        await self.page.wait_for_url("**/backlog")


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser, service: Service, request: pytest.FixtureRequest) -> AsyncIterator[Visit]:
    """A fresh visitor; `pytest.mark.parametrize("visit", ["ko"], indirect=True)` chooses the language."""
    language = getattr(request, "param", "en")
    context = await browser.new_context(locale=language, viewport={"width": 1280, "height": 800})
    yield Visit(await context.new_page(), service)
    await context.close()


@pytest.fixture(scope="session")
def reviews(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that a person might import: three complaints and an idea, each told by many, and one bad row."""
    told = {
        "1": [
            "The app logs me out every time I try to pay",
            "Logged out again at the payment screen",
            "I get signed out when paying for my order",
            "Payment fails because the app signs me out",
        ],
        "2": [
            "My delivery arrived three hours late",
            "The delivery was late again this week",
            "Late delivery, the slot was missed by hours",
            "The courier came hours after the delivery slot",
        ],
        "3": [
            "Please add a dark mode to the app",
            "I wish there was a dark mode for the evening",
            "A dark mode would be great, please add it",
            "It would be nice to have a dark theme option",
        ],
    }
    endings = ("", " today", " since Monday", " on my phone", " and it is annoying", " once more")
    rows = ["review,stars,written,customer"]
    number = 0
    for stars, texts in told.items():
        for text in texts:
            for ending in endings:
                number += 1
                rows.append(f'"{text}{ending}.",{stars},2026-02-{number % 27 + 1:02d},c-{number % 50}')
    rows.append("Nine stars of five,9,2026-02-01,c-1")
    file = tmp_path_factory.mktemp("reviews") / "reviews.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file
