"""From a respondent's click on "Send" to the approved answer on the card, in Chromium, with a whole service behind it.

Every round is a fresh page of a company's site in a browser that has been there before: what the widget fetches is in
its cache. The page itself takes the times: of the click, of the frame that shows the answer, and of both requests.
"""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import click
import httpx
from playwright.async_api import BrowserContext, async_playwright
from rich.progress import track

from tests.bench.figures import percentile
from tests.running import Service
from tests.widget.host import Site, site, snippet
from voc.cli.console import err

GOAL_MS = 300.0
WARM_UP = 3
"""Rounds that are not counted: caches fill."""
DOING = (
    "return", "exchange", "cancel", "track", "pay for", "insure", "repair", "review", "reorder", "gift wrap",
)  # fmt: skip
THINGS = (
    "a parcel", "a subscription", "a voucher", "a phone case", "an invoice", "a delivery slot", "a coffee machine",
    "a pair of shoes", "a bicycle", "a warranty", "a gift card", "a preorder", "a damaged lamp", "a table", "a sofa",
    "a laptop", "a ticket", "a hotel room", "a rental car", "a membership", "a book", "a jacket", "a camera",
    "a mattress", "a printer", "a watch", "a tent", "a guitar", "a fridge", "a carpet",
)  # fmt: skip
NPS = {"id": "nps", "type": "nps", "text": {"en": "How likely?"}, "required": True}
WHY = {"id": "why", "type": "text", "text": {"en": "Why?"}}
WATCH = """
window.spent = {};
const real = fetch;
window.fetch = async (address, ...rest) => {
  const began = performance.now();
  const answer = await real(address, ...rest);
  spent[String(address).split("/").at(-1)] = performance.now() - began;
  return answer;
};
addEventListener("click", (event) => {
  if (event.composedPath().some((each) => each.textContent?.trim() == "Send" && each.tagName == "BUTTON"))
    window.sent = performance.now();
}, true);
const look = () => {
  const card = document.querySelector("voc-live")?.shadowRoot?.querySelector(".live .text");
  if (card?.offsetHeight) return requestAnimationFrame(() => (window.stands = performance.now()));
  requestAnimationFrame(look);
};
look();
"""
TIMES = """() => ({
  whole: stands - sent, responses: spent.responses, live: spent.live,
  said: document.querySelector("voc-live").shadowRoot.querySelector(".live b").textContent,
})"""


@dataclass(frozen=True)
class Plan:
    """How much to measure; the options of the command."""

    answers: int = 300
    rounds: int = 40


@dataclass(frozen=True)
class Round:
    """Milliseconds of one respondent."""

    whole: float
    """From the click to the frame after the answer stands on the card."""
    responses: float
    """Of it, until the answers were stored and acknowledged."""
    live: float
    """Of it, until the service had chosen what to offer."""


def run(plan: Plan) -> list[Round]:
    """Publish answers, then ask for them."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise click.ClickException("This bench needs Chromium: apt-get install chromium")
    with (
        tempfile.TemporaryDirectory(prefix="voc-bench-") as folder,
        Service(Path(folder)) as service,
        site() as shop,
    ):
        key = (service.data_dir / "local.key").read_text().strip()
        headers = {"authorization": f"Bearer {key}"}
        with httpx.Client(base_url=service.url, headers=headers, trust_env=False, timeout=60) as api:
            questions = _publish(api, plan.answers)
            survey = _survey(api)
        return asyncio.run(_measure(program, _page(shop, service, survey), questions, plan.rounds))


def tell(rounds: Sequence[Round], *, as_json: bool) -> None:
    """Print the figures."""
    figures = {
        name: {"p50_ms": round(median(found), 1), "p95_ms": round(percentile(sorted(found), 0.95), 1)}
        for name in ("whole", "responses", "live")
        if (found := [getattr(each, name) for each in rounds])
    }
    if as_json:
        click.echo(json.dumps(figures | {"rounds": len(rounds)}))
        return
    words = {"whole": "click to card", "responses": "of it, storing", "live": "of it, choosing"}
    click.echo(f"{'':<16}{'median ms':>10}{'95 of 100':>11}   {len(rounds)} respondents")
    for name, row in figures.items():
        click.echo(f"{words[name]:<16}{row['p50_ms']:>10}{row['p95_ms']:>11}")


def good(rounds: Sequence[Round]) -> bool:
    """Whether the median keeps the promise."""
    return median(each.whole for each in rounds) < GOAL_MS


def _publish(api: httpx.Client, count: int) -> list[str]:
    questions = [f"How can I {doing} {thing}?" for thing in THINGS for doing in DOING][:count]
    for question in track(questions, "Publishing answers", console=err, transient=True):
        made = {"language": "en", "question": question, "answer": [f"{question[:-1]}: ask at any counter."]}
        id_ = api.post("/v1/faqs", json=made).raise_for_status().json()["id"]
        for state in ("approved", "published"):
            api.patch(f"/v1/faqs/{id_}", json={"state": state}).raise_for_status()
    return questions


def _survey(api: httpx.Client) -> dict[str, Any]:
    made = api.post("/v1/surveys", json={"name": "After delivery", "questions": [NPS, WHY]}).raise_for_status().json()
    published: dict[str, Any] = api.post(f"/v1/surveys/{made['id']}/publish").raise_for_status().json()
    return published


def _page(shop: Site, service: Service, survey: dict[str, Any]) -> str:
    calls = f"voc.show('{survey['id']}');"
    return shop.put("/", f"<script nonce=x>{WATCH}</script>" + snippet(service.url, survey["workspace"], calls))


async def _measure(program: str, url: str, questions: Sequence[str], rounds: int) -> list[Round]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        context = await browser.new_context(locale="en", viewport={"width": 390, "height": 800})
        found = []
        for n in track(range(WARM_UP + rounds), "Asking", console=err, transient=True):
            found.append(await _ask(context, url, questions[n * 7 % len(questions)]))
        await browser.close()
    return found[WARM_UP:]


async def _ask(context: BrowserContext, url: str, question: str) -> Round:
    """Answer the survey with a question, and wait for what follows.

    Raises:
        ClickException: another question was answered.
    """
    page = await context.new_page()
    await page.goto(url)
    await page.get_by_role("radio").nth(4).click(force=True)
    await page.get_by_role("textbox").fill(f"hi, {question.lower()}")
    await page.get_by_role("button", name="Send").click()
    await page.wait_for_function("() => window.stands")
    times = await page.evaluate(TIMES)
    await page.close()
    if times.pop("said") != question:
        raise click.ClickException(f"another answer was offered to: {question}")
    return Round(**times)
