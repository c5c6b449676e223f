"""What becomes of an item once people decide: an issue that follows, words for customers, and whether it helped.

On the demo, whose shop has decided about its backlog; the tracker is a local one that looks like GitHub.
"""

import json
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_webhooks_in_browser import sound
from tests.loopback import serving
from tests.running import Service
from tests.trackers.providing import FakeGitHub, payload

DECIDED_SECONDS = 600.0
FOLLOWS_MS = 60_000
HERE = "/settings/trackers"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The demo, allowed to call this machine, when its shop has decided and been judged."""
    folder = tmp_path_factory.mktemp("demo")
    with Service(folder, "--demo", VOC_EGRESS__ALLOWED_HOSTS='["127.0.0.0/8"]') as running:
        deadline = time.monotonic() + DECIDED_SECONDS
        while time.monotonic() < deadline:
            if (found := item(running, "shipped")) and _is_judged(running, found):
                break
            time.sleep(2)
        else:
            pytest.fail("the demo decided nothing")
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def github() -> AsyncIterator[FakeGitHub]:
    """On a socket of its own, in the loop of all tests."""
    made = FakeGitHub()
    async with serving(made) as url:
        made.url = url
        yield made


def item(service: Service, status: str) -> str | None:
    """The first item that stands so."""
    found = service.get("/v1/backlog", status=status)["items"]
    return found[0]["id"] if found else None


def _is_judged(service: Service, id_: str) -> bool:
    headers = {"authorization": f"Bearer {(service.data_dir / 'local.key').read_text().strip()}"}
    answer = httpx.get(f"{service.url}/v1/backlog/{id_}/verdict", headers=headers, timeout=30)
    return answer.status_code == 200 and answer.json()["state"] == "judged"


async def until(visit: Visit, what: Any) -> None:
    """Wait, without hindering the loop in which the tracker answers, until that is so."""
    for _ in range(FOLLOWS_MS // 500):
        if what():
            return
        await visit.page.wait_for_timeout(500)
    raise AssertionError("nothing followed")


async def connect(visit: Visit, github: FakeGitHub) -> tuple[str, str]:
    """Through the form; returns where the webhook calls and its secret."""
    page = visit.page
    await page.goto(visit.service.url + HERE)
    await sound(page)
    await page.click(f"a[href='{HERE}/new/github']")
    await sound(page)
    for name, value in (("base_url", github.url), ("project", github.project), ("token", "of-this-test")):
        await page.fill(f"[name={name}]", value)
    await page.click("main form button.next")
    await expect(page.locator(".notice.good")).to_contain_text("The connection works: Acme/shop")
    await expect(page.locator(".notice.good")).to_contain_text("GitHub does not tell whether this token may write")
    await sound(page)
    hook = (await page.input_value("#hook-url")).partition("/hooks/")[2]
    return f"{visit.service.url}/hooks/{hook}", await page.input_value("#hook-secret")


async def test_an_issue_is_made_of_an_item_and_each_follows_the_other(visit: Visit, github: FakeGitHub) -> None:
    page, base = visit.page, visit.service.url
    await visit.sign_in()
    hook, secret = await connect(visit, github)
    id_ = item(visit.service, "planned")
    await page.goto(f"{base}/backlog/{id_}")
    await page.click("#issue button:has-text('Create an issue')")
    await expect(page.locator("#issue-link")).to_contain_text("#12", timeout=FOLLOWS_MS)
    await expect(page.locator("#issue")).to_contain_text("Still open")
    await sound(page)
    assert len(github.made()) == 1

    github.close()
    body = json.dumps(payload("github", "issues_closed")).encode()
    headers = github.sign(secret, body) | {"content-type": "application/json"}
    async with httpx.AsyncClient() as http:
        assert (await http.post(hook, content=body, headers=headers)).status_code == 204
    await until(visit, lambda: visit.service.get(f"/v1/backlog/{id_}")["status"] == "shipped")
    await page.reload()
    await expect(page.locator(".props .standing.shipped")).to_be_visible()
    await expect(page.locator("#history li").first).to_contain_text("GitHub")

    await page.keyboard.press("s")
    await page.click("button[name=status][value=in_progress]")
    await until(visit, lambda: github.state() == "open")
    await page.goto(base + HERE)
    await expect(page.locator("#rows")).to_contain_text("Its webhook last called")
    await sound(page)
    await page.click("#rows a")
    await expect(page.locator(f".linked a[href='/backlog/{id_}']")).to_be_visible()
    await sound(page)
    assert visit.complaints == []


async def test_what_is_written_for_customers_stands_on_the_public_page(visit: Visit) -> None:
    page, base = visit.page, visit.service.url
    await visit.sign_in()
    id_ = item(visit.service, "under_review")
    await page.goto(f"{base}/backlog/{id_}")
    assert await page.locator(f"a[href='/backlog/{id_}/roadmap']").count() == 0
    await page.keyboard.press("s")
    await page.click("button[name=status][value=planned]")
    await page.click(f".props a[href='/backlog/{id_}/roadmap']")
    await page.fill("[name=title_en]", "Addresses in English letters")
    await page.fill("[name=title_ko]", "영문 주소 입력")
    await sound(page)
    await page.click(".onward button.next")
    await expect(page.locator("[role=status]")).to_contain_text("Everybody can read it now.")
    await page.goto(f"{base}/settings/roadmap")
    await expect(page.locator(f".on-roadmap a[href='/backlog/{id_}/roadmap']")).to_be_visible()
    await sound(page)
    path = visit.service.get("/v1/roadmap")["path"]
    await page.context.clear_cookies()
    for language, title in (("en", "Addresses in English letters"), ("ko", "영문 주소 입력")):
        await page.goto(f"{base}{path}?lang={language}")
        await expect(page.locator(".plan h3", has_text=title)).to_be_visible()
        await sound(page)
    assert visit.complaints == []


QUESTION = {"en": ("Did it help?", "Raised it"), "ko": ("도움이 되었나요?", "말한 고객")}


@pytest.mark.parametrize(("visit", "words"), QUESTION.items(), ids=QUESTION, indirect=["visit"])
async def test_a_shipped_item_says_whether_it_helped(visit: Visit, words: tuple[str, ...]) -> None:
    page = visit.page
    await visit.sign_in()
    await page.goto(f"{visit.service.url}/backlog?status=shipped")
    shipped = [each["id"] for each in visit.service.get("/v1/backlog", status="shipped")["items"]]
    id_ = next(each for each in shipped if _is_judged(visit.service, each))
    await page.goto(f"{visit.service.url}/backlog/{id_}")
    for said in words:
        await expect(page.locator("#judging")).to_contain_text(said)
    await expect(page.locator("#judging .answer b")).to_be_visible()
    await expect(page.locator("#judging tbody tr")).to_have_count(2)
    await page.click("#judging details summary")
    await sound(page)
    assert visit.complaints == []


async def test_who_wrote_a_note_takes_it_back_and_brings_it_back(visit: Visit) -> None:
    page = visit.page
    await visit.sign_in()
    await page.goto(f"{visit.service.url}/backlog/{item(visit.service, 'in_progress')}")
    await page.fill("#notes textarea[name=text]", "Too hasty a note")
    await page.click("#notes button:has-text('Add the note')")
    mine = page.locator(".notes li", has_text="Too hasty a note")
    await mine.locator("button:has-text('Take it back')").click()
    await expect(mine).to_have_count(0)
    await page.click("[role=status] button:has-text('Undo')")
    await expect(mine).to_have_count(1)
    await sound(page)
    assert visit.complaints == []
