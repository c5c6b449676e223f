"""A campaign whose questions come one by one, as text messages."""

from typing import Any

import pytest
import pytest_asyncio

from voc.channels import receiving
from voc.channels.domain import Channel, Inbound

BO = "id,phone,name\nbo,+821012345678,Bo\n"
WORDS = {"en": {"text": "Hi {{name}}!"}}


class Bo:
    """Somebody who answers text messages."""

    def __init__(self, company: Any, post: Any) -> None:
        self.company, self.post, self.sent = company, post, 0

    async def says(self, text: str) -> None:
        """Write, and wait for what follows."""
        self.sent += 1
        inbound = Inbound(event_id=f"e{self.sent}", sender="+821012345678", text=text)
        await receiving.store(self.company.workspace, "sms.http", Channel.sms, inbound, now=self.post.watch())
        await self.post.settle()

    async def heard(self) -> list[str]:
        """Everything that came, in order."""
        rows = await self.post.sent(self.company.workspace)
        return [row["content"]["text"] for row in sorted(rows, key=lambda row: row["sent_at"])]


@pytest_asyncio.fixture(loop_scope="session")
async def bo(company: Any, post: Any) -> Bo:
    """Bo."""
    return Bo(company, post)


async def talk(company: Any, post: Any, **fields: Any) -> Any:
    """A campaign that talks with Bo."""
    campaign = await company.campaign(BO, channels=["sms"], form="conversation", messages=WORDS, **fields)
    await post.settle()
    return campaign


async def test_a_conversation_is_an_answered_invitation(company: Any, post: Any, bo: Bo) -> None:
    campaign = await talk(company, post, reminders=1)
    (first,) = await bo.heard()
    assert first.startswith("Hi Bo!")
    assert "추천하시겠어요?" in first
    await bo.says("9점인데 느려요")
    await bo.says("Delivery was late")
    (invitation,) = await company.invitations(campaign=campaign["id"])
    assert invitation["state"] == "completed"
    answers = (await company.ok("GET", f"/v1/surveys/{company.survey['id']}/responses"))["items"]
    assert [each["answers"]["nps"] for each in answers] == [9]
    before = len(await bo.heard())
    await post.later(days=4)
    assert len(await bo.heard()) == before


@pytest.mark.parametrize(
    ("phone", "said", "heard"),
    [
        ("+821012345678", "", "추천하시겠어요?"),  # nobody said: where the number is
        ("+821012345678", "en", "How likely?"),
        ("+821012345678", "ko-KR", "추천하시겠어요?"),
        ("+447400123456", "", "How likely?"),
        ("+447400123456", "ko", "추천하시겠어요?"),
    ],
)
async def test_people_are_asked_in_the_language_they_read(
    company: Any, post: Any, bo: Bo, phone: str, said: str, heard: str
) -> None:
    people = f"id,phone,name,language\nbo,{phone},Bo,{said}\n"
    await company.campaign(people, channels=["sms"], form="conversation")
    await post.settle()
    (first,) = await bo.heard()
    assert heard in first


async def test_a_refusal_in_a_conversation_ends_all(company: Any, post: Any, bo: Bo) -> None:
    await talk(company, post, reminders=2)
    await bo.says("수신거부")
    before = await bo.heard()
    await post.later(days=3, minutes=1)
    await post.later(days=3, minutes=1)
    await company.campaign(BO, channels=["sms"])
    await post.settle()
    assert await bo.heard() == before


async def test_two_campaigns_do_not_talk_at_once(company: Any, post: Any, bo: Bo) -> None:
    await talk(company, post)
    await talk(company, post)
    assert len(await bo.heard()) == 1
    await bo.says("9")
    await bo.says("fine")
    said = len(await bo.heard())
    await post.later(hours=1, minutes=1)
    assert len(await bo.heard()) == said + 1


async def test_a_campaign_that_reminds_does_it_alone(company: Any, post: Any, bo: Bo) -> None:
    await talk(company, post, reminders=1, remind_after_days=3)
    for _ in range(12):  # a conversation of its own reminds after a day and ends after three
        await post.later(hours=5)
    assert len(await bo.heard()) == 1
    await post.later(days=1)
    assert len(await bo.heard()) == 2


async def test_a_conversation_reminds_where_its_campaign_does_not(company: Any, post: Any, bo: Bo) -> None:
    await talk(company, post)
    for _ in range(6):
        await post.later(hours=5)
    assert len(await bo.heard()) == 2


async def test_a_reminder_leads_to_the_page(company: Any, post: Any, bo: Bo) -> None:
    await talk(company, post, reminders=1, remind_after_days=1)
    await post.later(days=1, hours=2)
    last = (await bo.heard())[-1]
    assert "http://voc.test/l/" in last
