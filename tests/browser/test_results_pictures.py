"""Charts of results, saved as pictures."""

import struct
from pathlib import Path

import httpx
import pytest

from tests.browser.conftest import Visit

SURVEY = {"name": "Charted", "questions": [{"id": "nps", "type": "nps", "text": {"en": "Recommend?", "ko": "추천?"}}]}
COUNTED_MS = 60_000


async def answered(visit: Visit) -> str:
    """The id of a survey with two responses."""
    key = (visit.service.data_dir / "local.key").read_text().strip()
    headers = {"authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(base_url=visit.service.url, headers=headers, timeout=30) as http:
        survey = str((await http.post("/v1/surveys", json=SURVEY)).json()["id"])
        (await http.post(f"/v1/surveys/{survey}/publish")).raise_for_status()
        for at, score in enumerate((9, 3)):
            body = {"survey": survey, "submission_id": f"{survey}-{at}", "answers": {"nps": score}}
            (await http.post("/v1/responses", json=body)).raise_for_status()
    return survey


async def charted(visit: Visit) -> str:
    """The id of a survey whose results are on the page."""
    survey = await answered(visit)
    for _ in range(COUNTED_MS // 500):
        await visit.page.goto(f"{visit.service.url}/surveys/{survey}/results")
        if await visit.page.locator(".chart").count():
            return survey
        await visit.page.wait_for_timeout(500)
    raise AssertionError("the responses were not counted")


@pytest.mark.parametrize("visit", ["en", "ko"], indirect=True)
async def test_every_chart_is_saved_as_a_picture_in_the_colours_of_the_page(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    await visit.sign_in()
    survey = await charted(visit)
    buttons = page.locator("button[data-picture]")
    assert await buttons.count() == 2
    pictures = {}
    for colours in ("light", "dark"):
        await page.emulate_media(color_scheme=colours)
        async with page.expect_download() as download:
            await buttons.first.click()
        file = await download.value
        assert file.suggested_filename == f"over-time-{survey}.png"
        pictures[colours] = tmp_path / colours
        await file.save_as(pictures[colours])
    light, dark = (path.read_bytes() for path in pictures.values())
    assert light != dark
    for picture in (light, dark):
        assert picture.startswith(b"\x89PNG")
        width, height = struct.unpack(">II", picture[16:24])
        assert width > 1000
        assert height > 400
    assert visit.complaints == []


async def test_without_scripts_no_button_promises_a_picture(visit: Visit) -> None:
    await visit.sign_in()
    survey = await charted(visit)
    await visit.page.route("**/pages/results.js", lambda route: route.abort())
    await visit.page.goto(f"{visit.service.url}/surveys/{survey}/results")
    assert await visit.page.locator("button[data-picture]:visible").count() == 0
    assert await visit.page.locator("a:has-text('CSV'):visible").count() == 1
