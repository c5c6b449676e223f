"""An author writes, orders and publishes a survey in a real browser, and sees what respondents will see."""

import httpx
import pytest

from tests.browser.conftest import Visit

QUESTIONS = [
    {"id": "nps", "type": "nps", "text": {"en": "How likely are you to come back?", "ko": "다시 오실 건가요?"}},
    {"id": "why", "type": "text", "text": {"en": "Why is that?", "ko": "왜 그런가요?"}},
]


def new_survey(visit: Visit) -> str:
    """A draft; the address of its editor."""
    key = (visit.service.data_dir / "local.key").read_text().strip()
    answer = httpx.post(
        visit.service.url + "/v1/surveys",
        json={"name": "Coming back", "questions": QUESTIONS},
        headers={"authorization": f"Bearer {key}"},
    )
    return f"{visit.service.url}/surveys/{answer.json()['id']}/edit"


async def order(visit: Visit) -> list[str]:
    cards = visit.page.locator("ol[data-sortable=questions] > li")
    return [await cards.nth(at).get_attribute("data-id") or "" for at in range(await cards.count())]


async def test_a_survey_is_written_ordered_by_keyboard_and_published(visit: Visit) -> None:
    page = visit.page
    await visit.sign_in()
    await page.goto(new_survey(visit))
    preview = page.frame_locator("[data-preview]")
    await preview.get_by_text("How likely are you to come back?").first.wait_for()

    await page.click("#add > summary")
    await page.click("button[value='add:csat']")
    await page.wait_for_selector("#card-questions-csat.open")
    await page.wait_for_selector("#f-text:focus")
    await page.keyboard.press("Control+A")
    await page.keyboard.type("How was the last visit?")
    await page.wait_for_selector("#saved[data-state=saved]")
    await page.get_by_text("How was the last visit?", exact=True).first.wait_for()
    await preview.get_by_text("How was the last visit?").first.wait_for()

    await page.focus("#grip-questions-csat")
    await page.keyboard.press("ArrowUp")
    await page.wait_for_selector("ol[data-sortable=questions] > li:nth-child(2)#card-questions-csat")
    await page.wait_for_selector("#grip-questions-csat:focus")
    await page.keyboard.press("ArrowUp")
    await page.wait_for_selector("ol[data-sortable=questions] > li:nth-child(1)#card-questions-csat")
    assert await order(visit) == ["csat", "nps", "why"]

    await page.click("#card-questions-why button[value='remove:questions:why']")
    await page.wait_for_selector("#notice button:focus")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#card-questions-why")
    assert await order(visit) == ["csat", "nps", "why"]

    await page.click(".golive > summary")
    assert "3 new questions" in await page.inner_text(".golive")
    await page.click("button[value=publish]")
    await page.get_by_text("version 1 is live").wait_for()
    assert "Live" in await page.inner_text(".states")
    await page.reload()
    assert await order(visit) == ["csat", "nps", "why"]
    assert visit.complaints == []


async def test_the_preview_follows_language_colours_and_width(visit: Visit) -> None:
    page = visit.page
    await visit.sign_in()
    await page.goto(new_survey(visit))
    preview = page.frame_locator("[data-preview]")
    await preview.get_by_text("How likely are you to come back?").first.wait_for()
    await page.click("#tongue-ko")
    await preview.get_by_text("다시 오실 건가요?").first.wait_for()
    await page.click("button[data-scheme=dark]")
    await preview.locator("html[data-theme=dark]").wait_for()
    narrow = await preview.locator("body").evaluate("body => innerWidth")
    await page.click("button[data-width=desktop]")
    await page.wait_for_selector("[data-stage].desktop")
    assert narrow < 400 < await preview.locator("body").evaluate("body => innerWidth")
    assert visit.complaints == []


async def test_a_card_is_dragged_to_another_place(visit: Visit) -> None:
    page = visit.page
    await visit.sign_in()
    await page.goto(new_survey(visit))
    grip = await page.locator("#grip-questions-why").bounding_box()
    first = await page.locator("#card-questions-nps").bounding_box()
    assert grip
    assert first
    await page.mouse.move(grip["x"] + 8, grip["y"] + 10)
    await page.mouse.down()
    await page.mouse.move(first["x"] + 8, first["y"] + 2, steps=6)
    await page.mouse.up()
    await page.wait_for_selector("ol[data-sortable=questions] > li:first-child#card-questions-why")
    await page.wait_for_selector("#saved[data-state=saved]")
    await page.reload()
    assert await order(visit) == ["why", "nps"]


@pytest.mark.parametrize("visit", ["ko"], indirect=True)
async def test_the_editor_speaks_korean_and_fits_a_phone(visit: Visit) -> None:
    page = visit.page
    await page.set_viewport_size({"width": 390, "height": 844})
    await visit.sign_in()
    await page.goto(new_survey(visit) + "?part=questions:nps")
    await page.click("button[value=rule_add]")
    await page.wait_for_selector(".rule")
    assert "만약" in await page.inner_text(".rule")
    overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    assert visit.complaints == []
