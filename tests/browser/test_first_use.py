"""A newcomer signs in, imports a file, and finds out what to mend first, in a real browser."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.running import Service

READING_SECONDS = 90.0


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A newcomer's service holds nothing: what other tests leave would be ranked above this file."""
    with Service(tmp_path_factory.mktemp("newcomer")) as running:
        yield running


async def test_from_a_file_to_the_evidence_of_item_one(visit: Visit, reviews: Path) -> None:
    page = visit.page
    await visit.sign_in()
    await page.goto(visit.service.url + "/imports/new")
    await page.set_input_files("input[type=file]", str(reviews))
    await page.click("main form button.next")
    assert await page.input_value("select[name=text_column]") == "review"
    assert await page.input_value("select[name=rating_column]") == "stars"
    await page.click("main form button.next")
    await page.wait_for_selector("a.button.next[href='/backlog']", timeout=READING_SECONDS * 1000)
    figures = await page.inner_text("dl.numbers")
    assert "73" in figures
    assert "72" in figures
    assert "9 is out of range" in await page.inner_text("main")

    deadline = time.monotonic() + READING_SECONDS
    await page.goto(visit.service.url + "/backlog")
    while not await page.locator("#rows a[data-open]").count() and time.monotonic() < deadline:
        await page.wait_for_timeout(1000)
        await page.reload()
    first = page.locator("#rows a[data-open]").first
    title, address = await first.inner_text(), await first.get_attribute("href")
    await page.goto(f"{visit.service.url}{address}")
    assert (await page.inner_text("h1")).endswith(title)
    quotes = page.locator(".quotes a[href^='/feedback/']")
    assert await quotes.count() >= 3
    said = await page.locator(".quotes").inner_text()
    await quotes.first.click()
    await page.wait_for_url("**/feedback/fb_*")
    assert (await page.inner_text(".verbatim")).strip(" .“”")[:20] in said
    assert visit.complaints == []


async def test_a_wrong_password_says_so_and_keeps_the_address(visit: Visit) -> None:
    page = visit.page
    await page.goto(visit.service.url + "/login")
    await page.fill("input[name=email]", "admin@voc.local")
    await page.fill("input[name=password]", "not this one")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("[role=alert]")
    assert await page.input_value("input[name=email]") == "admin@voc.local"


@pytest.mark.parametrize("visit", ["ko"], indirect=True)
@pytest.mark.parametrize("path", ["/backlog", "/themes", "/feedback", "/imports", "/imports/new", "/feedback/parked"])
async def test_every_page_speaks_korean_and_fits_a_phone(visit: Visit, path: str) -> None:
    page = visit.page
    await page.set_viewport_size({"width": 390, "height": 844})
    await visit.sign_in()
    await page.goto(visit.service.url + path)
    assert await page.get_attribute("html", "lang") == "ko"
    assert any("가" <= character <= "힣" for character in await page.inner_text("h1"))
    overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    assert visit.complaints == []
