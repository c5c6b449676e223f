"""A survey's link, those who open it in a real browser, and what they do there."""

import asyncio
import time
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Frame, Page, Route, expect

from tests.running import Service
from tests.surveying import NPS, WHY

PATIENCE_SECONDS = 15.0
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])


class Link:
    """A survey's link, those who open it, and what is stored of it."""

    def __init__(self, service: Service, browser: Browser) -> None:
        self.service, self.browser = service, browser
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []

    def publish(self, **fields: Any) -> str:
        """A survey's address."""
        key = (self.service.data_dir / "local.key").read_text().strip()
        with httpx.Client(base_url=self.service.url, headers={"authorization": f"Bearer {key}"}) as api:
            made = api.post("/v1/surveys", json={"name": "After delivery", "questions": [NPS, WHY]} | fields)
            self.id = made.raise_for_status().json()["id"]
            api.post(f"/v1/surveys/{self.id}/publish").raise_for_status()
        return f"{self.service.url}/s/{self.id}"

    def close(self) -> None:
        """Nobody may begin any more."""
        key = (self.service.data_dir / "local.key").read_text().strip()
        headers = {"authorization": f"Bearer {key}"}
        httpx.post(f"{self.service.url}/v1/surveys/{self.id}/close", headers=headers).raise_for_status()

    async def page(self, *, scripts: bool = True, width: int = 1280) -> Page:
        """A fresh visitor's tab."""
        viewport = {"width": width, "height": 800}
        context = await self.browser.new_context(locale="en", viewport=viewport, java_script_enabled=scripts)  # type: ignore[arg-type]
        self.contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                self.complaints.append(f"{said.text} {said.location['url']}")
                if said.type in ("error", "warning")
                else None
            ),
        )
        return page

    def stored(self) -> list[dict[str, Any]]:
        """The survey's responses."""
        found: list[dict[str, Any]] = self.service.get(f"/v1/surveys/{self.id}/responses")["items"]
        return found

    async def eventually(self, page: Page, *, count: int = 1, finished: bool = True) -> list[dict[str, Any]]:
        """The responses, once there are so many and the newest is as far as wanted."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            rows = self.stored()
            if len(rows) == count and bool(rows[0]["finished"]) == finished:
                return rows
            await page.wait_for_timeout(200)
        pytest.fail(f"stored: {self.stored()}")


async def rendered(page: Page | Frame) -> None:
    """The renderer has taken the form's place."""
    await expect(page.locator("voc-survey h2")).to_be_visible()
    assert await page.locator("form[method=post]").count() == 0


async def delayed(page: Page) -> asyncio.Event:
    """Keeps the renderer away until the event is set."""
    come = asyncio.Event()

    async def hold(route: Route) -> None:
        await come.wait()
        await route.continue_()

    await page.route("**/c/**", hold)
    return come


async def score(page: Page | Frame, number: int) -> None:
    """Choose a step of a scale, and go on where that takes a click."""
    step = page.get_by_role("radio", name=str(number), exact=True)
    await step.locator("xpath=..").click()
    if await page.locator("form[method=post]").count():
        await page.get_by_role("button").click()


async def write(page: Page | Frame, text: str) -> None:
    """Answer in words and go on."""
    await page.get_by_role("textbox").fill(text)
    await page.locator("form button:not([type=button])").click()
