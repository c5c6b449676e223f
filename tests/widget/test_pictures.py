"""Pictures of choices on a careful host's page, which allows no images: fetched from the service and drawn."""

import asyncio
from typing import Any

from playwright.async_api import Page

from tests.surveys.pictures import png
from tests.widget.conftest import Stage
from voc.surveys import pictures
from voc.surveys.editing.wording import PLAIN_PICTURE

COLOURS = {"red": (200, 30, 60), "blue": (20, 60, 200)}
MIDDLES = """() => [...document.querySelector("voc-survey").shadowRoot.querySelectorAll("canvas:not([hidden])")]
  .map(canvas => [...canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data])"""
DRAWN = """count => {
  const found = [...(document.querySelector("voc-survey")?.shadowRoot.querySelectorAll("canvas:not([hidden])") ?? [])];
  const seen = canvas => canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[3] > 0;
  return found.length === count && found.every(seen);
}"""


def question(images: dict[str, str], **fields: Any) -> dict[str, Any]:
    """A question with a choice for each image."""
    choices = [{"id": id_, "text": {"en": id_.capitalize()}, "image": image} for id_, image in images.items()]
    return {"id": "look", "type": "picture", "text": {"en": "Which one?"}, "choices": choices} | fields


async def uploaded(stage: Stage, watch: Any) -> dict[str, str]:
    """A picture of each colour."""
    workspace = stage.caller.workspace
    return {
        id_: await pictures.store(workspace, f"{id_}.png", png(colour=c), now=watch()) for id_, c in COLOURS.items()
    }


def near(found: list[int], wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) <= 3 for one, other in zip(found, (*wanted, 255), strict=True))


async def middles(page: Page, count: int) -> list[list[int]]:
    """The colours in the middle of each canvas, once all are drawn."""
    await page.wait_for_function(DRAWN, arg=count)
    found: list[list[int]] = await page.evaluate(MIDDLES)
    return found


async def test_pictures_are_seen_and_chosen_without_one_violation(stage: Stage, watch: Any) -> None:
    await stage.survey_of(questions=[question(await uploaded(stage, watch))])
    page = await stage.visit(stage.page())
    seen = await middles(page, 2)
    assert near(seen[0], COLOURS["red"])
    assert near(seen[1], COLOURS["blue"])
    await page.get_by_role("radio", name="Blue").click()
    (row,) = await stage.eventually(lambda rows: len(rows) == 1 and rows[0]["finished"])
    assert row["answers"] == {"look": ["blue"]}
    assert await page.evaluate("broken") == []


async def test_they_are_seen_again_after_going_back_and_fetched_once(stage: Stage, watch: Any) -> None:
    asked: list[str] = []
    why = {"id": "why", "type": "text", "text": {"en": "Why?"}}
    await stage.survey_of(questions=[question(await uploaded(stage, watch), multiple=True), why])
    context = await stage.context()
    context.on("request", lambda request: asked.append(request.url) if "/pictures/" in request.url else None)
    page = await stage.visit(stage.page(), context)
    await middles(page, 2)
    await page.get_by_role("checkbox", name="Red").check()
    await page.get_by_role("button", name="Next").click()
    await page.get_by_role("button", name="Back").click()
    assert near((await middles(page, 2))[0], COLOURS["red"])
    assert len(asked) == 2


async def test_a_choice_whose_picture_is_gone_keeps_its_words(stage: Stage, watch: Any) -> None:
    images = await uploaded(stage, watch) | {"blue": f"/c/{stage.caller.workspace}/pictures/pic_gone"}
    await stage.survey_of(questions=[question(images)])
    page = await stage.visit(stage.page())
    assert near((await middles(page, 1))[0], COLOURS["red"])
    await page.get_by_role("radio", name="Blue").click()
    (row,) = await stage.eventually(lambda rows: len(rows) == 1 and rows[0]["finished"])
    assert row["answers"] == {"look": ["blue"]}
    assert await page.evaluate("broken") == []


async def test_whoever_chooses_by_keys_is_not_disturbed_by_a_picture_that_fails(stage: Stage, watch: Any) -> None:
    await stage.survey_of(questions=[question(await uploaded(stage, watch))])
    context = await stage.context()
    late = asyncio.Event()

    async def fail(route: Any) -> None:
        await late.wait()
        await route.abort()

    await context.route("**/pictures/**", fail)
    page = await stage.visit(stage.page(), context)
    blue = page.get_by_role("radio", name="Blue")
    await blue.focus()
    late.set()
    await page.wait_for_function(
        "() => document.querySelector('voc-survey').shadowRoot.querySelectorAll('canvas[hidden]').length === 2"
    )
    assert await blue.evaluate("radio => radio.getRootNode().activeElement === radio")


async def test_the_picture_of_a_new_choice_comes_from_the_service_as_well(stage: Stage) -> None:
    await stage.survey_of(questions=[question({"red": PLAIN_PICTURE, "blue": PLAIN_PICTURE})])
    page = await stage.visit(stage.page())
    await page.wait_for_function(DRAWN, arg=2)
    assert await page.evaluate("broken") == []


async def test_pictures_of_other_sites_are_images_where_the_page_allows_them(stage: Stage) -> None:
    images = {"red": "https://pictures.example/red.png", "blue": "https://pictures.example/gone.png"}
    await stage.survey_of(questions=[question(images)])
    context = await stage.context()

    async def answer(route: Any) -> None:
        if route.request.url.endswith("red.png"):
            await route.fulfill(body=png(), content_type="image/png")
        else:
            await route.abort()

    await context.route("https://pictures.example/**", answer)
    page = await stage.visit(stage.page(strict=False), context)
    await page.wait_for_function("() => document.querySelector('voc-survey')?.shadowRoot.querySelector('img[hidden]')")
    assert await page.locator("voc-survey img:not([hidden])").evaluate("image => image.src") == images["red"]
    assert await page.get_by_role("radio", name="Blue").is_visible()
