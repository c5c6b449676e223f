"""What customers ask becomes an answer on the website, in Chromium and in both languages.

Suggested with its source, edited, approved, published, exported, found on the help page, offered live in a survey.
"""

from typing import Any, NamedTuple

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_documents_to_help import READ_MS, api
from tests.browser.test_webhooks_in_browser import sound
from tests.surveying import NPS, WHY
from tests.widget.host import Site, site, snippet


class Shop(NamedTuple):
    """A shop's document, what its customers ask, and what its colleagues read and write."""

    language: str
    document: str
    asked: tuple[str, ...]
    says: str
    """What the draft quotes."""
    renamed: str
    category: str
    sought: str
    """What a visitor of the help page types."""
    typed: str
    """What a respondent types."""
    words: dict[str, str]


SHOPS = {
    "en": Shop(
        language="en",
        document="# Returns\n\nYou can return any unopened product within 14 days of delivery.\n",
        asked=("How can I return a product?", "how do I return a product?", "Hello, how can I return my product?"),
        says="You can return any unopened product within 14 days of delivery.",
        renamed="How do I return something?",
        category="Returns",
        sought="return product",
        typed="hi, how do I return a product that I bought?",
        words={
            "approved": "Approved. Publish it when you are ready.",
            "published": "Published. Exports and the help page give it out now.",
            "export": "Export",
            "send": "Send",
            "helps": "That helps",
            "page": "Look at the help page",
        },
    ),
    "ko": Shop(
        language="ko",
        document="# 선물 포장\n\n선물 포장은 결제 화면에서 신청할 수 있습니다.\n",
        asked=("선물 포장은 어떻게 신청하나요?", "선물 포장 신청은 어떻게 하나요?", "선물 포장 어떻게 신청해요?"),
        says="선물 포장은 결제 화면에서 신청할 수 있습니다.",
        renamed="선물 포장은 어디서 신청하나요?",
        category="주문",
        sought="선물 포장",
        typed="선물 포장은 어떻게 신청하나요?",
        words={
            "approved": "승인했습니다. 준비되면 게시하십시오.",
            "published": "게시했습니다. 이제 내보내기와 도움말에 나갑니다.",
            "export": "내보내기",
            "send": "보내기",
            "helps": "도움이 됐어요",
            "page": "도움말 페이지 보기",
        },
    ),
}  # fmt: skip


async def asked(visit: Visit, shop: Shop) -> None:
    """Three customers ask, and what they said is read."""
    key = (visit.service.data_dir / "local.key").read_text().strip()
    rows = [
        {"submission_id": f"faq-{shop.language}-{n}", "text": text, "channel": "email", "customer": f"asker-{n}"}
        for n, text in enumerate(shop.asked)
    ]
    url = f"{visit.service.url}/v1/feedback"
    answer = httpx.post(url, headers={"authorization": f"Bearer {key}"}, json=rows, timeout=30)
    assert answer.is_success, answer.text
    for _ in range(READ_MS // 500):
        read = api(visit, "GET", "/v1/feedback?limit=100")["items"]
        if sum(each["state"] == "analysed" for each in read if each["text"] in shop.asked) == len(shop.asked):
            return
        await visit.page.wait_for_timeout(500)
    raise AssertionError("what was asked was not read")


async def suggested(visit: Visit, shop: Shop) -> dict[str, Any]:
    """The document is given through the page, and what is asked is drafted from it."""
    page = visit.page
    await page.goto(f"{visit.service.url}/faq/sources")
    form = page.locator("form[action='/faq/sources']")
    file = {"name": f"shop-{shop.language}.md", "mimeType": "text/markdown", "buffer": shop.document.encode()}
    await form.locator("input[type=file]").set_input_files(file)
    await form.locator("button.next").click()
    await expect(page.get_by_role("status").first).to_be_visible()
    for _ in range(READ_MS // 500):
        for each in api(visit, "GET", f"/v1/faqs?state=suggested&language={shop.language}")["items"]:
            if shop.says in [said["text"] for said in each["answer"]]:
                return dict(each)
        await page.wait_for_timeout(500)
    raise AssertionError("nothing was suggested")


async def reviewed(visit: Visit, shop: Shop, entry: str) -> None:
    """Somebody opens the suggestion, looks at its source, words the question, approves and publishes."""
    page = visit.page
    await page.goto(f"{visit.service.url}/faq?state=suggested&language={shop.language}")
    await sound(page)
    await page.locator(f"a[data-open][href='/faq/{entry}']").click()
    await expect(page.locator(".from mark").first).to_contain_text(shop.says)
    await sound(page)
    await page.fill("#f-question", shop.renamed)
    await page.fill("#f-category", shop.category)
    await page.click("form.edit > button.next")
    await expect(page.locator("h1")).to_have_text(shop.renamed)
    assert await help_page_says(visit, shop) is False, "what nobody approved is given out"
    for action in ("approve", "publish"):
        await page.click(f"button[name=action][value={action}]")
        done = {"approve": "approved", "publish": "published"}[action]
        await expect(page.get_by_role("status").first).to_contain_text(shop.words[done])
    await sound(page)


async def help_page_says(visit: Visit, shop: Shop) -> bool:
    """Whether the answer stands on the public page."""
    answer = httpx.get(f"{visit.service.url}/help/{workspace(visit)}", params={"lang": shop.language}, timeout=30)
    return answer.status_code == 200 and shop.says in answer.text


def workspace(visit: Visit) -> str:
    """The id of the service's workspace."""
    return str(api(visit, "GET", "/v1/roadmap")["path"]).rpartition("/")[2]


async def exported(visit: Visit, shop: Shop) -> None:
    """The FAQPage is a click away."""
    page = visit.page
    async with page.expect_download() as coming:
        await page.goto(f"{visit.service.url}/faq?state=published&language={shop.language}")
        await page.click(f"summary:has-text('{shop.words['export']}')")
        await page.click("a:has-text('FAQPage')")
    assert shop.renamed in (await (await coming.value).path()).read_text()


async def found(visit: Visit, shop: Shop, entry: str) -> None:
    """The list leads to the help page, and a visitor finds the answer in it."""
    page = visit.page
    await page.click(f"a:has-text('{shop.words['page']}')")
    await page.fill("input[type=search]", shop.sought)
    await page.keyboard.press("Enter")
    answer = page.locator(f"[id='{entry}']")
    await expect(answer).to_contain_text(shop.renamed)
    await expect(answer).to_contain_text(shop.says)
    await sound(page)


async def offered(visit: Visit, shop: Shop, browser: Browser, host: Site, entry: str) -> None:
    """On the company's own site a respondent types the question in a survey, and the card of the thanks answers it."""
    survey = api(visit, "POST", "/v1/surveys", name="After delivery", questions=[NPS, WHY])["id"]
    api(visit, "POST", f"/v1/surveys/{survey}/publish")
    code = snippet(visit.service.url, workspace(visit), f"voc.setLanguage('{shop.language}');voc.show('{survey}');")
    context = await browser.new_context(locale=shop.language, viewport={"width": 390, "height": 844})
    page = await context.new_page()
    await page.goto(host.put(f"/{shop.language}", f"{code}<h1>Shop</h1>"))
    await answer_survey(page, shop)
    card = page.locator("voc-live")
    await expect(card.get_by_text(shop.says)).to_be_visible()
    assert f"#{entry}" in str(await card.get_by_role("link").first.get_attribute("href"))
    await card.get_by_role("button", name=shop.words["helps"]).click()
    await expect(card).to_have_count(0)
    assert await page.evaluate("broken") == []
    await context.close()
    api(visit, "POST", f"/v1/surveys/{survey}/close")


async def answer_survey(page: Page, shop: Shop) -> None:
    """A low score, and the question as the reason."""
    await page.get_by_role("radio").nth(4).click(force=True)
    await page.get_by_role("textbox").fill(shop.typed)
    await page.get_by_role("button", name=shop.words["send"]).click()


@pytest.mark.parametrize("visit", ["en", "ko"], indirect=True)
async def test_a_suggestion_becomes_an_answer_on_the_website_and_in_a_survey(
    visit: Visit, browser: Browser, request: pytest.FixtureRequest
) -> None:
    shop = SHOPS[request.node.callspec.params["visit"]]
    await visit.sign_in()
    await asked(visit, shop)
    entry = str((await suggested(visit, shop))["id"])
    await reviewed(visit, shop, entry)
    await exported(visit, shop)
    await found(visit, shop, entry)
    with site() as host:
        await offered(visit, shop, browser, host, entry)
    await visit.page.goto(f"{visit.service.url}/faq/{entry}")
    await expect(visit.page.locator("[aria-labelledby=live-title]")).to_contain_text("1")
    api(visit, "PATCH", f"/v1/faqs/{entry}", state="approved")  # others count on what the help page gives out
    assert visit.complaints == []
