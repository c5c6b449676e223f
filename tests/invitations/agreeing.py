"""Somebody who agreed to advertising, and the days between which her consent stands."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest_asyncio

from tests.people import stranger
from voc.channels import receiving
from voc.channels.domain import Channel, Inbound
from voc.customers import consents
from voc.customers.consents import Decision
from voc.customers.domain import customer_id

PHONE, MAIL = "+821012345678", "ann@example.test"
GIVEN = datetime(2026, 3, 1, 3, tzinfo=UTC)  # noon in Seoul
OPENS = datetime(2028, 2, 16, 3, tzinfo=UTC)  # two years later, less fourteen days
ENDS = datetime(2028, 3, 1, 3, tzinfo=UTC)
WORDS = {"en": {"text": "Summer sale {{link}}"}, "ko": {"text": "여름 할인 {{link}}"}}
DAY = timedelta(days=1)


class Ann:
    """Somebody who agreed to advertising."""

    def __init__(self, company: Any, post: Any, app: Any) -> None:
        self.company, self.post, self.app = company, post, app
        self.workspace, self.id = company.workspace, customer_id(company.workspace, "ann")

    async def decides(self, channel: str, purpose: Any = "advertising", given: bool = True) -> None:
        """Agree or refuse, with the words that they were shown."""
        said = Decision(channel=channel, purpose=purpose, given=given, text="I agree.", text_version="7", source="form")
        await consents.record(self.workspace, self.id, said, now=self.post.watch())

    async def notices(self) -> list[dict[str, Any]]:
        """Everything that was queued to remind them of their consent."""
        rows = await self.post.deliveries(self.workspace)
        return [row for row in rows if row["origin"]["kind"] == "reconfirmation"]

    async def stands(self, channel: str, purpose: str = "advertising") -> Decision:
        """What counts."""
        return (await consents.of_person(self.workspace, [self.id]))[channel, purpose]

    async def at(self, now: datetime) -> None:
        """Do what is due then."""
        self.post.watch.now = now
        await self.post.settle()

    async def advertise(self) -> str:
        """How an advertisement by text message ends that is sent now."""
        self.post.watch.turn(timedelta(seconds=1))
        await self.company.campaign(
            "id,phone\nann,+821012345678\n", channels=["sms"], purpose="advertising", messages=WORDS
        )
        await self.post.settle()
        rows = [row for row in await self.post.deliveries(self.workspace) if row["origin"]["kind"] == "invitation"]
        return str(rows[-1]["history"][-1]["reason"] or rows[-1]["status"])

    async def says(self, text: str) -> None:
        """Send a text message, and wait for what follows."""
        self.post.watch.turn(timedelta(minutes=1))
        inbound = Inbound(event_id=f"{self.post.watch()}", sender=PHONE, text=text)
        await receiving.store(self.workspace, "sms.http", Channel.sms, inbound, now=self.post.watch())
        await self.post.settle()

    async def page(self, **form: str) -> str:
        """Open the page of the latest notice, or send its form."""
        async with stranger(self.app) as browser:
            (link,) = re.findall(r"http://voc\.test(/\S+)", (await self.notices())[-1]["content"]["text"])
            way = link if link.startswith("/u/") else (await browser.http.get(link)).headers["location"]
            if form:
                await browser.http.post(way, data=form)
            return str((await browser.http.get(way, params={"lang": "en"})).text)


@pytest_asyncio.fixture(loop_scope="session")
async def ann(company: Any, post: Any, app: Any) -> Ann:
    """Known since the day of her consent."""
    post.watch.now = GIVEN
    await company.rules(sender_name="한빛전자", sender_contact="02-123-4567", opt_out_number="080-123-4567")
    await company.campaign(f"id,email,phone,language\nann,{MAIL},{PHONE},ko\n", start=False)
    return Ann(company, post, app)
