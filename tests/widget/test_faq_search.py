"""The search of published answers inside a careful host's page, in a browser."""

from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.widget.conftest import Stage
from voc.faq import service
from voc.faq.help.documents import HelpVote
from voc.faq.states import Action
from voc.feedback.documents import Feedback

ANSWERS = (
    ("en", "Shipping", "How long does shipping take?", "Two days."),
    ("en", "Returns", "Can I send it back?", "Yes, within 14 days. <b>Open</b> your order."),
    ("ko", "배송", "배송은 얼마나 걸리나요?", "이틀 걸려요."),
    ("ko", "환불", "환불은 어떻게 받나요?", "주문 화면에서 환불 신청을 눌러 주세요."),
)
PLACE = "<main><h1>Shop</h1><div data-voc-faq></div></main>"


@pytest_asyncio.fixture(loop_scope="session")
async def answering(stage: Stage, watch: Any) -> Stage:
    """A stage whose workspace has published answers."""
    who = {"by": "mem_1", "now": watch()}
    for language, category, question, answer in ANSWERS:
        id_ = await service.create(stage.caller.workspace, language, question, [answer], **who)
        await service.edit(stage.caller.workspace, id_, {"category": category}, None, **who)
        for action in (Action.approve, Action.publish):
            await service.act(stage.caller.workspace, id_, action, **who)
    return stage


async def opened(stage: Stage, language: str = "en", width: int = 1280, scheme: Any = "light", **more: Any) -> Page:
    """The host's page, once the search stands in it."""
    context = await stage.context(viewport={"width": width, "height": 800}, color_scheme=scheme, **more)
    page = await stage.visit(stage.page(PLACE, calls=f"voc.setLanguage('{language}');"), context)
    await expect(page.locator("voc-faq").get_by_role("listitem")).to_have_count(2)
    return page


async def test_words_find_an_answer_and_a_visitor_says_that_it_helped(answering: Stage) -> None:
    page = await opened(answering)
    search = page.get_by_role("searchbox", name="Search the answers")
    await search.press_sequentially("send")
    await expect(page.locator("voc-faq .note")).to_have_text("1 answer")
    await search.press("ArrowDown")
    question = page.get_by_role("button", name="Can I send it back?")
    await expect(question).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(question).to_have_attribute("aria-expanded", "true")
    await expect(page.get_by_text("<b>Open</b> your order.")).to_be_visible()
    await page.get_by_role("button", name="Yes", exact=True).click()
    await expect(page.get_by_text("Thank you, that is good to know.")).to_be_visible()
    (vote,) = await HelpVote.get_pymongo_collection().find({"workspace": answering.caller.workspace}).to_list()
    assert vote["helped"] == 1
    await question.focus()
    await page.keyboard.press("ArrowUp")
    await expect(search).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(search).to_have_value("")
    await expect(page.locator("voc-faq .note")).to_have_text("2 answers")
    assert await page.evaluate("broken") == []


async def test_in_korean_words_are_found_with_their_particles_and_while_typed(answering: Stage) -> None:
    page = await opened(answering, "ko", width=320)
    search = page.get_by_role("searchbox", name="답변 검색")
    for words in ("환", "환ㅂ", "환부", "환불", "환불을", "환불이요"):
        await search.fill(words)
        await expect(page.locator("voc-faq").get_by_role("listitem")).to_have_count(1)
        await expect(page.get_by_role("button", name="환불은 어떻게 받나요?")).to_be_visible()
    await page.get_by_role("group", name="주제").get_by_role("button", name="배송").click()
    await expect(search).to_have_value("")
    await expect(page.get_by_role("button", name="배송은 얼마나 걸리나요?")).to_be_visible()
    await page.get_by_role("group", name="주제").get_by_role("button", name="전체").click()
    await expect(page.locator("voc-faq").get_by_role("listitem")).to_have_count(2)


async def test_who_was_not_helped_is_asked_what_was_missing(answering: Stage) -> None:
    page = await opened(answering)
    await page.get_by_role("button", name="How long does shipping take?").click()
    await page.get_by_role("button", name="No", exact=True).click()
    field = page.get_by_role("textbox", name="What was missing?")
    await expect(field).to_be_focused()
    await field.fill("Does it ship to Jeju?")
    await page.locator("voc-faq li").get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_text("Thank you. It is on its way")).to_be_visible()
    (said,) = await Feedback.get_pymongo_collection().find({"workspace": answering.caller.workspace}).to_list()
    assert said["text"] == "Does it ship to Jeju?"
    assert said["attributes"]["faq_question"] == "How long does shipping take?"


async def test_what_nothing_answers_is_asked_and_never_lost(answering: Stage) -> None:
    page = await opened(answering)
    await page.get_by_role("searchbox").fill("qqqq wwww")
    await expect(page.locator("voc-faq .note")).to_have_text("Nothing answers “qqqq wwww” yet.")
    field = page.get_by_role("textbox", name="Not found? Ask us")
    await field.fill("Do you sell qqqq wwww?")
    await page.route("**/faq/questions", lambda route: route.abort())
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_text("Not sent. Please try again.")).to_be_visible()
    await page.unroute("**/faq/questions")
    await page.reload()
    await page.get_by_role("button", name="Not found? Ask us").click()
    await expect(page.get_by_role("textbox", name="Your question")).to_have_value("Do you sell qqqq wwww?")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_text("Thank you. We have your question.")).to_be_visible()
    (said,) = await Feedback.get_pymongo_collection().find({"workspace": answering.caller.workspace}).to_list()
    assert (said["text"], said["kind"]) == ("Do you sell qqqq wwww?", "question")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ko", 320), ("ar", 390)])
async def test_everybody_can_use_it(answering: Stage, language: str, width: int, scheme: str) -> None:
    page = await opened(answering, language, width, scheme, reduced_motion="reduce")
    head = page.locator("voc-faq li .head").first
    await head.click()
    await page.locator("voc-faq #open").click()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert await page.evaluate("broken") == []
    direction = await page.locator("voc-faq section").get_attribute("dir")
    assert direction == ("rtl" if language == "ar" else "ltr")
    small = await page.evaluate(
        "[...document.querySelector('voc-faq').shadowRoot.querySelectorAll('button,input,textarea,a')]"
        ".filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect().height).filter(h => h < 44)"
    )
    assert small == []
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


async def test_a_page_without_it_fetches_none_of_it(stage: Stage) -> None:
    await stage.survey_of()
    context = await stage.context()
    page = await context.new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    await page.goto(stage.page())
    await expect(page.get_by_role("radio")).to_have_count(11)
    assert not [url for url in fetched if "faq" in url]


async def test_a_place_that_comes_later_is_filled_and_one_that_goes_is_cleared(answering: Stage) -> None:
    page = await answering.visit(answering.page("<main><h1>Shop</h1></main>"))
    await page.evaluate(
        "() => { const e = document.createElement('div'); e.dataset.vocFaq = 'Returns'; document.body.append(e) }"
    )
    await expect(page.get_by_role("button", name="Can I send it back?")).to_be_visible()
    await expect(page.get_by_role("button", name="How long does shipping take?")).to_have_count(0)
    await page.evaluate("document.querySelector('[data-voc-faq]').remove()")
    await page.evaluate("voc.reset()")
    assert await page.evaluate("broken") == []
