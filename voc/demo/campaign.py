"""A campaign that is over: an NPS survey by e-mail, and what became of each invitation."""

from datetime import datetime, time, timedelta
from typing import Any

from voc.channels.domain import Channel, Status
from voc.channels.ids import delivery_id
from voc.customers.domain import customer_id
from voc.demo.asking import campaign_named
from voc.demo.past import Past
from voc.demo.shop import DemoCustomer, latest, rows
from voc.feedback.schemas import CustomerIn
from voc.invitations import campaigns, queries, recipients, refusing, service, subjects
from voc.invitations.domain import CampaignState, invitation_id
from voc.invitations.schemas import Audience, CampaignIn, CampaignOut, Words
from voc.invitations.tokens import submission_of, token_of
from voc.responses import service as responses
from voc.responses.schemas import ResponseIn

FINISHED = "추천 의향 · 이메일 (NPS by e-mail)"
ASKED_DAY = 14
LASTED = timedelta(days=10)
EXPIRES_DAYS = 30
"""In the future, so that no worker that runs meanwhile has anything to do for an invitation."""
BOUNCED = "550 5.1.1 mailbox unavailable"
Invited = dict[str, Any]
WORDS = {
    "ko": Words(
        subject="{{name|고객}} 님, 모아상점을 추천해 주실 수 있나요?",
        text="{{name|고객}} 님, 지난 두 달 동안 모아상점을 이용해 주셔서 감사해요. 질문은 두세 개, 1분이면 충분합니다.",
    ),
    "en": Words(
        subject="{{name|Hello}}, would you recommend Moa Market?",
        text="Thank you for shopping with us these two months. Two or three questions, one minute.",
    ),
}


class FinishedCampaign:
    """The campaign in one workspace."""

    def __init__(self, past: Past, people: dict[str, DemoCustomer], survey: str) -> None:
        """`survey` is the id of what is asked; `people` are the shop's customers by `ref`."""
        self._past, self._people, self._survey = past, people, survey

    async def run(self) -> None:
        """From its draft to its end, as it went; again changes nothing."""
        campaign = await self._draft()
        if campaign.state == CampaignState.done:
            return
        past, guests = self._past, invited()
        starts_at = campaign.created_at + timedelta(hours=1)
        await campaigns.move(past.workspace, campaign.id, "start", now=starts_at)
        await past.expand(campaign.id, at=starts_at)
        ids = {each["customer"]: _invitation(past.workspace, campaign.id, each["customer"]) for each in guests}
        await past.follow(list(ids.values()), at=starts_at)
        for each in guests:
            if each["became"] != "withheld":
                await self._one(each, ids[each["customer"]], starts_at)
        await campaigns.move(past.workspace, campaign.id, "finish", now=starts_at + LASTED)

    async def _draft(self) -> CampaignOut:
        """The campaign with its list of people."""
        past = self._past
        wish = CampaignIn(
            name=FINISHED,
            survey=self._survey,
            audience=Audience(kind="people"),
            channels=[Channel.email],
            messages=WORDS,
            expires_days=EXPIRES_DAYS,
        )
        at = latest(time(9, 0), past.now) - timedelta(days=ASKED_DAY)
        campaign = await campaign_named(past.workspace, wish, now=at)
        if campaign.state == CampaignState.draft:
            body = "\n".join(["id", *(each["customer"] for each in invited())]).encode()
            await recipients.add(past.workspace, campaign.id, body, now=campaign.created_at)
        return campaign

    async def _one(self, guest: Invited, invitation: str, starts_at: datetime) -> None:
        """What one recipient's provider reported, and what they did."""
        past, became = self._past, guest["became"]
        delivery = delivery_id(past.workspace, "invitation", invitation, "0")
        soon, at = starts_at + timedelta(minutes=1), starts_at + timedelta(hours=guest.get("hours", 0))
        if became == "bounced":
            await past.report(delivery, Status.bounced, at=soon, reason=BOUNCED)
            return
        await past.report(delivery, Status.delivered, at=soon)
        if became == "delivered":
            return
        await past.report(delivery, Status.opened, at=at)
        if became == "complained":
            await past.report(delivery, Status.complained, at=at)
        elif became == "unsubscribed":
            found = await queries.invitation(past.workspace, invitation)
            await refusing.refuse(subjects.invited(found), "all", now=at + timedelta(minutes=1))
        elif became in ("started", "completed"):
            await self._answer(guest, invitation, at=at + timedelta(minutes=2))

    async def _answer(self, guest: Invited, invitation: str, *, at: datetime) -> None:
        who, finished = self._people[guest["customer"]], guest["became"] == "completed"
        found = await queries.invitation(self._past.workspace, invitation)
        answers = {name: guest[name] for name in ("nps", "why", "area") if name in guest}
        response = ResponseIn(
            survey=self._survey,
            submission_id=submission_of(token_of(invitation)),
            answers=answers,
            finished=finished,
            seen=list(answers),
            language=who.language,
            customer=CustomerIn(id=who.ref),
            ask=found.ask,
        )
        await responses.receive(self._past.workspace, response, now=at, channel="email")
        await service.note_response(found, finished=finished, now=at)


def invited() -> list[Invited]:
    """Who was invited, and what became of it."""
    return list(rows("invited.jsonl"))


def _invitation(workspace: str, campaign: str, ref: str) -> str:
    return invitation_id(workspace, campaign, customer_id(workspace, ref), 1)
