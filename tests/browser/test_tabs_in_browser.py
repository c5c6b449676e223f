"""A survey from its template to somebody's page, with nothing but what the pages offer to copy and to click."""

from tests.browser.conftest import Visit
from tests.widget.host import STRICT, site

MOMENT_MS = 15_000


async def test_the_copied_snippet_shows_the_published_survey_under_a_strict_policy(visit: Visit) -> None:
    page, url = visit.page, visit.service.url
    await visit.sign_in()
    survey = await begun(visit)
    await page.goto(f"{url}/surveys/{survey}/targeting?add=page")
    await page.click("#add form button")
    assert "When a page opens" in await page.inner_text(".entries")
    await page.click(".survey-head button:has-text('Publish')")
    await page.goto(f"{url}/settings/widget")
    snippet = (await page.inner_text("#snippet")).replace("YOUR-NONCE", "x")
    with site() as shop:
        address = shop.put("/", f"{snippet}<h1>Shop</h1>", STRICT.format(api=url))
        await page.goto(address)
        await page.get_by_role("heading", name="How likely are you to recommend us").wait_for(timeout=MOMENT_MS)
    assert visit.complaints == []


async def test_the_look_is_seen_before_it_is_kept(visit: Visit) -> None:
    page, url = visit.page, visit.service.url
    await visit.sign_in()
    survey = await begun(visit)
    await page.goto(f"{url}/surveys/{survey}/theme")
    await page.fill("input[name=text]", "#999999")
    await page.locator("tr.bad").first.wait_for(timeout=MOMENT_MS)
    await page.fill("input[name=text]", "")
    await page.locator("tr.bad").first.wait_for(state="detached", timeout=MOMENT_MS)
    await page.fill("input[name=accent]", "#0044cc")
    assert await page.input_value("input[data-colour-of=f-accent]") == "#0044cc"
    preview = page.frame_locator(".look iframe")
    await preview.get_by_role("heading", name="How likely are you to recommend us").wait_for(timeout=MOMENT_MS)
    assert visit.complaints == []


async def begun(visit: Visit) -> str:
    """The id of a new draft from the first template."""
    await visit.page.goto(visit.service.url + "/surveys/new")
    await visit.page.click(".gallery li:first-child button")
    await visit.page.wait_for_url("**/surveys/srv_*/edit*")
    return visit.page.url.split("/surveys/")[1].split("/")[0]
