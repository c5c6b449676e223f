"""The list of surveys by keys, and a survey's tabs on a phone."""

import httpx
import pytest

from tests.browser.conftest import Visit

QUESTIONS = [{"id": "nps", "type": "nps", "text": {"en": "Recommend?", "ko": "추천?"}}]


async def live(visit: Visit, *names: str) -> list[str]:
    """Ids of published surveys, the newest last."""
    key = (visit.service.data_dir / "local.key").read_text().strip()
    headers = {"authorization": f"Bearer {key}"}
    ids = []
    async with httpx.AsyncClient(base_url=visit.service.url, headers=headers, timeout=30) as http:
        for name in names:
            made = (await http.post("/v1/surveys", json={"name": name, "questions": QUESTIONS})).json()
            (await http.post(f"/v1/surveys/{made['id']}/publish")).raise_for_status()
            ids.append(str(made["id"]))
    return ids


async def test_x_selects_and_a_step_for_the_selected_can_be_undone(visit: Visit) -> None:
    page = visit.page
    await visit.sign_in()
    await live(visit, "Keyed one", "Keyed two")
    await page.goto(f"{visit.service.url}/surveys?q=Keyed")
    assert not await page.locator(".together").is_visible()
    for key in ("j", "x", "j", "x"):
        await page.keyboard.press(key)
    assert await page.locator("[data-select]:checked").count() == 2
    await page.keyboard.press("?")
    assert "Select, or not" in await page.inner_text("#keys")
    await page.keyboard.press("Escape")
    await page.click(".together button[value=pause]")
    assert "2 surveys are paused" in await page.inner_text(".notice")
    assert await page.locator(".state.paused").count() == 2
    assert "q=Keyed" in page.url
    await page.click(".notice button")
    assert await page.locator(".state.paused").count() == 0
    await page.locator("[data-select]").first.click()
    await page.keyboard.press("j")
    assert await page.locator("[data-row][data-current]").count() == 1
    await page.click(".together button[type=reset]")
    assert not await page.locator(".together").is_visible()
    assert visit.complaints == []


@pytest.mark.parametrize("visit", ["en", "ko"], indirect=True)
@pytest.mark.parametrize("width", [390, 320])
async def test_the_current_tab_is_in_view_on_a_phone(visit: Visit, width: int) -> None:
    page = visit.page
    await visit.sign_in()
    (survey,) = await live(visit, "Narrow")
    await page.set_viewport_size({"width": width, "height": 700})
    for tab in ("edit", "targeting", "schedule", "theme", "share", "results"):
        await page.goto(f"{visit.service.url}/surveys/{survey}/{tab}")
        box = await page.locator(".tabs [aria-current]").bounding_box()
        assert box is not None
        assert box["x"] >= 0, tab
        assert box["x"] + box["width"] <= width, tab
