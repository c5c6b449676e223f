"""The e-mail of an invitation on the narrowest phone and on a wide screen, without its style sheet, too."""

import re

import pytest
from playwright.async_api import Browser

from tests.mailing import ANSWERS, LINKS, QUESTIONS, survey
from voc.invitations.mail import build

TARGET_PIXELS = 44
FACTS = """() => ({
  overflow: document.documentElement.scrollWidth - innerWidth,
  taps: [...document.querySelectorAll("a.tap")].map((a) => {
    const cell = a.closest("td").getBoundingClientRect();
    return {x: cell.x, y: cell.y, width: cell.width, height: cell.height, right: cell.right};
  }),
  hidden: document.querySelector("a").getClientRects().length,
  named: document.querySelector("a").closest("[aria-hidden=true]") !== null,
})"""


@pytest.mark.parametrize("styled", [True, False])
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("kind", list(QUESTIONS))
async def test_every_answer_can_be_tapped(browser: Browser, kind: str, width: int, styled: bool) -> None:
    made = build(survey(kind), language="ko", sender="모두의 가게", links=LINKS)
    html = made.html or ""
    page = await browser.new_page(viewport={"width": width, "height": 800})
    try:
        # the pixel is not fetched; some programs throw the style sheet away
        await page.set_content(
            (html if styled else re.sub(r"(?s)<style>.*?</style>", "", html)).replace(LINKS.pixel, "")
        )
        seen = await page.evaluate(FACTS)
    finally:
        await page.close()
    assert seen["overflow"] <= 0
    assert (seen["hidden"], seen["named"]) == (0, True), "nobody sees the link for programs"
    assert len(seen["taps"]) == len(ANSWERS[kind])
    for tap in seen["taps"]:
        assert tap["width"] >= TARGET_PIXELS
        assert tap["height"] >= TARGET_PIXELS
        assert 0 <= tap["x"] < tap["right"] <= width
    rows = [round(tap["y"]) for tap in seen["taps"]]
    assert rows == sorted(rows), "they read in order"
    if width == 1280 and kind != "single":
        assert len(set(rows)) <= 1, "a scale is one row where there is room"
