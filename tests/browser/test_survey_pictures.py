"""An author puts pictures beside choices, and sees them where respondents will."""

from pathlib import Path

from playwright.async_api import Page

from tests.browser.conftest import Visit
from tests.browser.test_survey_editor import call
from tests.surveys.pictures import png

PLAIN = "/static/0/pictures/plain.png"
LOOKS = {"id": "look", "type": "picture", "text": {"en": "Which one?"}, "choices": [
    {"id": "red", "text": {"en": "Red"}, "image": PLAIN},
    {"id": "blue", "text": {"en": "Blue"}, "image": PLAIN}]}  # fmt: skip
DRAWN = """() => [...document.querySelector("[data-host]").shadowRoot.querySelectorAll("canvas")].some(canvas => {
  const [red, green, blue] = canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
  return red > 180 && green < 60 && blue < 90;
})"""


async def open_editor(visit: Visit) -> str:
    """The editor with the question open; the survey's id."""
    await visit.sign_in()
    made = call(visit, "POST", "/v1/surveys", {"name": "Looks", "questions": [LOOKS]}).json()["id"]
    await visit.page.goto(f"{visit.service.url}/surveys/{made}/edit?part=questions:look")
    return str(made)


def images(visit: Visit, survey: str) -> list[str]:
    """What the draft names."""
    question = call(visit, "GET", f"/v1/surveys/{survey}", {}).json()["questions"][0]
    return [choice["image"] for choice in question["choices"]]


async def choose(page: Page, choice: str, name: str, content: bytes) -> None:
    """Choose a file for a choice."""
    file = {"name": name, "mimeType": "image/png", "buffer": content}
    await page.set_input_files(f"#file-{choice}", files=[file])  # type: ignore[list-item]


async def test_a_chosen_picture_is_saved_shown_and_previewed(visit: Visit) -> None:
    page = visit.page
    survey = await open_editor(visit)
    await page.fill("#f-text", "Which do you like?")
    await choose(page, "red", "red.png", png())
    await page.wait_for_selector("#thumbnail-red img")
    await page.wait_for_selector("#saved[data-state=saved]")
    path = images(visit, survey)[0]
    assert "/pictures/pic_" in path
    assert await page.input_value("#file-red") == ""
    await page.frames[1].wait_for_function(DRAWN)
    await page.fill("#f-text", "Which do you like best?")
    await page.wait_for_selector("#saved[data-state=saved]")
    assert images(visit, survey)[0] == path
    shown = page.locator("#thumbnail-red img")
    assert await shown.evaluate("image => image.complete && image.naturalWidth") == 64
    await page.reload()
    assert await page.input_value("#f-text") == "Which do you like best?"
    assert visit.complaints == []


async def test_a_photo_is_made_small_before_it_is_sent(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    survey = await open_editor(visit)
    await choose(page, "blue", "photo.png", png(3000, 2000, padding=3_000_000))
    await page.wait_for_selector("#thumbnail-blue img[src*=pic_]")
    answer = await page.request.get(visit.service.url + images(visit, survey)[1])
    assert answer.headers["content-type"] == "image/webp"
    assert len(await answer.body()) < 300_000
    width = await page.locator("#thumbnail-blue img").evaluate("image => image.decode().then(() => image.naturalWidth)")
    assert width == 1200


async def test_what_is_no_picture_is_refused_and_not_sent_again(visit: Visit) -> None:
    page = visit.page
    survey = await open_editor(visit)
    await page.locator("#file-blue").focus()
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await choose(page, "red", "notes.png", b"only words")
    await page.get_by_text("“notes.png” is not a PNG, JPEG, WebP or GIF picture").wait_for()
    assert await page.locator("#notice").evaluate("notice => notice.getBoundingClientRect().top >= 0")
    await page.fill("#f-text", "Which do you like?")
    await page.wait_for_selector("#saved[data-state=saved]")
    await page.reload()
    assert await page.input_value("#f-text") == "Which do you like?"
    assert images(visit, survey)[0] == PLAIN
