"""A manager's first minutes with the backlog, mostly by keys: open, filter, plan, note, undo, many at once, export."""

import csv
import struct
import time
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from tests.browser.conftest import Visit
from tests.running import Service

READING_SECONDS = 90.0


def api(service: Service) -> httpx.Client:
    key = (service.data_dir / "local.key").read_text().strip()
    return httpx.Client(base_url=service.url, headers={"authorization": f"Bearer {key}"}, timeout=30)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def items(service: Service, reviews: Path) -> list[str]:
    """Ids of the ranked items that a file of reviews makes."""
    with reviews.open(newline="") as source:
        rows = [row for row in csv.DictReader(source) if float(row["stars"]) <= 5]
    body = [
        {
            "submission_id": f"manager-{number}", "text": row["review"], "channel": "review",
            "rating": float(row["stars"]), "customer": row["customer"],
        }
        for number, row in enumerate(rows)
    ]  # fmt: skip
    with api(service) as http:
        http.post("/v1/feedback", json=body).raise_for_status()
        deadline = time.monotonic() + READING_SECONDS
        while time.monotonic() < deadline:
            found = http.get("/v1/backlog").json()["items"]
            if len(found) >= 2:
                return [item["id"] for item in found]
            time.sleep(1)
    pytest.fail("no backlog came of the reviews")


def decided(service: Service, item: str) -> tuple[str, str, int]:
    with api(service) as http:
        body = http.get(f"/v1/backlog/{item}").json()
    return body["status"], body["title"], body["note_count"]


async def faults(visit: Visit) -> list[str]:
    found = await Axe().run(visit.page)
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found.response["violations"]]


async def open_list(visit: Visit, query: str = "") -> Page:
    await visit.sign_in()
    await visit.page.goto(f"{visit.service.url}/backlog{query}")
    return visit.page


async def test_an_item_is_planned_written_and_taken_back_by_keys(visit: Visit, items: list[str]) -> None:
    page = await open_list(visit)
    assert await faults(visit) == []
    await page.click(".tools a.chip:has-text('Complaint')")
    assert await page.locator("#rows .badge.idea").count() == 0
    for key in ("j", "o"):
        await page.keyboard.press(key)
    await page.wait_for_selector("#panel .props")
    first, asked = page.url.rsplit("/", 1)[1], await page.inner_text("#panel h1")
    _, theme, _ = decided(visit.service, first)
    assert asked == f"Fix: {theme}"
    await page.keyboard.press("s")
    await page.click("#panel button[name=status][value=planned]")
    await page.wait_for_selector("#panel [role=status] >> text=New → Planned")
    await page.wait_for_selector(f"#rows li:has(a[href='/backlog/{first}']) .standing.planned")
    assert await faults(visit) == []
    await page.keyboard.press("e")
    await page.keyboard.type("Keep people signed in while they pay")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#panel h1:has-text('Keep people signed in')")
    await page.wait_for_selector("#rows h2:has-text('Keep people signed in')")
    await page.fill("#panel textarea[name=text]", "@Administrator please look at this")
    await page.click("#panel #notes button")
    await page.wait_for_selector("#panel .notes .named")
    assert decided(visit.service, first) == ("planned", "Keep people signed in while they pay", 1)
    await page.click("#panel [role=status] button:has-text('Undo')")
    await page.wait_for_selector("#panel [role=status]:has-text('Undone')")
    await page.click("#panel #history button")
    await page.wait_for_selector(f"#panel h1:has-text('{asked}')")
    assert decided(visit.service, first) == ("planned", theme, 0)
    assert visit.complaints == []


async def test_many_are_changed_at_once_and_brought_back(visit: Visit, items: list[str]) -> None:
    page = await open_list(visit)
    before = [decided(visit.service, item) for item in items]
    for key in ("j", "x", "j", "Shift+X", "s"):
        await page.keyboard.press(key)
    assert await page.locator("[data-select]:checked").count() == 2
    assert await page.evaluate("document.activeElement.name") == "status"
    await page.select_option("#together select[name=status]", "in_progress")
    await page.fill("#together input[name=department]", "App")
    await page.click("#together button.next")
    await page.wait_for_selector("text=2 items were changed.")
    assert await page.locator(".standing.in_progress").count() == 2
    assert await faults(visit) == []
    await page.click(".notice.undo button")
    await page.wait_for_selector("text=2 items are as they were before.")
    assert [decided(visit.service, item) for item in items] == before
    assert visit.complaints == []


async def test_a_view_is_kept_and_its_table_taken_along(visit: Visit, items: list[str], tmp_path: Path) -> None:
    with api(visit.service) as http:
        http.patch(f"/v1/backlog/{items[1]}", json={"status": "under_review"}).raise_for_status()
    page = await open_list(visit, "?status=under_review")
    await page.click("summary:has-text('Keep this view')")
    await page.fill(".kept input[name=name]", "Up next")
    await page.click(".kept button:has-text('Keep')")
    await page.wait_for_selector(".kept a[aria-current]:has-text('Up next')")
    await page.click("summary:has-text('Export')")
    async with page.expect_download() as waited:
        await page.click(".options a:has-text('CSV')")
    await (await waited.value).save_as(tmp_path / "backlog.csv")
    with (tmp_path / "backlog.csv").open(encoding="utf-8-sig", newline="") as source:
        assert [(row["id"], row["status"]) for row in csv.DictReader(source)] == [(items[1], "under_review")]
    assert visit.complaints == []


@pytest.mark.parametrize("visit", ["ko"], indirect=True)
async def test_the_item_fits_a_phone_in_korean_and_has_no_faults(visit: Visit, items: list[str]) -> None:
    page = visit.page
    await page.set_viewport_size({"width": 390, "height": 844})
    await visit.sign_in()
    for path in (
        f"/backlog/{items[0]}?edit=title&done=changed",
        f"/backlog/{items[0]}/customers",
        "/backlog?status=all",
    ):
        await page.goto(visit.service.url + path)
        overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, path
        assert await faults(visit) == [], path
    assert visit.complaints == []


@pytest.mark.parametrize("visit", ["ko", "en"], indirect=True)
async def test_no_menu_of_the_list_pushes_a_phone_sideways(visit: Visit, items: list[str]) -> None:
    assert items
    page = await open_list(visit)
    await page.set_viewport_size({"width": 390, "height": 844})
    menus = page.locator(".tools details.menu > summary")
    assert await menus.count() >= 4
    for menu in await menus.all():
        await menu.click()
        await page.wait_for_function("document.querySelector('.tools details.menu[open]')")
        await page.wait_for_function("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        left = (
            "Math.min(...[...document.querySelectorAll('[open] > .options')].map(e => e.getBoundingClientRect().left))"
        )
        assert await page.evaluate(left) >= 0
        await page.keyboard.press("Escape")


async def test_a_picture_holds_all_of_a_table_that_scrolls(visit: Visit, items: list[str], tmp_path: Path) -> None:
    assert items
    await visit.sign_in()
    page = visit.page
    await page.set_viewport_size({"width": 390, "height": 844})
    for _ in range(60):
        await page.goto(f"{visit.service.url}/insights")
        if await page.locator(".heat-map").count():
            break
        await page.wait_for_timeout(500)
    await page.evaluate("document.querySelector('.heat-map').style.minWidth = '1200px'")
    await page.evaluate("document.querySelector('.heat .table-wrap').scrollLeft = 300")
    async with page.expect_download() as waited:
        await page.click(".heat button[data-picture]")
    await (await waited.value).save_as(tmp_path / "themes.png")
    (width,) = struct.unpack(">I", (tmp_path / "themes.png").read_bytes()[16:20])
    assert width >= 2 * 1200
    assert await page.evaluate("document.querySelector('.heat .table-wrap').scrollLeft") == 300
