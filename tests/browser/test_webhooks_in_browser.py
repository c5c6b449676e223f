"""An administrator's first webhook, from the empty page to the log, with real processes."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from tests.browser.conftest import Visit

HERE = "/settings/webhooks"
WIDTHS = (390, 1280)
SENT_MS = 60_000


async def sound(page: Page) -> None:
    """Nothing that axe finds, and nothing to scroll sideways, on a phone and on a desk, by day and by night."""
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 800})
        for colours in ("light", "dark"):
            await page.emulate_media(color_scheme=colours, reduced_motion="reduce")  # no colour halfway
            found = await Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


async def called(page: Page) -> None:
    """Wait until the log has a call."""
    for _ in range(SENT_MS // 500):
        if await page.locator("ol.steps li").count():
            return
        await page.wait_for_timeout(500)
        await page.reload()
    raise AssertionError("the test was not sent")


@pytest.mark.parametrize("visit", ["en", "ko"], indirect=True)
async def test_a_first_webhook_is_added_tried_and_removed(visit: Visit) -> None:
    page, base = visit.page, visit.service.url
    await visit.sign_in()
    await page.goto(base + HERE)
    await sound(page)
    await page.click(".empty a.next")
    await page.fill("[name=url]", "https://10.0.0.1/hooks")
    await page.click("main form button.next")
    assert "VOC_EGRESS__ALLOWED_HOSTS" in await page.inner_text("#w-url")
    await sound(page)
    await page.fill("[name=url]", "https://localhost/hooks")  # a name, which only a look-up tells to be inside
    await page.click("main form button.next")
    assert (await page.input_value("#secret")).startswith("whsec_")
    await sound(page)
    await page.click("form[action$='/test'] button")
    await called(page)
    assert await page.locator("ol.steps li", has_text="localhost is not called: it is a loopback address.").count()
    await sound(page)
    await page.click("a.back")
    await sound(page)
    await page.click("details.more:has(form[action$='/remove']) summary")
    await page.click("form[action$='/remove'] button")
    assert await page.locator(".empty").count() == 1
    # the form that was refused above is told by its status
    assert [each for each in visit.complaints if "422" not in each] == []
