"""What customers and colleagues write never runs, on any page."""

from itertools import cycle
from urllib.parse import quote

import pytest
from playwright.async_api import Error

from tests.abuse.payloads import PAYLOADS
from tests.abuse.visiting import sign_in
from tests.access.one_of_each import one_of_each
from tests.access.route_table import doors
from tests.people import PASSWORD
from voc.accounts import service as accounts
from voc.accounts.domain import Role

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHANNELS = ("api", "email", "sms", "chat", "app_review", "call", "social", "ticket")
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


class Words:
    """Every text is the next payload, around the words that it should be."""

    def __init__(self) -> None:
        self.payloads = cycle(PAYLOADS)

    def __call__(self, text: str) -> str:
        return f"{text} {next(self.payloads)}"


async def fill(caller, watch, engine):
    """Every payload as something that a customer said, and some of them as everything else that people write."""
    said = [
        {"submission_id": f"p-{number}", "text": payload, "channel": channel, "customer": f"c-{number % 7}"}
        for number, (payload, channel) in enumerate(zip(PAYLOADS, cycle(CHANNELS), strict=False))
    ]
    stored = (await caller.http.post("/v1/feedback", json=said)).json()["items"]
    assert {each["status"] for each in stored} == {"stored"}
    ids = await one_of_each(caller, watch, Words())
    await engine.settle()
    return ids


async def test_two_hundred_payloads_run_on_no_page(caller, app, watch, engine, address, chromium):
    assert len(set(PAYLOADS)) == 200
    ids = await fill(caller, watch, engine)
    email = "owner-of-payloads@example.test"
    await accounts.create_member(caller.workspace, email, PASSWORD, PAYLOADS[1][:100], Role.owner, now=watch())
    context = await chromium.new_context(locale="en-GB")
    await context.add_init_script(WATCH)
    page = await context.new_page()
    dialogs, found, shown = [], [], 0

    async def dismiss(dialog):
        dialogs.append(page.url)
        await dialog.dismiss()

    page.on("dialog", dismiss)
    await sign_in(page, address, email)
    for path in paths(app, ids, caller.workspace):
        try:
            answer = await page.goto(address + path, wait_until="load")
        except Error as error:
            assert "Download is starting" in error.message, path  # noqa: PT017 - what is downloaded is shown nowhere
            continue
        assert answer.status < 500, path
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue  # the browser's own viewer of pictures styles itself
        shown += "onerror" in await answer.text()
        found += [(path, each) for each in await page.evaluate("window.refused")]
        found += [(path, "ran")] if await page.evaluate("window.pwned") else []
    await context.close()
    assert (dialogs, found) == ([], [])
    assert shown > 30, "the payloads stand on the pages"


def paths(app, ids, workspace):
    """Every page, and the lists narrowed to what is there and searched for what was written."""
    known = ids | {"project": workspace, "workspace": workspace}
    pages = [door for door in doors(app) if door.method == "GET" and not door.path.startswith(("/v1", "/c/", "/w"))]
    yield from (door.at(**known) for door in pages)
    for path in ("/feedback", "/customers", "/surveys", "/backlog", "/outbox", "/faq"):
        yield f"{path}?q={quote(PAYLOADS[9])}"
    yield from (f"/feedback?channel={channel}" for channel in CHANNELS)
