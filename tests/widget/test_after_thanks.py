"""After the thanks, in a browser: an approved answer, one question, or nothing more than the thanks."""

from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.engine import read
from tests.widget.conftest import NPS_AND_WHY, Stage
from voc.faq import service
from voc.faq.live.documents import LiveOffer
from voc.faq.states import Action
from voc.feedback.documents import Feedback
from voc.responses import listening
from voc.settings import Settings
from voc.themes import analysis

ASKED = "How can I return a product?"
ANSWER = "You can return any unopened product within 14 days."


@pytest_asyncio.fixture(loop_scope="session")
async def answering(stage: Stage, watch: Any) -> Stage:
    """A stage whose workspace has published an answer."""
    who = {"by": "mem_1", "now": watch()}
    id_ = await service.create(stage.caller.workspace, "en", ASKED, [], **who)
    await service.edit(stage.caller.workspace, id_, {}, [(ANSWER, None)], **who)
    for action in (Action.approve, Action.publish):
        await service.act(stage.caller.workspace, id_, action, **who)
    await stage.survey_of(questions=NPS_AND_WHY)
    return stage


async def says(page: Page, words: str) -> None:
    """Answer both questions."""
    await page.get_by_role("radio").nth(4).click(force=True)
    await page.get_by_role("textbox").fill(words)
    await page.get_by_role("button", name="Send").click()


async def works(stage: Stage, settings: Settings) -> None:
    """What the workers do with what was said."""
    (row,) = await stage.eventually(lambda rows: bool(rows) and rows[0]["finished"])
    now = datetime.now(UTC)
    await listening.listen([row["_id"]], now=now, work=settings.work)
    said = await Feedback.get_pymongo_collection().find({"workspace": stage.caller.workspace}, {"_id": 1}).to_list()
    await analysis.analyse([each["_id"] for each in said], now=now, work=settings.work, read=read)


@pytest.mark.parametrize("width", [390, 1280])
async def test_a_question_is_answered_and_the_person_says_whether_it_helped(answering: Stage, width: int) -> None:
    context = await answering.context(viewport={"width": width, "height": 800})
    page = await answering.visit(answering.page(), context)
    await says(page, "How do I return a product?")
    card = page.locator("voc-live")
    await expect(card.get_by_text(ANSWER)).to_be_visible()
    await expect(card.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert await page.locator("voc-survey").count() == 0
    link = card.get_by_role("link", name="All answers")
    assert (await link.get_attribute("href") or "").partition("#")[0].endswith(f"/help/{answering.caller.workspace}")
    await card.get_by_role("button", name="That helps").click()
    await expect(card).to_have_count(0)
    (offer,) = await LiveOffer.get_pymongo_collection().find({"workspace": answering.caller.workspace}).to_list()
    assert offer["helped"] == 1
    assert await page.evaluate("broken") == []


async def test_escape_and_the_cross_close_it(answering: Stage) -> None:
    for close in ("key", "cross"):
        page = await answering.visit(answering.page())
        await says(page, ASKED)
        card = page.locator("voc-live")
        await expect(card.get_by_text(ANSWER)).to_be_visible()
        if close == "key":
            await card.get_by_role("button", name="That helps").focus()
            await page.keyboard.press("Escape")
        else:
            await card.get_by_role("button", name="Close").click()
        await expect(card).to_have_count(0)


async def test_a_complaint_is_asked_about_and_the_answer_kept(answering: Stage, settings: Settings) -> None:
    page = await answering.visit(answering.page())
    await says(page, "It crashed while I paid.")
    await works(answering, settings)
    card = page.locator("voc-live")
    await card.get_by_role("textbox", name="Your answer").fill("I was on the train")
    await card.get_by_role("button", name="Send").click()
    await expect(card.get_by_text("Thank you!")).to_have_count(2)
    condition = {"workspace": answering.caller.workspace, "text": "I was on the train"}
    assert await Feedback.get_pymongo_collection().count_documents(condition) == 1


async def test_thanks_are_said_once_the_answer_is_kept_and_nothing_typed_is_lost(
    answering: Stage, settings: Settings
) -> None:
    page = await answering.visit(answering.page())
    await says(page, "It crashed while I paid.")
    await works(answering, settings)
    card = page.locator("voc-live")
    field = card.get_by_role("textbox", name="Your answer")
    await card.get_by_role("button", name="Send").click()
    await expect(card.get_by_text("Thank you!")).to_have_count(1)
    await field.fill("On my tablet")
    await page.route("**/live/said", lambda route: route.abort())
    await card.get_by_role("button", name="Send").click()
    await expect(card.get_by_text("It was not sent. Please try again.")).to_be_visible()
    assert await field.input_value() == "On my tablet"
    await page.unroute("**/live/said")
    await card.get_by_role("button", name="Send").click()
    await expect(card.get_by_text("Thank you!")).to_have_count(2)
    condition = {"workspace": answering.caller.workspace, "text": "On my tablet"}
    assert await Feedback.get_pymongo_collection().count_documents(condition) == 1


async def test_whoever_asked_nothing_sees_the_thanks_alone(answering: Stage) -> None:
    page = await answering.visit(answering.page())
    async with page.expect_response("**/live") as heard:
        await says(page, "Nice shop.")
    assert (await (await heard.value).json())["offer"] is None
    await expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert await page.locator("voc-live").count() == 0


async def test_a_score_alone_fetches_nothing_more(stage: Stage) -> None:
    await stage.survey_of()
    page = await stage.visit(stage.page())
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    await page.get_by_role("radio").nth(9).click(force=True)
    await stage.eventually(lambda rows: bool(rows) and rows[0]["finished"])
    await expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert not [url for url in fetched if "/live" in url]


async def test_inside_a_page_it_follows_the_thanks(answering: Stage) -> None:
    await answering.survey_of(questions=NPS_AND_WHY, targeting={"triggers": [], "frequency": {"every_days": 0}})
    body = f'<div data-voc-survey="{answering.survey["id"]}"></div>'
    page = await answering.visit(answering.page(body))
    await says(page, ASKED)
    await expect(page.locator("div[data-voc-survey] voc-live").get_by_text(ANSWER)).to_be_visible()
    assert await page.get_by_role("heading", name="Thank you!").count() == 1
