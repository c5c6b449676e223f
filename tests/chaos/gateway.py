"""A mail gateway in front of many people: `python -m tests.chaos.gateway [--mails 200] [--seconds 6]`.

Starts the whole service and a mail server, invites people by a campaign, and then does to their mails what gateways do:
fetches every link by GET and HEAD, and opens every link in a real Chromium with scripts, many tabs at once, all of them
left open for some seconds. Once without the link that nobody sees, once with it. No answer may be recorded, and nobody
unsubscribed. Then one of those people opens their mail in a web mail and clicks on a score.
"""

import argparse
import asyncio
import contextlib
import re
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Browser, async_playwright

from tests.channels.mail_server import Letter, Mailboxes, listening
from tests.running import Service

ARRIVAL_SECONDS = 180.0
TABS = 32
"""Open at once."""
LOADING_MS = 60_000
ANSWERED = ("started", "completed", "unsubscribed", "complained")
"""Where no invitation stands that only a gateway has seen."""
NPS = {"id": "nps", "type": "nps", "text": {"en": "How likely are you to recommend us?"}, "required": True}
WHY = {"id": "why", "type": "text", "text": {"en": "What is the main reason?"}}
AGENTS = ("Mozilla/5.0 (compatible; MailScanner/1.0)", "facebookexternalhit/1.1", "curl/8.5.0")
Row = dict[str, Any]


class Mail:
    """One person's mail."""

    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        read = letter.read()
        html, text = read.get_body(("html",)), read.get_body(("plain",))
        assert html is not None
        assert text is not None
        self.html = str(html.get_content())
        in_html = re.findall(r'(?:href|src)="(https?://[^"]+)"', self.html)
        in_text = re.findall(r"https?://[^\s<>]+", str(text.get_content()))
        in_header = re.findall(r"<(https?://[^>]+)>", str(read["List-Unsubscribe"]))
        self.links = list(dict.fromkeys(unescape(each) for each in (*in_html, *in_text, *in_header)))

    @property
    def seen(self) -> list[str]:
        """The links that a reader sees."""
        return [each for each in self.links if not each.endswith("/h")]

    def score(self, score: int) -> str:
        """The link of a score."""
        return next(each for each in self.links if each.endswith(f"?a={score}"))


class Company:
    """The service's customer: a survey, a campaign, and what came of it."""

    def __init__(self, service: Service) -> None:
        key = (service.data_dir / "local.key").read_text().strip()
        headers = {"authorization": f"Bearer {key}"}
        self.http = httpx.AsyncClient(base_url=service.url, headers=headers, timeout=60)

    async def call(self, method: str, path: str, **given: Any) -> Row:
        """JSON of the service."""
        answer = await self.http.request(method, path, **given)
        assert answer.status_code < 300, f"{path}: {answer.status_code} {answer.text}"
        found: Row = answer.json() if answer.content else {}
        return found

    async def invite(self, mailboxes: Mailboxes, people: int) -> list[Mail]:
        """Ask so many people who were never asked before; their mails, once all have arrived."""
        made = await self.call("POST", "/v1/surveys", json={"name": "After delivery", "questions": [NPS, WHY]})
        self.survey = made["id"]
        await self.call("POST", f"/v1/surveys/{self.survey}/publish")
        wish = {"name": "Gateway", "survey": self.survey, "audience": {"kind": "people"}, "channels": ["email"]}
        self.campaign = (await self.call("POST", "/v1/campaigns", json=wish))["id"]
        rows = [f"{self.survey}-{number},p{number}.{self.survey}@example.com" for number in range(people)]
        csv = "\n".join(["id,email", *rows]).lower()
        headers = {"content-type": "text/csv"}
        await self.call("POST", f"/v1/campaigns/{self.campaign}/recipients", content=csv.encode(), headers=headers)
        await self.call("POST", f"/v1/campaigns/{self.campaign}/start")
        until = time.monotonic() + ARRIVAL_SECONDS
        while len(self._asked(mailboxes)) < people and time.monotonic() < until:
            await asyncio.sleep(0.2)
        mails = [Mail(letter) for letter in self._asked(mailboxes)]
        assert len(mails) == people, f"{len(mails)} of {people} mails arrived"
        return mails

    def _asked(self, mailboxes: Mailboxes) -> list[Letter]:
        """What went to the people of this survey; others may be told meanwhile that their refusal was carried out."""
        return [letter for letter in mailboxes.letters if self.survey.lower() in letter.to[0].lower()]

    async def responses(self) -> list[Row]:
        """What was answered, finished or not."""
        found = await self.call("GET", f"/v1/surveys/{self.survey}/responses")
        items: list[Row] = found["items"]
        return items

    async def faults(self) -> list[str]:
        """What a gateway caused that only people may cause."""
        found = [f"recorded: {row['answers']}" for row in await self.responses()]
        for state in ANSWERED:
            query = {"campaign": self.campaign, "state": state}
            listed = await self.call("GET", "/v1/invitations", params=query)
            found += [f"{state}: {each['id']}" for each in listed["items"]]
        return found


@contextlib.asynccontextmanager
async def company(service: Service) -> AsyncIterator[tuple[Company, Mailboxes]]:
    """The company, and the mailboxes that its mails go to."""
    mailboxes = Mailboxes()
    async with listening(mailboxes) as port:
        made = Company(service)
        config = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "Shop <hello@shop.example>"}
        await made.call("PUT", "/v1/channels/email.smtp", json=config)
        yield made, mailboxes
        await made.call("DELETE", "/v1/channels/email.smtp")
        await made.http.aclose()


async def fetch(links: Sequence[str]) -> None:
    """GET and HEAD every link, redirects followed, as programs without scripts do."""
    async with httpx.AsyncClient(follow_redirects=True, timeout=60) as http:
        for at in range(0, len(links), TABS):
            calls = [
                http.request(method, link, headers={"user-agent": AGENTS[(at + number) % len(AGENTS)]})
                for number, link in enumerate(links[at : at + TABS])
                for method in ("HEAD", "GET")
            ]
            for answer in await asyncio.gather(*calls):
                assert answer.status_code < 400, f"{answer.request.method} {answer.url}: {answer.status_code}"


async def browse(browser: Browser, links: Sequence[str], *, seconds: float, phone: bool = False) -> None:
    """Open every link in a tab with scripts, so many at once; wait in all of them, scroll as for a picture, close."""
    options: Row = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True} if phone else {}
    context = await browser.new_context(**options)
    for some in _batches(links):
        pages = [await context.new_page() for _ in some]
        visits = zip(pages, some, strict=True)
        await asyncio.gather(*(page.goto(link, timeout=LOADING_MS) for page, link in visits))
        await asyncio.sleep(seconds / 2)
        for page in pages:
            await page.evaluate("scrollTo(0, document.body.scrollHeight); dispatchEvent(new Event('pointermove'))")
        await asyncio.sleep(seconds / 2)
        await asyncio.gather(*(page.close() for page in pages))
    await context.close()


def _batches(links: Sequence[str]) -> Iterator[Sequence[str]]:
    return (links[at : at + TABS] for at in range(0, len(links), TABS))


async def click(browser: Browser, url: str, link: str) -> str:
    """Open a web mail at `url`, click `link` in it, and do nothing else; what is asked then."""
    context = await browser.new_context(locale="en")
    page = await context.new_page()
    await page.goto(url)
    async with context.expect_page() as opened:
        await page.locator(f'a[href="{link}"]').first.click(modifiers=["ControlOrMeta"])
    tab = await opened.value
    await tab.bring_to_front()
    await tab.wait_for_url("**/i/**at=**")
    asked = await tab.locator("h1").inner_text()
    await context.close()
    return asked


async def _trial(mails: int, seconds: float) -> list[str]:
    from tests.widget.conftest import FLAGS, program
    from tests.widget.host import site

    with tempfile.TemporaryDirectory(prefix="voc-gateway-") as folder, Service(Path(folder)) as service, site() as web:
        async with company(service) as (shop, mailboxes), async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=program(), args=FLAGS)
            *scanned, own = await shop.invite(mailboxes, mails + 1)
            seen = [link for mail in scanned for link in mail.seen]
            print(f"{mails} mails, {len(seen)} links")
            await fetch(seen)
            print("fetched:", await shop.faults() or "nothing recorded")
            await browse(browser, seen, seconds=seconds)
            print("browsed:", await shop.faults() or "nothing recorded")
            every = [link for mail in scanned[: max(1, mails // 10)] for link in mail.links]
            await browse(browser, every, seconds=seconds, phone=True)
            faults = await shop.faults()
            print("with what nobody sees, as a phone:", faults or "nothing recorded")
            asked = await click(browser, web.put("/mail", own.html), own.score(9))
            (row,) = await shop.responses()
            print("a person, after one click:", row["answers"], "and is asked:", asked)
            await browser.close()
            return faults if row["answers"] == {"nps": 9} else [*faults, "a person's click was not recorded"]


def main() -> None:
    """Run the trial; 1 if a gateway's visit was taken for an answer, or a person's was not."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--mails", type=int, default=200)
    options.add_argument("--seconds", type=float, default=6.0, help="how long each tab stays open")
    given = options.parse_args()
    raise SystemExit(1 if asyncio.run(_trial(given.mails, given.seconds)) else 0)


if __name__ == "__main__":
    main()
