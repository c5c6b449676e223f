"""Mails meet a gateway that follows every link in a real browser, and a person who needs one click.

`python -m tests.chaos.gateway` does the same to two hundred mails.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.channels.mail_server import Mailboxes
from tests.chaos.gateway import Company, Mail, browse, click, company, fetch
from tests.running import Service
from tests.widget.host import Site, site

MAILS = 3
SECONDS = 6.0
"""More than the four for which a phone must be looked at."""


@pytest.fixture(scope="module")
def web_mail() -> Iterator[Site]:
    """Where people read their mail."""
    with site() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def shop(service: Service) -> AsyncIterator[tuple[Company, Mailboxes]]:
    """A company that sends by a mail server of ours."""
    async with company(service) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def mails(shop: tuple[Company, Mailboxes]) -> list[Mail]:
    """As they arrived at people who were never asked before."""
    return await shop[0].invite(shop[1], MAILS)


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A fresh visitor."""
    opened = await browser.new_context(locale="en")
    yield opened
    await opened.close()


async def rows(shop: tuple[Company, Mailboxes]) -> list[dict[str, Any]]:
    return await shop[0].responses()


async def test_fetching_every_link_records_nothing(shop, mails) -> None:
    assert all(len(mail.links) >= 14 for mail in mails), mails[0].links
    await fetch([link for mail in mails for link in mail.links])
    assert await shop[0].faults() == []


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
async def test_opening_every_link_with_scripts_records_nothing(shop, mails, browser, phone) -> None:
    # without what marks a gateway: the pages alone tell it from a person
    seen = [link for mail in mails for link in (mail.score(0), mail.score(9), *mail.seen[-3:])]
    await browse(browser, seen, seconds=SECONDS, phone=phone)
    assert await shop[0].faults() == []


async def test_a_person_needs_one_click(shop, mails, browser, web_mail) -> None:
    mail = mails[0]
    asked = await click(browser, web_mail.put("/mail", mail.html), mail.score(9))
    (row,) = await rows(shop)
    assert (asked, row["answers"], row["channel"]) == ("What is the main reason?", {"nps": 9}, "email")


async def test_a_person_behind_a_gateway_needs_two(shop, mails, context: BrowserContext, web_mail) -> None:
    await fetch(mails[0].links)
    page = await context.new_page()
    await page.goto(web_mail.put("/mail", mails[0].html))
    async with context.expect_page() as opened:
        await page.locator(f'a[href="{mails[0].score(9)}"]').first.click(modifiers=["ControlOrMeta"])
    tab = await opened.value
    await tab.bring_to_front()
    await tab.mouse.move(50, 50)
    await tab.mouse.move(90, 90)
    await tab.wait_for_timeout(1_000)
    assert await rows(shop) == []
    await tab.get_by_role("button", name="Send 9").click()
    await expect(tab.get_by_role("heading", name="What is the main reason?")).to_be_visible()
    (row,) = await rows(shop)
    assert row["answers"] == {"nps": 9}


SIGNS = {
    "a pointer that moves": lambda page: page.mouse.move(80, 80),
    "a key": lambda page: page.keyboard.press("Tab"),
    "a wheel": lambda page: page.mouse.wheel(0, 20),
}


@pytest.mark.parametrize("sign", SIGNS)
async def test_from_another_program_the_first_sign_of_a_hand_sends(shop, mails, context, sign) -> None:
    page = await context.new_page()
    await page.goto(mails[0].score(7))
    await page.wait_for_timeout(300)
    assert await rows(shop) == []
    await SIGNS[sign](page)
    await expect(page.get_by_role("heading", name="What is the main reason?")).to_be_visible()
    (row,) = await rows(shop)
    assert row["answers"] == {"nps": 7}


async def test_a_phone_that_is_looked_at_for_four_seconds_sends(shop, mails, browser: Browser) -> None:
    phone = await browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800})
    await phone.add_init_script("Object.defineProperty(Navigator.prototype, 'webdriver', {get: () => false})")
    page = await phone.new_page()
    await page.goto(mails[0].score(8))
    await page.wait_for_timeout(2_500)
    assert await rows(shop) == []
    await page.wait_for_url("**at=why**")
    await phone.close()
    (row,) = await rows(shop)
    assert row["answers"] == {"nps": 8}


async def test_who_reaches_for_another_answer_is_not_overtaken(shop, mails, browser: Browser) -> None:
    phone = await browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800})
    page = await phone.new_page()
    await page.goto(mails[0].score(9))
    await page.get_by_role("radio", name="3", exact=True).locator("xpath=..").tap()
    await page.wait_for_url("**at=why**")
    await phone.close()
    (row,) = await rows(shop)
    assert row["answers"] == {"nps": 3}


async def test_without_scripts_it_is_one_button(shop, mails, browser: Browser) -> None:
    plain = await browser.new_context(java_script_enabled=False, locale="en")
    page = await plain.new_page()
    await page.goto(mails[0].score(10))
    await page.get_by_role("button", name="Send 10").click()
    await page.get_by_role("textbox").fill("It came early")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_text("Thank you")).to_be_visible()
    await plain.close()
    (row,) = await rows(shop)
    assert (row["answers"], bool(row["finished"])) == ({"nps": 10, "why": "It came early"}, True)


async def test_back_and_reload_go_on_with_the_same_answers(shop, mails, context: BrowserContext) -> None:
    page = await context.new_page()
    await page.goto(mails[0].score(6))
    await page.keyboard.press("Shift")
    await page.wait_for_url("**at=why**")
    await page.reload()
    await page.go_back()
    await page.goto(mails[0].score(6))
    await expect(page.get_by_role("heading", name="What is the main reason?")).to_be_visible()
    await page.get_by_role("link", name="Back").click()
    await page.get_by_role("radio", name="5", exact=True).locator("xpath=..").click()
    await page.wait_for_url("**at=why**")
    await page.get_by_role("textbox").fill("Changed my mind")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_text("Thank you")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_text("Thank you")).to_be_visible()
    (row,) = await rows(shop)
    assert row["answers"] == {"nps": 5, "why": "Changed my mind"}


async def accessible(page: Page) -> None:
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_is_accessible_and_fits(shop, mails, browser: Browser, scheme, width) -> None:
    opened = await browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}, locale="ko")
    page = await opened.new_page()
    own = mails[0].score(9)
    for address in (own, own.partition("?")[0], own.partition("?")[0].replace("/i/", "/u/")):
        await page.goto(address)
        await accessible(page)
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
    await page.locator("button.next").click()
    await accessible(page)
    await opened.close()
