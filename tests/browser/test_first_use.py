"""A newcomer signs in, imports a file, and finds out what to mend first, in a real browser."""

import time
from pathlib import Path

import pytest

from tests.browser.conftest import Visit

READING_SECONDS = 90.0


def test_from_a_file_to_the_evidence_of_item_one(visit: Visit, reviews: Path) -> None:
    page = visit.page
    visit.sign_in()
    page.goto(visit.service.url + "/imports/new")
    page.set_input_files("input[type=file]", str(reviews))
    page.click("main form button.next")
    assert page.input_value("select[name=text_column]") == "review"
    assert page.input_value("select[name=rating_column]") == "stars"
    page.click("main form button.next")
    page.wait_for_selector("a.button.next[href='/backlog']", timeout=READING_SECONDS * 1000)
    figures = page.inner_text("dl.numbers")
    assert "73" in figures
    assert "72" in figures
    assert "9 is out of range" in page.inner_text("main")

    deadline = time.monotonic() + READING_SECONDS
    page.goto(visit.service.url + "/backlog")
    while not page.locator("#rows a[data-open]").count() and time.monotonic() < deadline:
        page.wait_for_timeout(1000)
        page.reload()
    first = page.locator("#rows a[data-open]").first
    title = first.inner_text()
    page.goto(visit.service.url + first.get_attribute("href"))
    assert page.inner_text("h1") == title
    quotes = page.locator(".quotes a")
    assert quotes.count() >= 3
    said = page.locator(".quotes").inner_text()
    quotes.first.click()
    page.wait_for_url("**/feedback/fb_*")
    assert page.inner_text(".verbatim").strip(" .“”")[:20] in said
    assert visit.complaints == []


def test_a_wrong_password_says_so_and_keeps_the_address(visit: Visit) -> None:
    page = visit.page
    page.goto(visit.service.url + "/login")
    page.fill("input[name=email]", "admin@voc.local")
    page.fill("input[name=password]", "not this one")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    assert page.input_value("input[name=email]") == "admin@voc.local"


@pytest.mark.parametrize("visit", ["ko"], indirect=True)
@pytest.mark.parametrize("path", ["/backlog", "/themes", "/feedback", "/imports", "/imports/new", "/feedback/parked"])
def test_every_page_speaks_korean_and_fits_a_phone(visit: Visit, path: str) -> None:
    page = visit.page
    page.set_viewport_size({"width": 390, "height": 844})
    visit.sign_in()
    page.goto(visit.service.url + path)
    assert page.get_attribute("html", "lang") == "ko"
    assert any("가" <= character <= "힣" for character in page.inner_text("h1"))
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    assert visit.complaints == []
