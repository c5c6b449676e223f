"""What a host may call, write into its page, and hear."""

import asyncio
from typing import Any

from playwright.async_api import Page, expect

from tests.widget.conftest import NPS_AND_WHY, Stage

RULES = "async id => (await voc.explain(id)).rules.map(({rule, passed}) => [rule, passed])"


async def shown(page: Page) -> None:
    """Until the survey is there."""
    await page.get_by_role("radio").first.wait_for(state="attached")


async def test_explain_says_what_the_server_says(stage: Stage) -> None:
    targeting: dict[str, Any] = {
        "triggers": [{"on": "event", "name": "paid"}],
        "where": {"all": [{"on": "customer:plan", "is": "equals", "value": "pro"}]},
        "sample_share": 0.5,
    }
    survey = await stage.survey_of(targeting=targeting)
    attributes = {"plan": "free"}
    url = stage.page(calls=f"voc.identify('c-7', {attributes});")
    page = await stage.visit(url)
    ours = await page.evaluate("id => voc.explain(id)", survey["id"])
    await stage.caller.http.post("/v1/customers", json={"id": "c-7", "attributes": attributes})
    query = {"customer": "c-7", "url": url, "device": "desktop", "language": "en-GB"}
    theirs = (await stage.caller.http.get(f"/v1/surveys/{survey['id']}/explain", params=query)).json()
    assert ours["failed"] == "where.customer"
    assert ours["shown"] == theirs["shown"]
    told = {each["rule"]: each["passed"] for each in theirs["rules"] if each["passed"] is not None}
    assert {name: passed for name, passed in told.items() if name != "where.customer"}.items() <= {
        each["rule"]: each["passed"] for each in ours["rules"]
    }.items() | {("pacing", told.get("pacing")), ("session", told.get("session")), ("page", told.get("page"))}


async def test_explain_before_the_loader_came_and_of_nothing(stage: Stage) -> None:
    await stage.survey_of(targeting={})
    page = await stage.visit(stage.page(calls="window.told = voc.explain('srv_none');"))
    told = await page.evaluate("window.told")
    assert (told["shown"], told["failed"]) == (False, "state")


async def test_show_asks_at_once_and_listeners_hear_it(stage: Stage) -> None:
    survey = await stage.survey_of(targeting={}, questions=NPS_AND_WHY)
    calls = (
        "window.heard=[];for (const m of ['shown','answered','completed','dismissed'])"
        "voc.on(m, told => heard.push([m, Object.keys(told.answers)]));"
        "voc.on('shown', () => heard.push('never'))();"
        f"voc.show('{survey['id']}');"
    )
    page = await stage.visit(stage.page(calls=calls))
    await shown(page)
    await page.get_by_role("radio").nth(5).click(force=True)
    await page.get_by_role("textbox").fill("Fine")
    await page.get_by_role("button", name="Send").click()
    await stage.eventually(lambda rows: bool(rows) and rows[0]["finished"])
    assert await page.evaluate("heard") == [["shown", []], ["answered", ["nps"]], ["completed", ["nps", "why"]]]


async def test_a_listener_that_fails_harms_nobody(stage: Stage) -> None:
    survey = await stage.survey_of(targeting={})
    page = await stage.visit(stage.page(calls=f"voc.on('shown', () => {{ throw 1 }});voc.show('{survey['id']}');"))
    await page.get_by_role("radio").nth(5).click(force=True)
    await stage.eventually(lambda rows: bool(rows))
    assert await page.evaluate("broken") == []


async def test_our_failures_stay_ours(stage: Stage) -> None:
    await stage.survey_of()
    url = stage.page(calls="voc.show('srv_none');voc.identify();voc.show();", appUrl="http://127.0.0.1:9")
    page = await stage.visit(url)
    await asyncio.sleep(1)
    assert [line for line in await page.evaluate("broken") if "connect-src" not in line] == []


async def test_a_place_in_the_page_now_or_later(stage: Stage) -> None:
    survey = await stage.survey_of(targeting={})
    page = await stage.visit(stage.page("<main></main>"))
    await page.evaluate(
        "id => { const div = document.createElement('div'); div.dataset.vocSurvey = id; div.id = 'here';"
        " div.dataset.vocHidden = '{}'; document.querySelector('main').append(div); }",
        survey["id"],
    )
    await expect(page.locator("#here voc-survey")).to_have_count(1)
    await page.locator("#here").get_by_role("radio").nth(9).click(force=True)
    await stage.eventually(lambda rows: bool(rows) and rows[0]["finished"])
    await page.evaluate("document.querySelector('#here').remove()")
    await asyncio.sleep(0.3)
    assert await page.evaluate("broken") == []


async def test_show_into_a_target(stage: Stage) -> None:
    survey = await stage.survey_of(targeting={})
    page = await stage.visit(stage.page("<aside></aside>", calls=f"voc.show('{survey['id']}', {{target: 'aside'}});"))
    await expect(page.locator("aside voc-survey")).to_have_count(1)


async def test_a_kiosk_starts_over_for_the_next_person(stage: Stage) -> None:
    survey = await stage.survey_of(targeting={})
    page = await stage.visit(stage.page(f"<div data-voc-survey='{survey['id']}' data-voc-kiosk=1></div>"))
    for points in (3, 9):
        await expect(page.get_by_role("radio", checked=True)).to_have_count(0)
        await page.get_by_role("radio").nth(points).click(force=True)
        await expect(page.get_by_role("radio")).to_have_count(0)
    rows = await stage.eventually(lambda rows: len(rows) == 2)
    assert sorted(row["answers"]["nps"] for row in rows) == [3, 9]


async def test_a_language_chosen_by_the_host(stage: Stage) -> None:
    survey = await stage.survey_of(targeting={})
    page = await stage.visit(stage.page(calls=f"voc.setLanguage('ko-KR');voc.show('{survey['id']}');"))
    await expect(page.get_by_role("heading")).to_have_text("추천하시겠어요?")
    await page.evaluate("voc.setLanguage('en')")
    await expect(page.get_by_role("heading")).to_have_text("How likely?")


async def test_reset_makes_somebody_new(stage: Stage) -> None:
    await stage.survey_of(targeting={"triggers": [{"on": "page"}]})
    page = await stage.visit(stage.page())
    await shown(page)
    before = await page.evaluate("localStorage['voc.visitor']")
    await page.evaluate("voc.reset()")
    assert await page.evaluate("localStorage['voc.visitor']") != before
    await shown(page)  # nobody knows this person


async def test_one_script_tag_is_enough(stage: Stage) -> None:
    await stage.survey_of()
    tag = f"<script async src='{stage.address}/w.js' data-project-id='{stage.caller.workspace}'></script>"
    page = await stage.visit(stage.shop.put("/tag", tag))
    await shown(page)


async def test_a_frame_of_another_site_asks_as_well(stage: Stage) -> None:
    await stage.survey_of()
    inner = stage.page(path="/framed").replace("localhost", "127.0.0.1")
    page = await stage.visit(stage.shop.put("/frame", f"<iframe width=600 height=600 src='{inner}'></iframe>"))
    await page.frame_locator("iframe").get_by_role("radio").nth(9).click(force=True)
    await stage.eventually(lambda rows: bool(rows))


async def test_do_not_track_changes_nothing(stage: Stage) -> None:
    await stage.survey_of()
    context = await stage.context()
    await context.add_init_script("Object.defineProperty(navigator, 'doNotTrack', {value: '1'})")
    await shown(await stage.visit(stage.page(), context))
