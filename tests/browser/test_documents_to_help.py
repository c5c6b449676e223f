"""From a document to an answer on the help page, in a browser: given, read, cited, published, found, and replaced."""

from typing import Any

import httpx
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_webhooks_in_browser import sound

READ_MS = 90_000
DOCUMENT = "# 반품\n\n상품을 받은 날부터 7일 안에 반품할 수 있습니다.\n\n# 배송\n\n배송은 이틀 걸립니다.\n"


def api(visit: Visit, method: str, path: str, **body: Any) -> Any:
    """A call with the service's own key."""
    headers = {"authorization": f"Bearer {(visit.service.data_dir / 'local.key').read_text().strip()}"}
    answer = httpx.request(method, visit.service.url + path, headers=headers, json=body or None, timeout=30)
    assert answer.is_success, answer.text
    return answer.json()


async def given(visit: Visit, text: str, path: str = "/faq/sources") -> None:
    """The document through a form."""
    page = visit.page
    if path != "/faq/sources":
        await page.click("summary:has-text('Replace')")
    form = page.locator(f"form[action='{path}']")
    file = {"name": "policy.md", "mimeType": "text/markdown", "buffer": text.encode()}
    await form.locator("input[type=file]").set_input_files(file)
    await form.locator("button.next").click()
    await expect(page.get_by_role("status").first).to_contain_text("Kept.")


async def cited(visit: Visit, passage: Locator) -> str:
    """The id of an entry that says what a passage says, published."""
    entry = str(api(visit, "POST", "/v1/faqs", language="ko", question="반품은 언제까지 되나요?")["id"])
    said = [{"text": (await passage.locator("p").inner_text()).strip(), "passage": await passage.get_attribute("id")}]
    api(visit, "PATCH", f"/v1/faqs/{entry}", answer=said)
    for state in ("approved", "published"):
        api(visit, "PATCH", f"/v1/faqs/{entry}", state=state)
    return entry


async def doubts(reader: Page, visit: Visit, help_page: str, entry: str) -> None:
    """Somebody without a script finds the answer and misses something in it."""
    await reader.goto(help_page)
    await reader.fill("input[type=search]", "반품 며칠 안에 해야 해요?")
    await reader.keyboard.press("Enter")
    await expect(reader.locator(f"[id='{entry}']")).to_contain_text("7일 안에 반품")
    await reader.click("button[value=no]")
    await reader.fill("textarea", "제주도도 같은가요?")
    await reader.click(".missing button")
    await expect(reader.get_by_role("status")).to_contain_text("고마워요")
    told = api(visit, "GET", "/v1/feedback")["items"]
    assert [each["text"] for each in told if each["channel"] == "web"] == ["제주도도 같은가요?"]


async def becomes_stale(visit: Visit, entry: str) -> None:
    """A worker reads the document's new version."""
    for _ in range(READ_MS // 500):
        if api(visit, "GET", f"/v1/faqs/{entry}")["state"] == "stale":
            return
        await visit.page.wait_for_timeout(500)
    raise AssertionError("the entry did not become stale")


async def test_a_document_becomes_an_answer_and_takes_it_back_when_it_changes(visit: Visit, browser: Browser) -> None:
    page = visit.page
    await visit.sign_in()
    await page.goto(f"{visit.service.url}/faq/sources")
    await sound(page)
    await given(visit, DOCUMENT)
    await expect(page.locator("#sources")).to_contain_text("Ready to cite", timeout=READ_MS)
    await sound(page)
    await page.click("#sources td a")
    passage = page.locator(".passage").filter(has_text="7일")
    id_, source = await passage.get_attribute("id"), page.url
    entry = await cited(visit, passage)

    help_page = f"{visit.service.url}/help/{api(visit, 'GET', '/v1/roadmap')['path'].rpartition('/')[2]}"
    context = await browser.new_context(locale="ko", java_script_enabled=False)
    reader = await context.new_page()
    await doubts(reader, visit, help_page, entry)

    await page.goto(f"{help_page}?lang=ko")
    await expect(page.locator(f"[id='{entry}']")).to_contain_text("1명 가운데 0명")
    await sound(page)
    await page.goto(f"{source}#{id_}")
    await expect(page.locator(":target")).to_contain_text("7일 안에")
    await expect(page.locator(":target a")).to_have_attribute("href", f"/faq/{entry}")
    await sound(page)
    await given(visit, DOCUMENT.replace("7일", "14일"), source.removeprefix(visit.service.url))
    await becomes_stale(visit, entry)
    answer = await reader.goto(f"{help_page}?thanked=x")
    assert answer is not None
    assert answer.status == 404, "nothing else is given out"
    await context.close()
    assert visit.complaints == []
