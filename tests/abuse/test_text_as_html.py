"""Text becomes part of a page of ours only where nothing in it would run."""

import pytest
import pytest_asyncio

from tests.abuse.payloads import PAYLOADS
from tests.abuse.visiting import sign_in
from tests.people import PASSWORD
from voc.accounts import service as accounts
from voc.accounts.domain import Role

pytestmark = pytest.mark.asyncio(loop_scope="session")

INTO = """(text) => {
  try {
    const box = document.createElement("div");
    box.innerHTML = text;
    return box.innerHTML;
  } catch (refused) {
    return refused.name;
  }
}"""
ACTIVE = (
    "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "<p><a href='java\tscript:alert(1)'>x</a></p>",
    "<iframe src='https://evil.test/'></iframe>", "<iframe srcdoc='x'></iframe>", "<base href=/x>",
    "<form action='javascript:alert(1)'></form>", "<template><svg onload=alert(1)></template>",
    "<script src='//evil.test/x.js'></script>",
    "<svg><animate attributeName=href to='javascript:alert(1)'></svg>", "<object data='x'></object>",
)  # fmt: skip
HARMLESS = (
    "<p class='said'>5 &lt; 6</p>",
    "<iframe src='/surveys/x/preview'></iframe>",
    "<img src='data:image/png;base64,'>",
)


@pytest_asyncio.fixture(loop_scope="session")
async def page(caller, watch, address, chromium):
    email = f"reader-{caller.workspace.lower()}@example.test"
    await accounts.create_member(caller.workspace, email, PASSWORD, "Reader", Role.viewer, now=watch())
    context = await chromium.new_context(locale="en-GB")
    opened = await context.new_page()
    await sign_in(opened, address, email)
    yield opened
    await context.close()


async def test_what_would_run_is_refused(page):
    assert {text: await page.evaluate(INTO, text) for text in ACTIVE} == dict.fromkeys(ACTIVE, "TypeError")


async def test_what_does_nothing_passes(page):
    assert [text for text in HARMLESS if await page.evaluate(INTO, text) == "TypeError"] == []


async def test_no_payload_runs_when_it_is_taken_for_html(page):
    for text in PAYLOADS:
        await page.evaluate(INTO, text)
    assert await page.evaluate("window.pwned") is None


async def test_nobody_makes_a_rule_of_their_own(page):
    rule = "() => { try { trustedTypes.createPolicy('mine', { createHTML: (t) => t }) } catch (e) { return e.name } }"
    assert await page.evaluate(rule) == "TypeError"


async def test_scripts_are_not_made_of_text(page):
    made = "() => { try { document.createElement('script').text = 'alert(1)' } catch (e) { return e.name } }"
    assert await page.evaluate(made) == "TypeError"
