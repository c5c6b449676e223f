"""The chat for everybody: names, contrast, targets, directions, keys, and the buttons of a question."""

from importlib.resources import files
from typing import Any
from uuid import uuid4

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.widget.conftest import Stage
from tests.widget.test_chat_panel import Talk, line, write
from voc.settings import Settings

AXE = files("axe_playwright_python") / "axe.min.js"
SMALL = """() => [...document.querySelector('voc-chat').shadowRoot.querySelectorAll('button,textarea')]
  .filter((one) => one.offsetParent || one.className.startsWith('door')).filter((one) => !one.closest('.at, [hidden]'))
  .map((one) => [one.className || one.tagName, one.getBoundingClientRect()])
  .filter(([, { width, height }]) => width < 44 || height < 44).map(([name]) => name)"""
OVERFLOW = """() => Math.max(...[...document.querySelector('voc-chat').shadowRoot.querySelectorAll('dialog,.log')]
  .map((one) => one.scrollWidth - one.clientWidth), document.documentElement.scrollWidth - innerWidth)"""
FOCUSED = "document.querySelector('voc-chat')?.shadowRoot.activeElement?.ariaLabel"


@pytest_asyncio.fixture(loop_scope="session")
async def room(stage: Stage, settings: Settings) -> Talk:
    """A chat with its button."""
    made = Talk(stage, settings)
    await made.turn_on()
    return made


def answered(*lines: tuple[str, bool, list[str]]) -> Any:
    """Plays the service: these lines, each with whether it is ours and its buttons; remembers what was written."""
    written: list[Any] = []

    async def play(route: Any) -> None:
        headers = {"access-control-allow-origin": "*"}
        if route.request.method == "POST":
            written.append(route.request.post_data_json)
            return await route.fulfill(status=202, headers=headers, json={"id": uuid4().hex})
        told = [
            {"id": f"m{at}", "at": 1_790_000_000_000 + at * 86_400_000, "ours": ours, "text": text,
             "choices": [{"label": label, "value": label.lower()} for label in labels]}
            for at, (text, ours, labels) in enumerate(lines)
        ]  # fmt: skip
        await route.fulfill(headers=headers, json={"lines": told, "now": 1_790_000_900_000})

    play.written = written  # type: ignore[attr-defined]
    return play


async def violations(page: Page) -> list[str]:
    if not await page.evaluate("() => !!window.axe"):
        await page.evaluate(AXE.read_text("utf-8"))
    return await page.evaluate(
        "axe.run(document.querySelector('voc-chat'))"
        ".then(({violations}) => violations.map(({id, nodes}) => id + nodes[0].html))"
    )


async def test_axe_finds_nothing_at_320_px_in_light_dark_and_both_directions(room: Talk) -> None:
    context = await room.stage.context(viewport={"width": 320, "height": 600}, reduced_motion="reduce")
    page = await context.new_page()
    long = "https://shop.example/" + "a" * 90
    await page.route(
        "**/chat?**",
        answered(("Hello", False, []), (long, True, []), ("Well?", True, ["Yes", "No", *map(str, range(11))])),
    )
    await page.goto(room.stage.page())
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        for language in ("en", "ko", "ar"):
            await page.evaluate("code => voc.setLanguage(code)", language)
            await expect(page.locator("button.door")).to_be_visible()
            assert await violations(page) == [], (scheme, language)
            await page.evaluate("voc.chat()")
            await expect(page.locator(".picks")).to_be_visible()
            assert await violations(page) == [], (scheme, language)
            assert await page.evaluate(SMALL) == [], (scheme, language)
            assert await page.evaluate(OVERFLOW) <= 0, (scheme, language)
            side = await line(page, "Hello").evaluate("one => one.getBoundingClientRect().left > 40")
            assert side == (language != "ar"), "what the customer wrote stands at the end of the line"
            await page.evaluate("voc.chat()")
    assert await page.evaluate("broken") == []


async def test_on_a_phone_it_takes_the_whole_window_and_on_a_desk_a_corner(room: Talk) -> None:
    page = await room.visit()
    for size, wanted in (((390, 844), (390, 844)), ((1280, 800), (360, 520))):
        await page.set_viewport_size({"width": size[0], "height": size[1]})
        box = await page.get_by_role("dialog").bounding_box()
        assert box
        assert (box["width"], box["height"]) == wanted
        gap = 0 if size[0] < 481 else 16
        assert (box["x"] + box["width"], box["y"] + box["height"]) == (size[0] - gap, size[1] - gap)


async def test_keys_alone_open_write_and_close(room: Talk) -> None:
    body = "<script nonce=x>window.heard=[];addEventListener('keydown',e=>heard.push(e.key))</script><input id=search>"
    page = await room.stage.visit(room.stage.page(body, calls="voc.identify('c-7');"))
    await expect(page.get_by_role("button", name="Chat")).to_be_visible()
    await page.focus("#search")
    await page.keyboard.press("Tab")
    assert await page.evaluate(FOCUSED) == "Chat"
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await page.evaluate(FOCUSED) == "Write a message"
    await page.evaluate("heard = []")
    await page.keyboard.type("jk")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("x?")
    await page.keyboard.press("Enter")
    assert await room.stored(1) == ["jk\nx?"]
    assert await page.evaluate("heard") == [], "the host's own keys are not for what is typed here"
    await page.keyboard.press("Tab")
    assert await page.evaluate(FOCUSED) == "Send"
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.localName") != "voc-chat", "nothing holds the focus"
    await page.get_by_role("textbox", name="Write a message").focus()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert await page.evaluate(FOCUSED) == "Chat"


async def test_enter_that_ends_a_syllable_sends_nothing(room: Talk) -> None:
    page = await room.visit()
    await page.get_by_role("textbox").fill("안녕하세ㅇ")
    enter = "{key: 'Enter', isComposing: true, bubbles: true, composed: true, cancelable: true}"
    await page.get_by_role("textbox").evaluate(f"field => field.dispatchEvent(new KeyboardEvent('keydown', {enter}))")
    assert await page.get_by_role("textbox").input_value() == "안녕하세ㅇ"
    assert await page.locator(".mine").count() == 0


async def test_a_button_of_a_question_sends_its_value_and_goes(room: Talk) -> None:
    page = await (await room.stage.context()).new_page()
    play = answered(("How likely?", True, ["Nine", "Ten"]))
    await page.route("**/chat", play)
    await page.route("**/chat?**", play)
    await page.goto(room.stage.page())
    await page.evaluate("voc.chat()")
    await page.get_by_role("button", name="Nine").click()
    await expect(line(page, "Nine")).to_be_visible()
    await expect(page.get_by_role("button", name="Ten")).to_have_count(0)
    (sent,) = play.written
    assert (sent["text"], sent["choice"]) == ("Nine", "nine")


async def test_screen_readers_hear_what_is_new_and_not_what_was_there(room: Talk) -> None:
    page = await room.visit()
    log = page.get_by_role("log", name="How can we help?")
    await expect(log).to_have_attribute("aria-live", "polite")
    await write(page, "Hello")
    await expect(page.get_by_text("Sent")).to_be_visible()
    await line(page, "Hello").evaluate("one => (window.kept = one)")
    await room.stored(1)
    await room.answer("Hello, Mina")
    await expect(line(page, "Hello, Mina")).to_be_visible()
    assert await page.evaluate("window.kept.isConnected"), "a line that stays is not read again"


async def test_colours_of_the_host_are_used(room: Talk) -> None:
    page = await room.visit("voc.identify('c-7');")
    await page.evaluate("document.documentElement.style.setProperty('--voc-accent', '#0b3d91')")
    await write(page, "Hello")
    await expect(line(page, "Hello").first).to_have_css("background-color", "rgb(11, 61, 145)")
