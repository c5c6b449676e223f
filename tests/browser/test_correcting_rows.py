"""A row of feedback is corrected where it stands, by keys alone, and the undo beside it takes that back."""

import httpx
import pytest
from playwright.async_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.test_webhooks_in_browser import sound

READ_MS = 90_000
SAID = ["The kettle leaks water on the table.", "주전자에서 물이 새요."]


def given(visit: Visit) -> None:
    """What customers said, of one channel that no other test uses."""
    headers = {"authorization": f"Bearer {(visit.service.data_dir / 'local.key').read_text().strip()}"}
    items = [{"submission_id": f"rows-{n}", "text": text, "channel": "forum"} for n, text in enumerate(SAID)]
    answer = httpx.post(f"{visit.service.url}/v1/feedback", headers=headers, json=items, timeout=30)
    assert answer.is_success, answer.text


async def read_rows(visit: Visit) -> Locator:
    """All that was given, as soon as it has been read."""
    rows = visit.page.locator("[data-row]")
    for _ in range(READ_MS // 1_000):
        await visit.page.goto(f"{visit.service.url}/feedback?channel=forum&state=analysed")
        if await rows.count() == len(SAID):
            break
        await visit.page.wait_for_timeout(1_000)
    return rows


@pytest.mark.parametrize("visit", ["en", "ko"], indirect=True)
async def test_a_row_is_corrected_by_keys_and_taken_back(visit: Visit) -> None:
    given(visit)
    page = visit.page
    await visit.sign_in()
    korean = await page.evaluate("document.documentElement.lang") == "ko"
    idea, done, as_before = (
        ("제안", "바로잡았습니다", "이전 상태로") if korean else ("Idea", "Corrected.", "As it was before.")
    )
    rows = await read_rows(visit)
    first = rows.first
    before = await first.locator(".badge").inner_text()

    await page.keyboard.press("j")
    await page.keyboard.press("c")
    kind = first.get_by_role("combobox").first
    await expect(kind).to_be_focused()
    await sound(page)
    await page.set_viewport_size({"width": 1280, "height": 800})
    await page.keyboard.press("Escape")
    await expect(first.get_by_role("combobox")).to_have_count(0)
    await expect(first).to_have_attribute("data-current", "")

    await page.keyboard.press("c")
    await expect(kind).to_be_focused()
    await kind.select_option("idea")
    await first.locator("button.next").press("Enter")
    await expect(first.get_by_role("status")).to_contain_text(done)
    await expect(first.locator(".badge")).to_have_text(idea)
    await expect(first.locator(".put-right-told button")).to_be_focused()
    await sound(page)
    await page.set_viewport_size({"width": 1280, "height": 800})
    await page.keyboard.press("Enter")
    await expect(first.get_by_role("status")).to_contain_text(as_before)
    await expect(first.locator(".badge")).to_have_text(before)
    await expect(first).to_have_attribute("data-current", "")
    await page.keyboard.press("j")
    await expect(rows.nth(1)).to_have_attribute("data-current", "")
    assert visit.complaints == []
