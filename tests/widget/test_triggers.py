"""What makes a survey appear, each on a real page; and what keeps it away."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.widget.conftest import Stage

TALL = "<div class=deep>text</div><style nonce=x>.deep{height:4000px}</style><button class=buy>Buy</button>"
QUIET_SECONDS = 0.8


def on(*triggers: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Targeting by these triggers, for anybody at any time."""
    return {"triggers": list(triggers), "frequency": {"every_days": 0}, **more}


async def shown(page: Page) -> None:
    """Until the survey is there."""
    await page.get_by_role("radio").first.wait_for(state="attached")


async def nothing(page: Page) -> None:
    """For a while."""
    await asyncio.sleep(QUIET_SECONDS)
    assert await page.locator("voc-survey").count() == 0


async def opened(stage: Stage, targeting: dict[str, Any], *, body: str = TALL, calls: str = "") -> Page:
    """A page with a survey so targeted."""
    await stage.survey_of(targeting=targeting)
    return await stage.visit(stage.page(body, calls=calls, strict=False))


async def test_a_click_on_a_selector(stage: Stage) -> None:
    page = await opened(stage, on({"on": "click", "selector": ".buy"}))
    await nothing(page)
    await page.click(".buy")
    await shown(page)


async def test_an_event_with_properties(stage: Stage) -> None:
    wanted = {"on": "event", "name": "paid", "where": {"on": "event:total", "is": "greater", "value": 100}}
    page = await opened(stage, on(wanted), calls="voc.track('paid', {total: 50});")
    await nothing(page)
    await page.evaluate("voc.track('paid', {total: 150})")
    await shown(page)


async def test_an_event_reported_before_the_loader_came(stage: Stage) -> None:
    page = await opened(stage, on({"on": "event", "name": "paid"}), calls="voc.track('paid');")
    await shown(page)


async def test_scrolling_so_far(stage: Stage) -> None:
    page = await opened(stage, on({"on": "scroll", "share": 0.6}))
    await nothing(page)
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await shown(page)


async def test_a_delay(stage: Stage) -> None:
    page = await opened(stage, on({"on": "delay", "seconds": 2}))
    await nothing(page)
    await shown(page)


async def test_leaving_by_the_top_of_the_window(stage: Stage) -> None:
    page = await opened(stage, on({"on": "exit"}))
    await page.mouse.move(300, 300)
    await nothing(page)
    await page.evaluate("document.dispatchEvent(new MouseEvent('mouseout', {clientY: -1, bubbles: true}))")
    await shown(page)


async def test_touching_nothing_for_a_while(stage: Stage) -> None:
    page = await opened(stage, on({"on": "idle", "seconds": 2}))
    for step in range(12):
        await page.mouse.move(100 + step, 100)
        await asyncio.sleep(0.25)
    assert await page.locator("voc-survey").count() == 0
    await shown(page)


async def test_a_route_of_a_single_page_application(stage: Stage) -> None:
    where = {"on": "url", "is": "ends", "value": "/cart"}
    page = await opened(stage, on({"on": "route"}, where=where))
    state = await page.evaluate("history.pushState({mine: 1}, '', '/list') ?? history.state.mine")
    assert state == 1, "the host's own history works as before"
    await nothing(page)
    await page.evaluate("history.pushState({}, '', '/cart')")
    await shown(page)


async def test_a_url_that_matches_a_pattern(stage: Stage) -> None:
    where = {"on": "url", "is": "matches", "value": r"/order/\d+$"}
    page = await opened(stage, on({"on": "route"}, where=where))
    await page.evaluate("history.pushState({}, '', '/order/x')")
    await nothing(page)
    await page.evaluate("history.pushState({}, '', '/order/17')")
    await shown(page)


async def test_a_tab_is_there_and_keeps_what_was_typed_when_folded(stage: Stage) -> None:
    questions = [{"id": "why", "type": "text", "text": {"en": "What is missing?"}}]
    await stage.survey_of(targeting=on({"on": "tab"}), questions=questions)
    page = await stage.visit(stage.page())
    await page.get_by_role("button", name="Feedback").click()
    await page.get_by_role("textbox").fill("A dark mode")
    await page.get_by_role("button", name="Close").click()
    await page.get_by_role("button", name="Feedback").click()
    await expect(page.get_by_role("textbox")).to_have_value("A dark mode")
    await page.get_by_role("button", name="Send").click()
    (row,) = await stage.eventually(lambda rows: bool(rows) and rows[0]["finished"])
    assert row["answers"] == {"why": "A dark mode"}


@pytest.mark.parametrize(
    ("where", "appears"),
    [
        ({"on": "device", "is": "equals", "value": "desktop"}, True),
        ({"on": "device", "is": "equals", "value": "phone"}, False),
        ({"on": "language", "is": "equals", "value": "en"}, True),
        ({"on": "customer:plan", "is": "equals", "value": "pro"}, True),
        ({"on": "customer:plan", "is": "equals", "value": "free"}, False),
    ],
)
async def test_conditions(stage: Stage, where: dict[str, Any], appears: bool) -> None:
    page = await opened(stage, on({"on": "page"}, where=where), calls="voc.identify('c-1', {plan: 'pro'});")
    await (shown if appears else nothing)(page)


async def test_nobody_is_asked_twice_within_the_gap(stage: Stage) -> None:
    await stage.survey_of(targeting={"triggers": [{"on": "page"}], "frequency": {"every_days": 90}})
    url = stage.page()
    page = await stage.visit(url)
    await shown(page)
    await page.get_by_role("button", name="Close").click()
    await page.reload()
    await nothing(page)
    # the service remembers a person whom this device does not
    other = await stage.visit(stage.page(calls="voc.identify('c-9');", path="/me"))
    await shown(other)
    again = await stage.visit(stage.page(calls="voc.identify('c-9');", path="/me"))
    await nothing(again)


async def test_a_session_is_asked_once(stage: Stage) -> None:
    await stage.survey_of(targeting=on({"on": "page"}))
    page = await stage.visit(stage.page())
    await shown(page)
    await page.get_by_role("button", name="Close").click()
    await page.reload()
    await nothing(page)
