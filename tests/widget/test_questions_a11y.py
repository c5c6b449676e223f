"""Every question type in a real browser, on a page with the strictest policy: names, contrast, targets, keys."""

from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.resources import files
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.widget.harness import QUESTIONS, shown, visiting

AXE = files("axe_playwright_python") / "axe.min.js"
"""axe-core, as the package brings it."""
TARGET_PX = 44
SMALL_TARGETS = """(() => {
  const targets = [...host.shadowRoot.querySelectorAll("button, a, select, textarea, label, input:not(label input)")];
  return targets.filter((one) => one.offsetParent || getComputedStyle(one).position === "fixed")
    .filter((one) => !one.querySelector("input.field"))
    .map((one) => [one.className || one.tagName, one.getBoundingClientRect()])
    .filter(([, { width, height }]) => width < TARGET_PX || height < TARGET_PX)
    .map(([name, { width, height }]) => `${name} ${width}x${height}`);
})()""".replace("TARGET_PX", str(TARGET_PX))
OVERFLOWS = """(() => {
  const card = host.shadowRoot.querySelector("dialog");
  return [document.documentElement.scrollWidth - innerWidth, card.scrollWidth - card.clientWidth];
})()"""
FOCUSED = "(host.shadowRoot.activeElement?.ariaLabel || host.shadowRoot.activeElement?.textContent || '').trim()"


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """The host page on the narrowest phone."""
    async with visiting(chromium) as opened:
        yield opened


async def violations(page: Page) -> list[str]:
    """What axe-core finds in the widget."""
    if not await page.evaluate("() => !!window.axe"):
        await page.evaluate(AXE.read_text("utf-8"))
    return await page.evaluate(
        "() => axe.run(host).then(({violations}) => violations.map(({id, nodes}) => `${id}: ${nodes[0].html}`))"
    )


@pytest.mark.parametrize("type_", QUESTIONS)
async def test_axe_finds_nothing_and_everything_fits_320_px(page: Page, type_: str) -> None:
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        for language in ("en", "ar"):
            await shown(page, type_, "text", language=language)
            assert await violations(page) == [], (scheme, language)
            assert await page.evaluate(SMALL_TARGETS) == [], (scheme, language)
            assert max(await page.evaluate(OVERFLOWS)) <= 0, (scheme, language)


@pytest.mark.parametrize("type_", [type_ for type_ in QUESTIONS if type_ not in ("statement", "ranking")])
async def test_a_missing_answer_is_named_beside_the_question(page: Page, type_: str) -> None:
    await shown(page, type_, "text")
    await page.evaluate("host.shadowRoot.querySelector('form').requestSubmit()")
    assert await page.locator("#e[role=alert]").inner_text() == "Please answer this."
    assert await violations(page) == []


async def test_a_card_in_each_placement_has_a_name(page: Page) -> None:
    for placement in ("popover", "modal", "page", "inline", "tab"):
        await shown(page, "nps", "text", placement=placement, unfolded=True)
        role = "region" if placement == "inline" else "dialog"
        assert await page.get_by_role(role, name="How likely").is_visible(), placement
        assert await violations(page) == [], placement


async def reach(page: Page, label: str) -> None:
    """Press Tab until something with this label has the focus."""
    for _ in range(20):
        if (await page.evaluate(FOCUSED)) == label:
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {label}")


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def choose_file(page: Page) -> None:
    async with page.expect_file_chooser() as choosing:
        await page.keyboard.press("Enter")
    chooser = await choosing.value
    await chooser.set_files([{"name": "shot.png", "mimeType": "image/png", "buffer": b"png"}])
    await page.wait_for_function("() => host.shadowRoot.querySelector('.sent button')")
    await reach(page, "Send")
    await page.keyboard.press("Enter")


async def move_down(page: Page) -> None:
    await press(page, "ArrowDown")
    assert await page.evaluate(FOCUSED) == "Price: move up"
    assert await page.get_by_role("status").inner_text() == "Price: 2 / 3"
    await reach(page, "Send")
    await press(page, "Enter")


async def test_a_file_that_is_not_chosen_after_all_closes_nothing(page: Page) -> None:
    await shown(page, "file", "text")
    await page.evaluate("host.shadowRoot.querySelector('input').dispatchEvent(new Event('cancel', {bubbles: true}))")
    assert await page.evaluate("events") == []
    assert await page.get_by_role("dialog").is_visible()


def typed(text: str, *keys: str) -> Callable[[Page], Awaitable[None]]:
    async def write(page: Page) -> None:
        await page.keyboard.type(text)
        await press(page, *keys)

    return write


def keys(*names: str) -> Callable[[Page], Awaitable[None]]:
    return lambda page: press(page, *names)


BY_KEYS: dict[str, tuple[Callable[[Page], Awaitable[None]], Any]] = {
    "nps": (keys("Space", "ArrowRight", "Enter"), 1),
    "csat": (keys("Space", "ArrowLeft", "Enter"), 5),
    "ces": (keys("Space", "ArrowDown", "Enter"), 2),
    "rating": (keys("Space", "ArrowDown", "Enter"), 2),
    "single": (keys("Space", "ArrowDown", "Enter"), "quality"),
    "multiple": (keys("Space", "Tab", "Space", "Enter"), ["reports", "exports"]),
    "dropdown": (keys("b", "Tab", "Enter"), "busan"),
    "text": (typed("More colours", "Control+Enter"), "More colours"),
    "email": (typed("a@example.com", "Enter"), "a@example.com"),
    "phone": (typed("02-123-4567", "Enter"), "02-123-4567"),
    "url": (typed("https://example.com", "Enter"), "https://example.com"),
    "number": (typed("12", "Enter"), 12),
    "date": (typed("11212026", "Enter"), "2026-11-21"),
    "matrix": (keys("Space", "Tab", "Space", "ArrowRight", "Enter"), {"speed": "bad", "care": "fair"}),
    "ranking": (move_down, ["speed", "price", "care"]),
    "picture": (keys("Space", "ArrowDown", "Enter"), ["blue"]),
    "consent": (keys("Space", "Enter"), True),
    "contact": (typed("Mina", "Enter"), {"name": "Mina"}),
    "file": (choose_file, ["fil_8"]),
    "statement": (keys("Enter"), None),
}


@pytest.mark.parametrize("type_", QUESTIONS)
async def test_keys_alone_complete_each_type(page: Page, type_: str) -> None:
    act, expected = BY_KEYS[type_]
    await page.focus("#search")
    await shown(page, type_)
    await press(page, "Tab", "Tab")
    await act(page)
    await page.wait_for_function("() => events.some(({kind}) => kind === 'completed')")
    assert await page.evaluate("() => events.map(({kind}) => kind)") == ["completed"]
    assert (await page.evaluate("events[0].progress.answers")).get(type_) == expected
    await page.wait_for_function("() => host.shadowRoot.activeElement?.id === 'q'")
    assert await page.get_by_role("heading", name="Thank you!").is_visible()
    await press(page, "Escape")
    assert await page.evaluate("document.activeElement.id") == "search"
    assert await page.evaluate("violations") == []
