"""How a survey behaves on someone's page: one tap, back, folding, languages, closing, and never in the way."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.widget.harness import QUESTIONS, shown, text, visiting

PHONE = (390, 844)


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """The host page on a phone of common size."""
    async with visiting(chromium, *PHONE) as opened:
        yield opened


async def kinds(page: Page) -> list[str]:
    return await page.evaluate("events.map(({kind}) => kind)")


async def heading(page: Page, words: str) -> None:
    await expect(page.get_by_role("heading", name=words)).to_be_visible()


async def tap(page: Page, name: str) -> None:
    await page.get_by_role("radio", name=name).click()


async def test_one_tap_answers_the_first_question_and_the_next_has_the_focus(page: Page) -> None:
    await shown(page, "nps", "text")
    await tap(page, "9")
    await heading(page, "What could we do better?")
    assert await kinds(page) == ["answered"]
    assert await page.evaluate("events[0].progress.answers") == {"nps": 9}
    assert await page.evaluate("host.shadowRoot.activeElement.id") == "q"


async def test_arrow_keys_choose_without_moving_on(page: Page) -> None:
    await shown(page, "nps", "text")
    await page.get_by_role("radio", name="5").focus()
    for key in ("Space", "ArrowRight", "ArrowRight"):
        await page.keyboard.press(key)
    await page.wait_for_timeout(300)
    assert await kinds(page) == []
    await page.get_by_role("button", name="Next").click()
    assert await page.evaluate("events[0].progress.answers") == {"nps": 7}


async def test_the_first_question_takes_a_third_of_a_phone_at_most_and_no_focus(page: Page) -> None:
    await page.focus("#search")
    for type_ in ("nps", "csat", "ces", "rating"):
        await shown(page, type_, "text", required=False)
        box = await page.get_by_role("dialog").bounding_box()
        assert box
        assert box["height"] <= PHONE[1] / 3, type_
        assert await page.evaluate("document.activeElement.id") == "search"


async def test_back_keeps_what_was_answered_and_another_answer_replaces_it(page: Page) -> None:
    await shown(page, "nps", "text")
    await tap(page, "3")
    await page.get_by_role("button", name="Back").click()
    assert await page.get_by_role("radio", name="3").is_checked()
    await tap(page, "4")
    await page.locator("textarea").fill("Faster")
    await page.get_by_role("button", name="Send").click()
    assert await page.evaluate("events.at(-1).progress.answers") == {"nps": 4, "text": "Faster"}
    assert await page.evaluate("events.at(-1).progress.seen") == ["nps", "text"]


async def test_skipping_records_nothing(page: Page) -> None:
    await shown(page, "single", "text", required=False)
    await page.get_by_role("button", name="Skip").click()
    await page.get_by_role("button", name="Send").click()
    assert await page.evaluate("events.at(-1).progress.answers") == {}
    assert await kinds(page) == ["answered", "completed"]


async def test_escape_closes_once_and_not_while_the_person_types_elsewhere(page: Page) -> None:
    for placement in ("popover", "modal"):
        await page.focus("#search")
        await shown(page, "nps", "text", placement=placement)
        if placement == "popover":
            await page.keyboard.press("Escape")
            assert await kinds(page) == []
            await page.get_by_role("radio", name="5").focus()
        await page.keyboard.press("Escape")
        assert await kinds(page) == ["dismissed"], placement
        assert await page.evaluate("document.activeElement.id") == "search", placement
        assert await page.get_by_role("dialog").count() == 0


async def test_an_inline_survey_neither_closes_nor_offers_to(page: Page) -> None:
    await shown(page, "nps", "text", placement="inline")
    await page.get_by_role("radio", name="5").focus()
    await page.keyboard.press("Escape")
    assert await kinds(page) == []
    assert await page.get_by_role("button", name="Close").count() == 0


async def test_a_modal_keeps_the_focus_inside(page: Page) -> None:
    await shown(page, "nps", "text", placement="modal")
    assert await page.evaluate("host.shadowRoot.activeElement.id") == "q"
    for _ in range(6):
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.id") != "search"


async def test_a_tab_folds_without_losing_what_was_typed(page: Page) -> None:
    await shown(page, "text", placement="tab")
    await page.get_by_role("button", name="Feedback").click()
    await page.get_by_role("textbox", name="What could we do better?").fill("Half a thought")
    await page.get_by_role("button", name="Close").click()
    assert await kinds(page) == ["minimised"]
    assert await page.evaluate("host.shadowRoot.activeElement.textContent") == "Feedback"
    await page.keyboard.press("Enter")
    assert await page.get_by_role("textbox", name="What could we do better?").input_value() == "Half a thought"


async def test_prefilled_values_are_shown_and_never_recorded_by_themselves(page: Page) -> None:
    await shown(page, "nps", "text", prefill={"nps": "9"})
    assert await page.get_by_role("radio", name="9").is_checked()
    await page.wait_for_timeout(300)
    assert await kinds(page) == []
    assert await page.evaluate("asked.progress().answers") == {}
    await page.get_by_role("button", name="Next").click()
    assert await page.evaluate("asked.progress().answers") == {"nps": 9}


async def test_a_survey_resumes_where_it_was_left(page: Page) -> None:
    saved = {"answers": {"nps": 9}, "seen": ["nps", "text"], "seconds": {"nps": 2}, "at": "text", "finished": False}
    await shown(page, "nps", "text", saved=saved)
    await heading(page, "What could we do better?")
    await page.locator("textarea").fill("Nothing")
    await page.get_by_role("button", name="Send").click()
    assert await page.evaluate("events.at(-1).progress.answers") == {"nps": 9, "text": "Nothing"}
    assert await page.evaluate("events.at(-1).progress.seconds.nps") == 2


async def test_the_language_changes_under_the_respondents_hands(page: Page) -> None:
    await shown(page, "text", "nps")
    await page.locator("textarea").fill("Half a thought")
    await page.evaluate("asked.setLanguage('ko-KR')")
    await heading(page, "어떤 점을 고치면 좋을까요?")
    assert await page.locator("textarea").input_value() == "Half a thought"
    assert await page.get_by_role("button", name="다음").is_visible()
    assert await page.evaluate("getComputedStyle(host.shadowRoot.querySelector('h2')).wordBreak") == "keep-all"
    await page.evaluate("asked.setLanguage('ar')")
    assert await page.evaluate("getComputedStyle(host.shadowRoot.querySelector('dialog')).direction") == "rtl"
    await page.evaluate("asked.setLanguage('ja')")
    await heading(page, "What could we do better?")


def _with_rules() -> list[Any]:
    rules = [{"when": {"on": "answer:nps", "is": "at_most", "value": 6}, "then": [{"do": "jump", "to": "sorry"}]}]
    return [
        {"id": "nps", "type": "nps", "rules": rules, **QUESTIONS["nps"]},
        {
            "id": "liked",
            "type": "text",
            "text": text("What do you like, {{customer.name|friend}}?", "무엇이 좋으세요?"),
        },
        {"id": "sorry", "type": "text", "text": text("Why {{answer:nps}} of 10?", "왜 {{answer:nps}}점인가요?")},
    ]


async def test_rules_lead_and_texts_recall(page: Page) -> None:
    await shown(page, *_with_rules(), customer={"name": "<b>Mina</b>"})
    await tap(page, "9")
    await heading(page, "What do you like, <b>Mina</b>?")
    await page.get_by_role("button", name="Back").click()
    await tap(page, "2")
    await heading(page, "Why 2 of 10?")
    await page.get_by_role("button", name="Back").click()
    await heading(page, "How likely are you")


async def test_an_ending_has_its_words_and_its_button_and_stays(page: Page) -> None:
    button = {"text": text("To the shop", "매장으로"), "url": "https://example.com/"}
    endings = [{"id": "bye", "title": text("Thank you, truly.", "고마워요."), "button": button}]
    await shown(page, "nps", endings=endings)
    await tap(page, "9")
    await heading(page, "Thank you, truly.")
    assert await page.get_by_role("link", name="To the shop").get_attribute("href") == "https://example.com/"
    await page.get_by_role("button", name="Close").click()
    assert await kinds(page) == ["completed", "ended"]
    assert await page.evaluate("events[1].ending.id") == "bye"


async def test_the_host_page_has_the_last_word_on_colours(page: Page) -> None:
    await shown(page, "text", appearance={"accent": "#0b3d91", "radius": 4})
    button = "getComputedStyle(host.shadowRoot.querySelector('.go')).backgroundColor"
    assert await page.evaluate(button) == "rgb(11, 61, 145)"
    await page.evaluate("host.style.setProperty('--voc-accent', '#006400')")
    assert await page.evaluate(button) == "rgb(0, 100, 0)"


async def test_a_file_that_is_refused_says_why_and_can_be_replaced(page: Page) -> None:
    await shown(page, "file")
    choose = page.locator("input[type=file]")
    await choose.set_input_files({"name": "bad.png", "mimeType": "image/png", "buffer": b"x"})
    await expect(page.get_by_text("This kind of file is not accepted.")).to_be_visible()
    await choose.set_input_files({"name": "big.png", "mimeType": "image/png", "buffer": b"x" * 5_300_000})
    await expect(page.get_by_text("This file is larger than 5 MB.")).to_be_visible()
    await choose.set_input_files({"name": "good.png", "mimeType": "image/png", "buffer": b"x"})
    await page.get_by_role("button", name="Send").click()
    await page.evaluate("arrive()")
    await expect(page.get_by_role("button", name="Remove: good.png")).to_be_visible()
    await page.get_by_role("button", name="Send").click()
    await heading(page, "Thank you!")
    assert await page.evaluate("events[0].progress.answers") == {"file": ["fil_8"]}


async def test_a_preview_takes_no_focus(page: Page) -> None:
    await page.focus("#search")
    await shown(page, "text", "nps", preview=True, placement="inline")
    await page.evaluate("host.shadowRoot.querySelector('form').requestSubmit()")
    assert await page.evaluate("document.activeElement.id") == "search"


async def test_a_part_that_does_not_load_keeps_the_answer_and_can_be_tried_again(page: Page) -> None:
    await page.route("**/tables.js*", lambda route: route.abort())
    await shown(page, "nps", "ranking")
    await tap(page, "9")
    await expect(page.get_by_text("Please try again.")).to_be_visible()
    assert await page.evaluate("events.map(({progress}) => progress.answers)") == [{"nps": 9}]
    await page.unroute("**/tables.js*")
    await page.get_by_role("button", name="Next").click()
    await heading(page, "What matters most?")
    assert await kinds(page) == ["answered"]


async def test_a_browser_without_constructed_sheets_gets_a_style_element_with_the_nonce(page: Page) -> None:
    await page.evaluate("delete CSSStyleSheet.prototype.replaceSync")
    await shown(page, "csat", nonce="n-1")
    assert await page.evaluate("[...host.shadowRoot.querySelectorAll('style')].map(({nonce}) => nonce)") == [
        "n-1",
        "n-1",
    ]


async def test_windows_contrast_themes_show_what_is_chosen(page: Page) -> None:
    await page.emulate_media(forced_colors="active")
    await shown(page, "nps", "text", prefill={"nps": 9})
    background = "getComputedStyle(host.shadowRoot.querySelector('input:checked + span')).backgroundColor"
    assert await page.evaluate(background) == "rgb(138, 44, 94)"
