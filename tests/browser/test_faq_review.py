"""From a question to a published answer in a browser: suggested, edited, approved, published, exported."""

import httpx
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_documents_to_help import READ_MS, api, given
from tests.browser.test_webhooks_in_browser import sound

DOCUMENT = "# Returns\n\nYou can return any unopened product within 14 days of delivery.\n"
QUESTIONS = ("How can I return a product?", "how do I return a product?", "Hello, how can I return my product?")


async def asked(visit: Visit) -> None:
    """Three customers ask, and what they said is read."""
    key = (visit.service.data_dir / "local.key").read_text().strip()
    rows = [
        {"submission_id": f"faq-{n}", "text": text, "channel": "email", "customer": f"asker-{n}"}
        for n, text in enumerate(QUESTIONS)
    ]
    url = f"{visit.service.url}/v1/feedback"
    answer = httpx.post(url, headers={"authorization": f"Bearer {key}"}, json=rows, timeout=30)
    assert answer.is_success, answer.text
    for _ in range(READ_MS // 500):
        read = api(visit, "GET", "/v1/feedback")["items"]
        if sum(each["state"] == "analysed" for each in read if each["text"] in QUESTIONS) == len(QUESTIONS):
            return
        await visit.page.wait_for_timeout(500)
    raise AssertionError("what was asked was not read")


async def test_a_suggestion_is_edited_approved_and_published(visit: Visit) -> None:
    page = visit.page
    await visit.sign_in()
    await asked(visit)
    await page.goto(f"{visit.service.url}/faq/sources")
    await given(visit, DOCUMENT)
    for _ in range(READ_MS // 500):
        if api(visit, "GET", "/v1/faqs?state=suggested")["items"]:
            break
        await page.wait_for_timeout(500)
    await page.goto(f"{visit.service.url}/faq?state=suggested")
    await sound(page)
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await expect(page.locator(".from mark").first).to_contain_text("within 14 days")
    await sound(page)
    await page.fill("#f-question", "How do I return something?")
    await page.fill("#f-category", "Returns")
    await page.click("form.edit > button.next")
    await expect(page.locator("h1")).to_have_text("How do I return something?")
    await page.click("button[name=action][value=approve]")
    await expect(page.get_by_role("status").first).to_contain_text("Approved.")
    await page.click("button[name=action][value=publish]")
    await expect(page.get_by_role("status").first).to_contain_text("Published.")
    await sound(page)
    async with page.expect_download() as coming:
        await page.goto(f"{visit.service.url}/faq?state=published")
        await page.click("summary:has-text('Export')")
        await page.click("a:has-text('FAQPage')")
    text = (await (await coming.value).path()).read_text()
    assert "How do I return something?" in text
    assert visit.complaints == []
