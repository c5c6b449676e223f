"""Somebody who is signed in, in Chromium."""

from playwright.async_api import Page

from tests.people import PASSWORD


async def sign_in(page: Page, address: str, email: str) -> None:
    """Through the form, by keys."""
    await page.goto(f"{address}/login")
    await page.fill("input[name=email]", email)
    await page.fill("input[name=password]", PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/backlog")
