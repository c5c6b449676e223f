"""Tabs that die right after an answer: `python -m tests.chaos.tabs [--kills 100] [--seed 1]`.

Starts the whole service and a company's site, answers a survey in a real Chromium, and kills the tab at a random
moment after the click: by closing it, or by crashing its process. Whatever the tab had not sent, the next one on that
site must. Every answer has to arrive exactly once.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import BrowserContext, Page

LATEST_KILL_SECONDS = 0.4
"""After the click; the acknowledgement usually comes within this."""
ARRIVAL_SECONDS = 20.0
QUESTION = {"id": "nps", "type": "nps", "text": {"en": "How likely?"}}
SURVEY = {"name": "Chaos", "questions": [QUESTION], "hidden": ["turn"]}
Arrived = Callable[[], Awaitable["Counter[int]"]]


def place(survey: str, turn: int) -> str:
    """Markup that asks, and gives the response the number of this turn."""
    return f"<div data-voc-survey='{survey}' data-voc-hidden='{{\"turn\": {turn}}}'></div>"


async def crash(page: Page) -> None:
    """End the tab's process at once."""
    crashed = asyncio.get_running_loop().create_future()
    page.on("crash", lambda _: crashed.done() or crashed.set_result(None))
    session = await page.context.new_cdp_session(page)
    dying = asyncio.ensure_future(session.send("Page.crash"))
    await asyncio.wait_for(crashed, 10)
    dying.cancel()
    await page.close()


async def answer_and_die(context: BrowserContext, url: str, chance: random.Random) -> None:
    """One turn."""
    page = await context.new_page()
    await page.goto(url)
    choice = page.get_by_role("radio").nth(chance.randrange(11))
    await choice.wait_for(state="attached")
    await choice.click(force=True)
    await asyncio.sleep(chance.uniform(0, LATEST_KILL_SECONDS))
    await (crash(page) if chance.random() < 0.5 else page.close())


async def kill_tabs(
    context: BrowserContext, page_of: Callable[[int], str], arrived: Arrived, *, kills: int, seed: int
) -> "Counter[int]":
    """Answer and die so many times; how often each turn's answer arrived in the end.

    Args:
        page_of: URL of a page that asks, for each turn; turn -1 only delivers what is left.
        arrived: what the service has, by turn.
    """
    chance = random.Random(seed)
    for turn in range(kills):
        await answer_and_die(context, page_of(turn), chance)
    last = await context.new_page()
    await last.goto(page_of(-1))
    until = asyncio.get_running_loop().time() + ARRIVAL_SECONDS
    while len(found := await arrived()) < kills and asyncio.get_running_loop().time() < until:
        await asyncio.sleep(0.2)
    await last.close()
    return found


async def _trial(kills: int, seed: int) -> "Counter[int]":
    import httpx
    from playwright.async_api import async_playwright

    from tests.running import Service
    from tests.widget.conftest import FLAGS, program
    from tests.widget.host import site, snippet

    with tempfile.TemporaryDirectory() as folder, Service(Path(folder)) as service, site() as shop:
        key = (service.data_dir / "local.key").read_text().strip()
        async with (
            httpx.AsyncClient(base_url=service.url, headers={"authorization": f"Bearer {key}"}) as http,
            async_playwright() as playwright,
        ):
            survey = (await http.post("/v1/surveys", json=SURVEY)).json()
            (await http.post(f"/v1/surveys/{survey['id']}/publish")).raise_for_status()

            def page_of(turn: int) -> str:
                body = place(survey["id"], turn) if turn >= 0 else ""
                return shop.put("/", snippet(service.url, survey["workspace"]) + body)

            async def arrived() -> "Counter[int]":
                turns: Counter[int] = Counter()
                cursor: str | None = ""
                while cursor is not None:
                    query = {"cursor": cursor} if cursor else {}
                    listed = (await http.get(f"/v1/surveys/{survey['id']}/responses", params=query)).json()
                    turns.update(int(row["hidden"]["turn"]) for row in listed["items"] if row["finished"])
                    cursor = listed["next"]
                return turns

            browser = await playwright.chromium.launch(executable_path=program(), args=FLAGS)
            return await kill_tabs(await browser.new_context(), page_of, arrived, kills=kills, seed=seed)


def main() -> int:
    """Run the trial; 0 when every answer arrived exactly once."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--kills", type=int, default=100)
    reader.add_argument("--seed", type=int, default=1)
    given = reader.parse_args()
    found = asyncio.run(_trial(given.kills, given.seed))
    once = sum(1 for times in found.values() if times == 1)
    print(f"{once} of {given.kills} answers arrived exactly once; {sum(found.values())} responses are stored")
    return 0 if once == given.kills == sum(found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
