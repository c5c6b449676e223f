"""An author writes, orders and publishes a survey in a real browser, and sees what respondents will see."""

from typing import Any

import httpx
import pytest

from tests.browser.conftest import Visit

ARRIVES_SECONDS = 20
QUESTIONS = [
    {"id": "nps", "type": "nps", "text": {"en": "How likely are you to come back?", "ko": "다시 오실 건가요?"}},
    {"id": "why", "type": "text", "text": {"en": "Why is that?", "ko": "왜 그런가요?"}},
]


def call(visit: Visit, method: str, path: str, body: dict[str, Any]) -> httpx.Response:
    """A colleague at work elsewhere."""
    key = (visit.service.data_dir / "local.key").read_text().strip()
    headers = {"authorization": f"Bearer {key}"}
    return httpx.request(method, visit.service.url + path, json=body, headers=headers)


def new_survey(visit: Visit) -> str:
    """A draft; the address of its editor."""
    answer = call(visit, "POST", "/v1/surveys", {"name": "Coming back", "questions": QUESTIONS})
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


async def test_a_colleague_who_was_faster_costs_nothing(visit: Visit) -> None:
    page = visit.page
    await visit.sign_in()
    editor = new_survey(visit)
    await page.goto(editor + "?part=questions:why")
    path = "/v1/surveys/" + editor.split("/")[-2]
    theirs = [QUESTIONS[0], QUESTIONS[1] | {"text": {"en": "Theirs", "ko": "그들"}}]
    assert call(visit, "PATCH", path, {"questions": theirs}).status_code == 200
    await page.fill("#f-text", "Mine, and long thought about")
    await page.get_by_text("A colleague changed this part meanwhile.").wait_for()
    assert await page.input_value("#f-text") == "Mine, and long thought about"
    assert await page.get_attribute("#saved", "data-state") == "unsaved"
    await page.click("#notice button")
    await page.get_by_text("A colleague changed this part meanwhile.").wait_for(state="detached")
    await page.wait_for_selector("#saved[data-state=saved]")
    await page.reload()
    assert await page.input_value("#f-text") == "Mine, and long thought about"


async def test_a_lost_connection_is_said_and_outlived(visit: Visit) -> None:
    page = visit.page
    await visit.sign_in()
    await page.goto(new_survey(visit) + "?part=questions:why")
    await page.context.set_offline(True)
    await page.fill("#f-text", "Written in a tunnel")
    await page.wait_for_selector("#saved[data-state=offline]")
    await page.context.set_offline(False)
    await page.locator("#f-text").press_sequentially("!")
    await page.wait_for_selector("#saved[data-state=saved]")
    await page.reload()
    assert await page.input_value("#f-text") == "Written in a tunnel!"


async def test_leaving_right_after_typing_loses_nothing(visit: Visit) -> None:
    page = visit.page
    await visit.sign_in()
    editor = new_survey(visit)
    await page.goto(editor + "?part=questions:why")
    await page.fill("#f-text", "Typed and left at once")
    await page.goto(visit.service.url + "/surveys")
    await page.goto(editor + "?part=questions:why")
    for _ in range(ARRIVES_SECONDS):
        if await page.input_value("#f-text") == "Typed and left at once":
            break
        # what was sent while the page went away is still on its way
        await page.wait_for_timeout(1_000)
        await page.reload()
    assert await page.input_value("#f-text") == "Typed and left at once"


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
