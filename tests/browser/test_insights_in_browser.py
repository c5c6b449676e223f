"""The dashboard with its script and without: charts drawn from tables, read by mouse and keyboard, and saved."""

import struct
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.conftest import Visit

SURVEY = {
    "name": "Charted course",
    "questions": [{"id": "nps", "type": "nps", "text": {"en": "Recommend?", "ko": "추천?"}}],
}
COUNTED_MS = 60_000
WIDTHS = (390, 1280)


async def answered(visit: Visit) -> None:
    """A survey with three responses, and something said besides."""
    key = (visit.service.data_dir / "local.key").read_text().strip()
    headers = {"authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(base_url=visit.service.url, headers=headers, timeout=30) as http:
        survey = str((await http.post("/v1/surveys", json=SURVEY)).json()["id"])
        (await http.post(f"/v1/surveys/{survey}/publish")).raise_for_status()
        for at, score in enumerate((9, 3, 10)):
            body = {"survey": survey, "submission_id": f"{survey}-{at}", "answers": {"nps": score}}
            (await http.post("/v1/responses", json=body)).raise_for_status()
        said = {"submission_id": survey, "text": "The app logs me out whenever I pay", "channel": "email"}
        (await http.post("/v1/feedback", json=said)).raise_for_status()


async def charted(visit: Visit) -> Page:
    """The dashboard, once what was answered and said is counted."""
    await answered(visit)
    page = visit.page
    for _ in range(COUNTED_MS // 500):
        await page.goto(f"{visit.service.url}/insights")
        if await page.locator("#nps tr[data-n]:not([data-n='0'])").count() and await page.locator("#kinds").count():
            return page
        await page.wait_for_timeout(500)
    raise AssertionError("nothing was counted")


async def sound(page: Page) -> None:
    """Nothing that axe finds, and nothing to scroll sideways, on a phone and on a desk, by day and by night."""
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 800})
        for colours in ("light", "dark"):
            await page.emulate_media(color_scheme=colours, reduced_motion="reduce")
            found = await Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("visit", ["en", "ko"], indirect=True)
async def test_charts_are_drawn_from_their_tables_and_read_by_keys(visit: Visit) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    await visit.sign_in()
    page = await charted(visit)
    chart = page.locator("#nps .room")
    await expect(chart.locator("canvas")).to_have_count(1)
    await expect(page.locator("#nps .table-view")).to_be_hidden()
    await sound(page)
    last = await page.locator("#nps tr[data-says]").first.get_attribute("data-says")
    assert await chart.get_attribute("aria-valuetext") == last
    await expect(page.locator("#nps .readout")).to_have_text(last or "")
    await chart.focus()
    await page.keyboard.press("ArrowLeft")
    before = await page.locator("#nps tr[data-says]").nth(1).get_attribute("data-says")
    assert await chart.get_attribute("aria-valuetext") == before
    await expect(page.locator("#nps .readout")).to_have_text(before or "")
    button = page.locator("#nps button[data-table]")
    await button.click()
    await expect(page.locator("#nps .table-view table")).to_be_visible()
    assert await button.get_attribute("aria-expanded") == "true"
    await sound(page)
    assert {url for url in asked if not url.startswith(visit.service.url)} == set()
    assert visit.complaints == []


async def test_a_chart_is_saved_as_a_picture_and_as_numbers(visit: Visit, tmp_path: Path) -> None:
    await visit.sign_in()
    page = await charted(visit)
    pictures = []
    for colours in ("light", "dark"):
        await page.emulate_media(color_scheme=colours)
        async with page.expect_download() as download:
            await page.locator("#nps button[data-picture]").click()
        file = await download.value
        assert file.suggested_filename == "nps.png"
        await file.save_as(tmp_path / colours)
        pictures.append((tmp_path / colours).read_bytes())
    assert pictures[0] != pictures[1]
    width, height = struct.unpack(">II", pictures[0][16:24])
    assert (width > 800, height > 500) == (True, True)
    async with page.expect_download() as download:
        await page.locator("#kinds a[download]").click()
    saved = await download.value
    await saved.save_as(tmp_path / "kinds.csv")
    assert (tmp_path / "kinds.csv").read_text("utf-8-sig").startswith("since,feedback,complaint,idea")
    assert visit.complaints == []


async def test_no_chart_moves_what_stands_around_it(visit: Visit) -> None:
    await visit.sign_in()
    page = await charted(visit)
    await page.add_init_script(
        "new PerformanceObserver((list) => (window.moved = (window.moved ?? 0) + list.getEntries()"
        ".reduce((sum, each) => sum + each.value, 0))).observe({ type: 'layout-shift', buffered: true })"
    )
    await page.reload(wait_until="networkidle")
    await expect(page.locator("#nps canvas")).to_have_count(1)
    assert await page.evaluate("window.moved ?? 0") < 0.05


async def test_without_scripts_the_tables_show(visit: Visit) -> None:
    await visit.sign_in()
    page = await charted(visit)
    cookies = await page.context.cookies()
    plain = await page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    await plain.add_cookies(cookies)  # type: ignore[arg-type]
    still = await plain.new_page()
    await still.goto(f"{visit.service.url}/insights")
    await expect(still.locator("#nps .table-view table")).to_be_visible()
    await expect(still.locator("#kinds .table-view table")).to_be_visible()
    assert await still.locator(".room:visible, button[data-table]:visible, button[data-picture]:visible").count() == 0
    assert await still.locator("#nps a[download]:visible").count() == 1
    await plain.close()


@pytest.mark.parametrize("visit", ["en", "ko"], indirect=True)
async def test_the_report_of_a_week_fits_the_screen_and_the_paper(visit: Visit) -> None:
    await visit.sign_in()
    page = await charted(visit)
    await page.click("a[href='/insights/report']")
    await expect(page.locator("button[data-print]")).to_be_visible()
    await sound(page)
    await page.emulate_media(media="print", color_scheme="dark")
    assert await page.locator("nav:visible, button:visible, a.back:visible").count() == 0
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert visit.complaints == []
