"""The feedback explorer in a browser: by words, by meaning over languages, and narrowed by what it counts."""

import httpx
import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_webhooks_in_browser import sound

READ_MS = 90_000
SAID = [
    "I want my money back for the broken kettle.",
    "환불은 언제 받을 수 있나요? 결제한 돈을 돌려주세요.",
    "결제한 금액을 환불해 주세요.",
    "Please add a dark mode to the app.",
    "The courier was friendly and quick.",
]


def given(visit: Visit) -> None:
    """What customers said, of one channel that no other test uses."""
    headers = {"authorization": f"Bearer {(visit.service.data_dir / 'local.key').read_text().strip()}"}
    items = [{"submission_id": f"explorer-{n}", "text": text, "channel": "social"} for n, text in enumerate(SAID)]
    answer = httpx.post(f"{visit.service.url}/v1/feedback", headers=headers, json=items, timeout=30)
    assert answer.is_success, answer.text


@pytest.mark.parametrize("visit", ["en"], indirect=True)
async def test_what_was_said_is_found_by_words_by_meaning_and_by_what_it_is(visit: Visit) -> None:
    given(visit)
    page = visit.page
    await visit.sign_in()
    rows = page.locator("[data-row]")
    for _ in range(READ_MS // 1_000):
        await page.goto(f"{visit.service.url}/feedback?channel=social&state=analysed")
        if await rows.count() == len(SAID):
            break
        await page.wait_for_timeout(1_000)
    await page.goto(f"{visit.service.url}/feedback?channel=social")
    await page.keyboard.press("/")
    await page.keyboard.type("kettle")
    await page.keyboard.press("Enter")
    await expect(rows).to_have_count(1)
    await expect(rows.first.locator("mark")).to_have_text("kettle")
    await sound(page)

    await page.set_viewport_size({"width": 1280, "height": 800})
    await page.goto(f"{visit.service.url}/feedback?channel=social")
    await page.get_by_role("link", name="By meaning").click()
    await page.get_by_role("searchbox").fill("When do I get my refund for the payment?")
    await page.keyboard.press("Enter")
    await expect(rows.filter(has_text="환불").first).to_be_visible(timeout=READ_MS)
    await expect(rows.filter(has_text="courier")).to_have_count(0)
    await expect(page.locator(".near").first).to_be_visible()
    await sound(page)

    await page.set_viewport_size({"width": 1280, "height": 800})
    await page.goto(f"{visit.service.url}/feedback?channel=social")
    await page.locator("#facets").get_by_role("link", name="Korean").click()
    await expect(rows).to_have_count(2)
    assert "language=ko" in page.url
    assert "channel=social" in page.url
    assert visit.complaints == []
