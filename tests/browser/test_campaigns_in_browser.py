"""A campaign from its first step to its figures, by hand and by keys."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.conftest import Visit


@pytest.mark.parametrize("visit", ["en", "ko"], indirect=True)
async def test_a_campaign_is_written_checked_and_started(visit: Visit, tmp_path: Path) -> None:
    page, url = visit.page, visit.service.url
    await visit.sign_in()
    survey = await published(visit)
    await page.goto(f"{url}/campaigns/new?survey={survey}")
    await calm(page)
    await page.check("input[name=kind][value=people]")
    file = tmp_path / "people.csv"
    file.write_text(strangers(), encoding="utf-8")
    await page.set_input_files("input[name=file]", file)
    await page.fill("input[name=name]", "Autumn")
    await page.click(".onward .next")
    await expect(page.locator("#reach .balance b").first).to_have_text("2")
    await calm(page)
    await page.click(".onward .next")

    await page.fill("input[name^=subject_]", "Dear {{name|customer}}")
    await expect(page.locator("#preview .envelope")).to_contain_text("Dear ")
    await expect(page.locator("#preview .envelope")).not_to_contain_text("{{")
    await expect(page.locator("#preview .bubble")).to_be_visible()
    mail = page.frame_locator("#preview iframe")
    await expect(mail.get_by_role("link").first).to_be_visible()
    await calm(page)
    await page.reload()
    assert await page.input_value("input[name^=subject_]") == "Dear {{name|customer}}"
    await page.click("#test button")
    await expect(page.locator("#test .notice.good")).to_be_visible()
    await page.click(".onward .next")

    await page.check("input[name=pace][value=paced]")
    await page.fill("input[name=throttle_per_hour]", "3600")
    await calm(page)
    await page.click(".onward .next")
    await expect(page.locator(".verdict-card h2")).to_contain_text("2")
    await calm(page)
    await page.click(".go button")
    await page.wait_for_url("**/campaigns/cmp_*?done=start")
    await settled(page)
    await calm(page)
    assert visit.complaints == []


async def test_the_list_is_walked_by_keys(visit: Visit) -> None:
    page, url = visit.page, visit.service.url
    await visit.sign_in()
    survey = await published(visit)
    for name in ("First", "Second"):
        await page.goto(f"{url}/campaigns/new?survey={survey}")
        await page.fill("input[name=name]", name)
        await page.click(".onward .next")
        await page.wait_for_url("**/people")
    await page.goto(f"{url}/campaigns")
    await calm(page)
    await page.keyboard.press("/")
    await page.keyboard.type("First")
    await expect(page.locator("[data-row]")).to_have_count(1)
    await page.keyboard.press("Escape")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile(r"/campaigns/cmp_\w+/people"))
    await expect(page.get_by_role("heading", level=1)).to_have_text("First")
    assert visit.complaints == []


async def test_nothing_sticks_out_on_a_phone(visit: Visit) -> None:
    page, url = visit.page, visit.service.url
    await visit.sign_in()
    survey = await published(visit)
    await page.goto(f"{url}/campaigns/new?survey={survey}")
    await page.click(".onward .next")
    await page.wait_for_url("**/people")
    draft = page.url.removesuffix("/people")
    await page.set_viewport_size({"width": 390, "height": 800})
    for path in ("/people", "/message", "/timing", "/start"):
        await page.goto(draft + path)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    for path in ("/campaigns", "/campaigns/new", "/settings/sending"):
        await page.goto(url + path)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        await calm(page)


def strangers() -> str:
    """Three people whom nobody has asked yet, the last without an address."""
    own = uuid4().hex[:8]
    phone = f"010-{int(own, 16) % 10_000:04d}-{int(own, 16) // 10_000 % 10_000:04d}"
    lines = [f"a{own},{own}@example.com,,Ahn,pro", f"b{own},,{phone},Bae,free", f"c{own},,,Choi,free"]
    return "\n".join(["id,email,phone,name,plan", *lines])


async def published(visit: Visit) -> str:
    """The id of a survey that may be sent."""
    await visit.page.goto(visit.service.url + "/surveys/new")
    await visit.page.click(".gallery li:first-child button")
    await visit.page.wait_for_url("**/surveys/srv_*/edit*")
    survey = visit.page.url.split("/surveys/")[1].split("/")[0]
    await visit.page.goto(f"{visit.service.url}/surveys/{survey}/share")
    await visit.page.click(".survey-head button.next")
    await visit.page.wait_for_load_state()
    return survey


async def settled(page: Page) -> None:
    """Two of three were sent and are counted."""
    for _ in range(60):
        if await page.locator(".funnel .sent .count").inner_text() == "2":
            break
        await page.wait_for_timeout(1_000)
        await page.reload()
    await expect(page.locator(".funnel .sent .count")).to_have_text("2")
    await expect(page.locator(".invitation-row")).to_have_count(3)
    await expect(page.locator(".why-not li")).to_have_count(1)


async def calm(page: Page) -> None:
    """Nobody is shut out."""
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
