"""Answers arrive: after a reload, a tunnel, a failing service, and once from however many tabs."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Page, Route

from tests.widget.conftest import NPS_AND_WHY, Stage

ANY_SITE = {"access-control-allow-origin": "*", "access-control-expose-headers": "retry-after"}
SECOND = 1.0


def score(page: Page, points: int) -> Any:
    """The button of an NPS score."""
    return page.get_by_role("radio").nth(points)


async def rate(page: Page, points: int) -> None:
    """Choose an NPS score."""
    await score(page, points).click(force=True)


async def say(page: Page, words: str) -> None:
    """Answer the open question, the last."""
    await page.get_by_role("textbox").fill(words)
    await page.get_by_role("button", name="Send").click()


async def waits(page: Page, count: int) -> None:
    """Until so many responses are kept on the device."""
    kept = "Object.keys(localStorage).filter(k => k.startsWith('voc.r.')).length"
    for _ in range(100):
        if await page.evaluate(kept) == count:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(await page.evaluate(kept))


class Trouble:
    """Answers in the service's place, so many times, and remembers what was sent."""

    def __init__(self, status: int, times: int, headers: dict[str, str] | None = None) -> None:
        self.status, self.times, self.headers = status, times, ANY_SITE | (headers or {})
        self.sent: list[float] = []

    async def __call__(self, route: Route) -> None:
        """Playwright's handler."""
        self.sent.append(asyncio.get_running_loop().time())
        if len(self.sent) > self.times:
            await route.continue_()
        elif self.status:
            await route.fulfill(status=self.status, headers=self.headers, body="{}")
        else:
            await route.abort()


async def troubled(stage: Stage, trouble: Trouble) -> Page:
    """A page on which the survey stands while its answers meet trouble."""
    await stage.survey_of()
    page = await (await stage.context()).new_page()
    await page.route("**/responses", trouble)
    await page.goto(stage.page())
    await score(page, 9).wait_for(state="attached")
    return page


async def test_a_reload_resumes_where_the_respondent_was(stage: Stage) -> None:
    await stage.survey_of(questions=NPS_AND_WHY)
    page = await stage.visit(stage.page())
    await rate(page, 3)
    await page.get_by_role("textbox").wait_for()
    await stage.eventually(lambda rows: [row["answers"] for row in rows] == [{"nps": 3}])
    await page.reload()
    await say(page, "It came late")
    (row,) = await stage.eventually(lambda rows: bool(rows) and rows[0]["finished"])
    assert row["answers"] == {"nps": 3, "why": "It came late"}
    assert await page.evaluate("broken") == []


async def test_a_finished_survey_leaves_nothing_behind(stage: Stage) -> None:
    await stage.survey_of()
    page = await stage.visit(stage.page())
    await rate(page, 10)
    await stage.eventually(lambda rows: bool(rows) and rows[0]["finished"])
    await waits(page, 0)


async def test_offline_answers_arrive_when_the_line_is_back(stage: Stage) -> None:
    await stage.survey_of()
    page = await stage.visit(stage.page())
    await score(page, 8).wait_for(state="attached")
    await page.context.set_offline(True)
    await rate(page, 8)
    await asyncio.sleep(SECOND)
    assert await stage.responses() == []
    await page.context.set_offline(False)
    (row,) = await stage.eventually(lambda rows: bool(rows))
    assert (row["answers"], row["finished"]) == ({"nps": 8}, True)


async def test_an_answer_given_offline_survives_the_tab(stage: Stage) -> None:
    await stage.survey_of(targeting={"triggers": [{"on": "page"}]})
    url = stage.page()
    page = await stage.visit(url)
    await score(page, 7).wait_for(state="attached")
    await page.context.set_offline(True)
    await rate(page, 7)
    await waits(page, 1)
    await page.close()
    await page.context.set_offline(False)
    assert await stage.responses() == []
    await stage.visit(url, page.context)
    (row,) = await stage.eventually(lambda rows: bool(rows))
    assert row["answers"] == {"nps": 7}


@pytest.mark.parametrize("status", [500, 503, 429, 408, 0])
async def test_a_passing_trouble_is_waited_out(stage: Stage, status: int) -> None:
    trouble = Trouble(status, times=2)
    page = await troubled(stage, trouble)
    await rate(page, 9)
    (row,) = await stage.eventually(lambda rows: bool(rows))
    assert row["answers"] == {"nps": 9}
    assert len(trouble.sent) == 3


async def test_retry_after_is_honoured(stage: Stage) -> None:
    trouble = Trouble(429, times=1, headers={"retry-after": "3"})
    page = await troubled(stage, trouble)
    await rate(page, 9)
    await stage.eventually(lambda rows: bool(rows))
    assert trouble.sent[1] - trouble.sent[0] >= 3


@pytest.mark.parametrize("status", [400, 403, 409, 413])
async def test_what_is_refused_for_good_is_told_to_the_developer_and_dropped(stage: Stage, status: int) -> None:
    trouble = Trouble(status, times=99)
    page = await troubled(stage, trouble)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    await rate(page, 9)
    await waits(page, 0)
    await asyncio.sleep(2 * SECOND)
    assert len(trouble.sent) == 1
    assert any("voc: an answer was refused" in line for line in told)
    assert await page.evaluate("broken") == []


async def test_a_closing_page_still_speaks(stage: Stage) -> None:
    await stage.survey_of()
    page = await stage.visit(stage.page())
    await score(page, 6).wait_for(state="attached")
    # what Playwright intercepts may be lost with the page, so nothing is: the page's own fetch fails
    failing = "window.fetch = () => { window.tried = true; return Promise.reject(new TypeError('no line')); }"
    await page.evaluate(f"() => {{ {failing} }}")
    await rate(page, 6)
    # a function: a bare expression is evaluated anew at each look, which the page's content policy refuses
    await page.wait_for_function("() => window.tried")
    await page.goto("about:blank")
    (row,) = await stage.eventually(lambda rows: bool(rows))
    assert row["answers"] == {"nps": 6}


async def test_two_tabs_keep_two_responses_apart_and_send_each_once(stage: Stage) -> None:
    survey = await stage.survey_of(questions=NPS_AND_WHY, targeting={})
    url = stage.page(f"<div data-voc-survey='{survey['id']}'></div>")
    context = await stage.context()
    sent: list[str] = []
    context.on("request", lambda request: sent.append(request.url) if request.url.endswith("/responses") else None)
    one, two = await stage.visit(url, context), await stage.visit(url, context)
    await rate(one, 1)
    await rate(two, 10)
    await say(one, "first")
    await say(two, "second")
    rows = await stage.eventually(lambda rows: len(rows) == 2 and all(row["finished"] for row in rows))
    assert sorted((row["answers"]["nps"], row["answers"]["why"]) for row in rows) == [(1, "first"), (10, "second")]
    assert len(sent) == 4


async def test_a_second_tab_delivers_what_a_dead_one_left_but_not_what_a_live_one_is_at(stage: Stage) -> None:
    survey = await stage.survey_of(questions=NPS_AND_WHY, targeting={})
    url = stage.page(f"<div data-voc-survey='{survey['id']}'></div>")
    one = await stage.visit(url)
    await score(one, 4).wait_for(state="attached")
    await one.context.set_offline(True)
    await rate(one, 4)
    await one.get_by_role("textbox").wait_for()
    await one.context.set_offline(False)
    two = await stage.visit(url, one.context)
    await score(two, 5).wait_for(state="attached")  # a form of its own, not the other tab's second question
    await stage.eventually(lambda rows: len(rows) == 1)


async def test_without_consent_nothing_is_stored_and_answers_still_arrive(stage: Stage) -> None:
    await stage.survey_of(questions=NPS_AND_WHY)
    page = await stage.visit(stage.page(storage="none"))
    await page.evaluate(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, {get() { broken.push('touched ' + name); }})"
    )
    await rate(page, 2)
    await say(page, "Nothing kept")
    (row,) = await stage.eventually(lambda rows: bool(rows) and rows[0]["finished"])
    assert row["answers"] == {"nps": 2, "why": "Nothing kept"}
    assert await page.evaluate("broken") == []
    assert (await page.context.storage_state())["origins"] == []
    assert await page.context.cookies() == []
    assert await page.evaluate("indexedDB.databases()") == []


async def test_a_frame_without_an_origin_works_as_well(stage: Stage) -> None:
    await stage.survey_of()
    inner = stage.page(path="/inner")
    page = await stage.visit(stage.shop.put("/outer", f"<iframe sandbox='allow-scripts' src='{inner}'></iframe>"))
    await page.frame_locator("iframe").get_by_role("radio", name="9").click(force=True)
    (row,) = await stage.eventually(lambda rows: bool(rows))
    assert row["answers"] == {"nps": 9}
