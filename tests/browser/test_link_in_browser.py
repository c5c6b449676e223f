"""A survey's own page in a real browser, with JavaScript and without: the same questions, the same records."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.conftest import Visit
from tests.browser.visiting_link import SCRIPTS, Link, delayed, rendered, score, write
from tests.running import Service
from tests.surveying import NPS, WHY
from tests.widget.host import Site, site


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Site]:
    """Another site."""
    with site() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def link(service: Service, browser: Browser) -> AsyncIterator[Link]:
    """Whoever opens it finds nothing to complain about."""
    made = Link(service, browser)
    yield made
    for context in made.contexts:
        await context.close()
    assert made.complaints == []


@SCRIPTS
async def test_the_address_suggests_and_the_respondent_answers(link: Link, scripts: bool) -> None:
    page = await link.page(scripts=scripts)
    await page.goto(link.publish() + "?nps=9&lang=ko&source=mail")
    if scripts:
        await rendered(page)
    await expect(page.get_by_role("radio", name="9", exact=True)).to_be_checked()
    await page.wait_for_timeout(1_000)
    assert link.stored() == []

    await page.locator("form button:not([type=button])").click()
    await expect(page.get_by_text("왜 그런가요?")).to_be_visible()
    (begun,) = await link.eventually(page, finished=False)
    assert begun["answers"] == {"nps": 9}
    await page.reload()
    await expect(page.get_by_text("왜 그런가요?")).to_be_visible()
    await write(page, "배송이 빨라요")
    await expect(page.get_by_text("고마워요")).to_be_visible()
    (row,) = await link.eventually(page)
    assert row["answers"] == {"nps": 9, "why": "배송이 빨라요"}
    assert (row["id"], row["channel"], row["context"]["source"], row["language"]) == (begun["id"], "link", "mail", "ko")


async def test_a_form_that_was_touched_stays(link: Link) -> None:
    page = await link.page()
    come = await delayed(page)
    await page.goto(link.publish() + "?lang=en")
    await page.get_by_role("radio", name="7", exact=True).locator("xpath=..").click()
    come.set()
    await page.wait_for_timeout(500)
    await page.get_by_role("button", name="Next").click()
    await write(page, "Slow network")
    await expect(page.get_by_text("Thank you.")).to_be_visible()
    (row,) = await link.eventually(page)
    assert row["answers"] == {"nps": 7, "why": "Slow network"}


@pytest.mark.parametrize("lost", ["**/w.js", "**/w/*.js*", "**/pages/link.js", "**/c/**"])
async def test_the_form_works_where_scripts_fail(link: Link, lost: str) -> None:
    page = await link.page()
    await page.route(lost, lambda route: route.abort())
    await page.goto(link.publish() + "?lang=en")
    await page.wait_for_timeout(300)
    await score(page, 3)
    await write(page, "It works")
    await expect(page.get_by_text("Thank you.")).to_be_visible()
    (row,) = await link.eventually(page)
    assert row["answers"] == {"nps": 3, "why": "It works"}
    assert all("ERR_FAILED" in each or "voc:" in each for each in link.complaints)
    link.complaints.clear()


async def test_nothing_moves_when_the_renderer_comes(link: Link) -> None:
    page = await link.page(width=390)
    come = await delayed(page)
    await page.goto(link.publish() + "?lang=en")
    places = [await page.locator(where).bounding_box() for where in (".sheet", "h1", ".scale label >> nth=10")]
    come.set()
    await rendered(page)
    after = [await page.locator(where).bounding_box() for where in (".sheet", "h2", ".row .pick >> nth=10")]
    for before, now in zip(places, after, strict=True):
        assert before
        assert now
        assert abs(before["y"] - now["y"]) <= 2
        assert abs(before["x"] - now["x"]) <= 2


@SCRIPTS
async def test_a_kiosk_starts_anew_for_the_next(link: Link, scripts: bool) -> None:
    page = await link.page(scripts=scripts)
    await page.goto(link.publish(questions=[NPS]) + "?kiosk&lang=en&source=hall")
    for count in (1, 2):
        if scripts:
            await rendered(page)
        await expect(page.get_by_role("radio", name="8", exact=True)).not_to_be_checked()
        await score(page, 8)
        await expect(page.get_by_text("Thank you")).to_be_visible()
        rows = await link.eventually(page, count=count)
        assert {(row["channel"], row["context"]["source"]) for row in rows} == {("kiosk", "hall")}
        await expect(page.get_by_role("radio", name="8", exact=True)).to_be_visible(timeout=12_000)


@SCRIPTS
async def test_a_page_of_another_site_may_hold_it(link: Link, elsewhere: Site, scripts: bool) -> None:
    address = link.publish() + "?embed&lang=en"
    elsewhere.put("/favicon.ico", " ")
    host = elsewhere.put("/shop", f'<h1>Shop</h1><iframe src="{address}" width="500" height="600"></iframe>')
    page = await link.page(scripts=scripts)
    await page.goto(host)
    frame = page.frames[1]
    if scripts:
        await rendered(frame)
    await score(frame, 9)
    await write(frame, "From the shop")
    await expect(frame.get_by_text("Thank you")).to_be_visible()
    (row,) = await link.eventually(page)
    assert row["answers"] == {"nps": 9, "why": "From the shop"}


HELD_FOR_A_MOMENT = """
    const ask = navigator.locks.request.bind(navigator.locks);
    const held = performance.now() + 250;
    navigator.locks.request = (name, options, then) =>
        performance.now() < held ? Promise.resolve(then(null)) : ask(name, options, then);
"""
"""As where the page that a reload replaces still holds its locks."""


@SCRIPTS
async def test_who_has_begun_may_finish_after_it_closed(link: Link, scripts: bool) -> None:
    page = await link.page(scripts=scripts)
    await page.goto(link.publish() + "?lang=en")
    if scripts:
        await rendered(page)
    await score(page, 6)
    await expect(page.get_by_text("Why?")).to_be_visible()
    await link.eventually(page, finished=False)
    link.close()
    await page.add_init_script(HELD_FOR_A_MOMENT)
    await page.reload()
    await write(page, "Just in time")
    await expect(page.get_by_text("Thank you")).to_be_visible()
    (row,) = await link.eventually(page)
    assert row["answers"] == {"nps": 6, "why": "Just in time"}
    late = await link.page(scripts=scripts)
    await late.goto(page.url.partition("/thanks")[0].partition("?")[0])
    await expect(late.get_by_text("This survey is closed.")).to_be_visible()


async def test_answers_about_something_else_are_not_mixed(link: Link) -> None:
    page = await link.page()
    address = link.publish(hidden=["order"]) + "?lang=en&order="
    await page.goto(address + "1")
    await rendered(page)
    await score(page, 2)
    await expect(page.get_by_text("Why?")).to_be_visible()
    await page.goto(address + "2")
    await rendered(page)
    await expect(page.get_by_text("How likely?")).to_be_visible()
    await page.goto(address + "1")
    await expect(page.get_by_text("Why?")).to_be_visible()


@SCRIPTS
async def test_hostile_addresses_are_text(link: Link, scripts: bool) -> None:
    questions = [NPS | {"text": {"en": "Hello {{hidden:name|you}}?"}}, WHY]
    page = await link.page(scripts=scripts)
    hostile = "{{answer:nps}}<img src=x onerror=alert(1)>{{hidden:name}}\"'{%25 print %25}"
    await page.goto(
        link.publish(questions=questions, hidden=["name"]) + f"?name={hostile}&lang=en&at=why&r=../x&nps=<b>"
    )
    if scripts:
        await rendered(page)
    shown = await page.locator("voc-survey h2" if scripts else "h1").inner_text()
    assert shown == "Hello {{answer:nps}}<img src=x onerror=alert(1)>{{hidden:name}}\"'{% print %}?"
    assert await page.locator("img").count() == 0


async def test_the_page_fits_and_reads_from_right_to_left(link: Link) -> None:
    arabic = NPS | {"text": {"en": "How likely?", "ar": "ما مدى احتمال أن توصي بنا؟"}}
    address = link.publish(questions=[arabic, WHY]) + "?lang=ar"
    for scripts in (True, False):
        page = await link.page(scripts=scripts, width=320)
        await page.goto(address)
        if scripts:
            await rendered(page)
        one, four = page.get_by_role("radio", name="1", exact=True), page.get_by_role("radio", name="4", exact=True)
        first, last = await one.locator("..").bounding_box(), await four.locator("..").bounding_box()
        assert first
        assert last
        assert 320 >= first["x"] + first["width"] > last["x"] >= 0
        assert first["width"] >= 44
        overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth") if scripts else 0
        assert overflow <= 0


async def test_the_author_s_colours_hold_before_and_after(visit: Visit, link: Link) -> None:
    look = {"accent": "#0b6e4f", "background": "#102a23", "text": "#eefaf5"}
    await visit.page.goto(link.publish(appearance=look) + "?lang=en")
    card = visit.page.locator(".sheet")
    await rendered(visit.page)
    colours = await card.evaluate("(card) => [getComputedStyle(card).backgroundColor, getComputedStyle(card).color]")
    assert colours == ["rgb(16, 42, 35)", "rgb(238, 250, 245)"]
    inner = await visit.page.locator("voc-survey h2").evaluate("(it) => getComputedStyle(it).color")
    assert inner == "rgb(238, 250, 245)"
    assert visit.complaints == []
