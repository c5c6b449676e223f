"""The chat on a strict page: two sides talk, nothing is lost, keys and screen readers reach everything."""

import asyncio
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from tests.engine import Engine
from tests.people import PASSWORD
from tests.widget.conftest import Stage
from tests.widget.test_delivery import Trouble
from voc import worker
from voc.accounts import service as accounts
from voc.accounts.domain import Role
from voc.asks import policy
from voc.asks.domain import ChatButton
from voc.channels.documents import Message
from voc.clock import utc_now
from voc.conversations import service as conversations
from voc.customers.domain import customer_id
from voc.settings import Settings

TASKS = worker
"""Declares what the engine does."""
WHO = "voc.identify('c-7', {name: 'Mina'});"


class Talk:
    """A workspace whose pages have a chat, and a colleague in it."""

    def __init__(self, stage: Stage, settings: Settings) -> None:
        self.stage, self.workspace = stage, stage.caller.workspace
        self.engine = Engine(settings, utc_now)

    async def turn_on(self, **greeting: str) -> None:
        """Show the button."""
        await policy.save(self.workspace, chat=ChatButton(button=True, greeting=greeting))

    async def visit(self, calls: str = WHO, context: BrowserContext | None = None, **setup: str) -> Page:
        """A page with the chat open."""
        page = await self.stage.visit(self.stage.page(calls=calls, **setup), context)
        await page.evaluate("voc.chat()")
        await expect(page.get_by_role("dialog")).to_be_visible()
        return page

    async def stored(self, count: int) -> list[str]:
        """What arrived, in its order, once there are so many."""
        rows: list[dict[str, Any]] = []
        for _ in range(200):
            rows = await Message.get_pymongo_collection().find({"workspace": self.workspace}).sort("at", 1).to_list()
            if len(rows) >= count:
                break
            await asyncio.sleep(0.1)
        return [row["text"] for row in rows]

    async def answer(self, text: str) -> None:
        """A colleague answers."""
        await self.engine.settle()
        await conversations.say(self.workspace, customer_id(self.workspace, "c-7"), text, by="usr_1", now=utc_now())


@pytest_asyncio.fixture(loop_scope="session")
async def talk(stage: Stage, settings: Settings) -> Talk:
    return Talk(stage, settings)


async def write(page: Page, text: str) -> None:
    """Write a line and send it by Enter."""
    await page.get_by_role("textbox").fill(text)
    await page.keyboard.press("Enter")


def line(page: Page, text: str) -> Any:
    """A bubble."""
    return page.locator(".log .m:not(:first-child)", has_text=text)


async def test_two_browsers_talk_without_one_violation(talk: Talk) -> None:
    page = await talk.visit()
    await write(page, "Where is my <b>parcel</b>?")
    await expect(page.get_by_text("Sent")).to_be_visible()
    await talk.stored(1)
    await talk.engine.settle()
    email = f"{talk.workspace}@example.test"
    await accounts.create_member(talk.workspace, email, PASSWORD, "Kim", Role.product, now=utc_now())
    desk = await talk.stage.visit(f"{talk.stage.address}/login")
    await desk.fill("input[name=email]", email)
    await desk.fill("input[name=password]", PASSWORD)
    await desk.keyboard.press("Enter")
    await desk.wait_for_url("**/backlog")
    await desk.goto(f"{talk.stage.address}/customers/{customer_id(talk.workspace, 'c-7')}")
    await desk.fill("#f-say", "It comes tomorrow: https://shop.example/1.")
    await desk.locator(".answer-box .next").click()
    await expect(line(page, "It comes tomorrow")).to_be_visible()
    await expect(page.get_by_role("link")).to_have_attribute("href", "https://shop.example/1")
    assert await page.locator(".m b").count() == 0
    assert await page.evaluate("broken") == []


async def test_lines_written_offline_arrive_once_and_in_their_order(talk: Talk) -> None:
    page = await talk.visit()
    await page.context.set_offline(True)
    for text in ("one", "two", "three"):
        await write(page, text)
    await expect(page.get_by_text("Goes out once you are online")).to_be_visible()
    assert await talk.stored(0) == []
    await page.context.set_offline(False)
    await expect(page.get_by_text("Sent")).to_be_visible()
    await expect(page.locator(".mine.m")).to_have_count(3)
    assert await talk.stored(3) == ["one", "two", "three"]
    assert await page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('voc.c.'))") == []


async def test_a_line_written_offline_survives_the_tab(talk: Talk) -> None:
    page = await talk.visit()
    await page.context.set_offline(True)
    await write(page, "Do not lose me")
    await expect(line(page, "Do not lose me")).to_be_visible()
    await page.close()
    await page.context.set_offline(False)
    assert await talk.stored(0) == []
    await talk.stage.visit(talk.stage.page(calls=WHO), page.context)  # neither button nor call
    assert await talk.stored(1) == ["Do not lose me"]


async def test_the_next_page_shows_the_conversation_and_what_was_half_typed(talk: Talk) -> None:
    await talk.turn_on()
    page = await talk.visit()
    await write(page, "Hello")
    await expect(page.get_by_text("Sent")).to_be_visible()
    await page.get_by_role("textbox").fill("Half a thou")
    await page.reload()
    await expect(line(page, "Hello")).to_be_visible()
    assert await page.get_by_role("textbox").input_value() == "Half a thou"
    assert await page.evaluate("document.activeElement === document.body")
    await page.get_by_role("button", name="Close").click()
    await page.reload()
    await expect(page.get_by_role("button", name="Chat")).to_be_visible()
    assert await page.get_by_role("dialog").count() == 0


@pytest.mark.parametrize(("status", "headers", "least"), [(503, {}, 0), (429, {"retry-after": "4"}, 4), (0, {}, 0)])
async def test_passing_trouble_is_waited_out(talk: Talk, status: int, headers: dict[str, str], least: float) -> None:
    page = await talk.visit()
    trouble = Trouble(status, times=1, headers=headers)
    await page.route("**/chat", trouble)
    await write(page, "Again")
    assert await talk.stored(1) == ["Again"]
    assert trouble.sent[1] - trouble.sent[0] >= least
    await expect(page.locator(".mine.m")).to_have_count(1)


async def test_a_refused_line_stays_and_can_be_sent_again(talk: Talk) -> None:
    page = await talk.visit()
    await page.route("**/chat", Trouble(403, times=1))
    await write(page, "Let me in")
    await expect(page.get_by_text("Not sent")).to_be_visible()
    await write(page, "And this")
    assert await talk.stored(1) == ["And this"]
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_text("Not sent")).to_have_count(0)
    assert await talk.stored(2) == ["And this", "Let me in"]


async def test_an_answer_to_a_closed_panel_is_counted_and_told(talk: Talk) -> None:
    await talk.turn_on()
    page = await talk.visit("window.told=[];voc.on('message', m => told.push(m.text));" + WHO)
    await write(page, "Hello")
    await talk.stored(1)
    await page.get_by_role("button", name="Close").click()
    await expect(page.get_by_role("button", name="Chat")).to_be_visible()
    await talk.answer("Hello, Mina")
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(page.get_by_role("button", name="Chat, new 1")).to_be_visible()
    await page.get_by_role("button", name="Chat").click()
    await expect(line(page, "Hello, Mina")).to_be_visible()
    await page.get_by_role("button", name="Close").click()
    await expect(page.get_by_role("button", name="Chat", exact=True)).to_be_visible()
    assert await page.evaluate("told") == ["Hello, Mina"]


async def test_the_button_is_fetched_where_it_is_turned_on_and_asks_nothing_of_new_visitors(talk: Talk) -> None:
    asked: list[str] = []
    context = await talk.stage.context()
    context.on("request", lambda request: asked.append(request.url.split("?")[0].rsplit("/", 1)[1]))
    page = await talk.stage.visit(talk.stage.page(), context)
    await page.wait_for_load_state("networkidle")
    assert "chat.js" not in asked
    await talk.turn_on(en="Welcome to the shop!")
    page = await talk.stage.visit(talk.stage.page(), await talk.stage.context())
    page.on("request", lambda request: asked.append(request.url.split("?")[0].rsplit("/", 1)[1]))
    await expect(page.get_by_role("button", name="Chat")).to_be_visible()
    await asyncio.sleep(1)
    assert "chat" not in asked
    await page.get_by_role("button", name="Chat").click()
    await expect(page.get_by_text("Welcome to the shop!")).to_be_visible()


async def test_a_survey_waits_for_the_chat_and_gives_it_the_corner(talk: Talk) -> None:
    await talk.turn_on()
    survey = await talk.stage.survey_of(targeting={"triggers": [{"on": "event", "name": "paid"}]})
    page = await talk.visit()
    await page.evaluate("voc.track('paid')")
    await asyncio.sleep(1)
    assert await page.locator("voc-survey").count() == 0
    assert (await talk.stage.caller.http.get(f"/v1/surveys/{survey['id']}")).status_code == 200
    await page.get_by_role("button", name="Close").click()
    await expect(page.get_by_role("radio", name="9")).to_be_visible()
    await expect(page.get_by_role("button", name="Chat")).to_have_count(0)
    await page.evaluate("voc.chat()")
    await expect(page.get_by_role("textbox")).to_be_visible()
    assert not await page.get_by_role("radio", name="9").is_visible()
    await page.evaluate("voc.chat()")
    await page.get_by_role("radio", name="9").click(force=True)
    await talk.stage.eventually(lambda rows: bool(rows))
    await expect(page.get_by_role("button", name="Chat")).to_be_visible()
    assert await page.evaluate("broken") == []


async def test_a_call_before_the_loader_came_opens_it(talk: Talk) -> None:
    page = await talk.stage.visit(talk.stage.page(calls="window.told = voc.chat();"))
    await page.evaluate("window.told")
    await expect(page.get_by_role("dialog", name="How can we help?")).to_be_visible()
    await page.evaluate("voc.chat()")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_somebody_else_finds_an_empty_room(talk: Talk) -> None:
    page = await talk.visit("")
    await write(page, "My secret")
    await talk.stored(1)
    await page.get_by_role("textbox").fill("Half a secret")
    await page.evaluate("voc.reset()")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.evaluate("voc.chat()")
    await expect(page.locator(".m")).to_have_count(1)
    assert await page.get_by_role("textbox").input_value() == ""
    assert await line(page, "My secret").count() == 0


async def test_without_consent_nothing_is_stored_and_lines_arrive(talk: Talk) -> None:
    page = await talk.visit(storage="none")
    await write(page, "Nothing kept")
    assert await talk.stored(1) == ["Nothing kept"]
    assert (await page.context.storage_state())["origins"] == []
