"""How the shop asks: whose law holds, segments, the rule of closed work orders, and two campaigns."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from pydantic import TypeAdapter

from voc.asks import policy
from voc.asks.domain import Segment
from voc.channels.domain import Channel, Status, delivery_id
from voc.customers.domain import customer_id
from voc.demo.past import Past
from voc.demo.shop import DemoCustomer, latest, rows
from voc.demo.talks import DELAY_MINUTES
from voc.feedback.schemas import CustomerIn
from voc.invitations import campaigns, queries, recipients, refusing, service
from voc.invitations.domain import CampaignState, invitation_id
from voc.invitations.schemas import Audience, CampaignIn, CampaignOut, Rules, Words
from voc.invitations.tokens import submission_of, token_of
from voc.responses import service as responses
from voc.responses.schemas import ResponseIn
from voc.signals import queries as signals
from voc.signals import service as signalling
from voc.signals.schemas import RuleIn
from voc.surveys.conditions import Condition

ASKED_DAY = 14
REMINDED_DAYS = 3
EXPIRES_DAYS = 10
FINISHED = "추천 의향 · 이메일 (NPS by e-mail)"
DRAFT = "기업 고객 배송 만족도 (business customers)"
RULES = Rules(
    sender_name="모아상점 Moa Market",
    sender_contact="hello@moa-market.example",
    postal_address="서울 어느구 어느로 1",
    opt_out_number="080-000-0000",
)
SEGMENTS = {"business": ("기업 고객 (business)", "business"), "plus": ("플러스 회원 (plus)", "plus member")}
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
DRAFT_WORDS = {
    "ko": Words(subject="{{account|귀사}} 배송 만족도", text="{{name|담당자}} 님, 이번 분기 배송은 어떠셨나요?"),
    "en": Words(subject="How are deliveries to {{account|you}}?", text="{{name|Hello}}, how did we do this quarter?"),
}
BOUNCED = "550 5.1.1 mailbox unavailable"
Invited = dict[str, Any]


async def prepare(workspace: str, survey: Callable[[str], str], *, now: datetime) -> None:
    """Sending rules, segments and the rule of closed work orders, where nobody has decided anything."""
    if await queries.rules(workspace) == Rules():
        await campaigns.set_rules(workspace, RULES)
    if not (await policy.read(workspace)).segments:
        await policy.save(workspace, segments={id_: _segment(*each) for id_, each in SEGMENTS.items()})
    if not await signals.rules(workspace, "work_order.closed"):
        rule = RuleIn(
            name="work_order.closed",
            survey=survey("support"),
            channels=[Channel.sms],
            form="conversation",
            delay_minutes=DELAY_MINUTES,
            expires_days=3,
        )
        await signalling.create_rule(workspace, rule, now=now)


async def run_campaign(past: Past, people: dict[str, DemoCustomer], survey: str) -> None:
    """The finished campaign, from its draft to its end, as it went."""
    starts_at = latest(time(10, 0), past.now) - timedelta(days=ASKED_DAY)
    wish = CampaignIn(
        name=FINISHED,
        survey=survey,
        audience=Audience(kind="people"),
        channels=[Channel.email],
        messages=WORDS,
        remind_after_days=REMINDED_DAYS,
        reminders=1,
        expires_days=EXPIRES_DAYS,
    )
    campaign = await _campaign(past.workspace, wish, now=starts_at - timedelta(hours=1))
    if campaign.state == CampaignState.done:
        return
    guests = rows_of_campaign()
    body = "\n".join(["id", *(each["customer"] for each in guests)]).encode()
    await recipients.add(past.workspace, campaign.id, body, now=starts_at - timedelta(minutes=30))
    await campaigns.move(past.workspace, campaign.id, "start", now=starts_at)
    await past.expand(campaign.id, at=starts_at)
    ids = {each["customer"]: _invitation(past.workspace, campaign.id, each["customer"]) for each in guests}
    await past.follow(list(ids.values()), at=starts_at)
    late = timedelta(days=REMINDED_DAYS)
    first = [each for each in guests if timedelta(hours=each.get("hours", 1)) < late]
    await _happen(past, first, ids, people, survey, starts_at=starts_at)
    await past.count(at=starts_at + late)
    await past.follow(list(ids.values()), at=starts_at + late)
    await _happen(past, [each for each in guests if each not in first], ids, people, survey, starts_at=starts_at)
    ends_at = starts_at + timedelta(days=EXPIRES_DAYS, hours=1)
    await past.count(at=ends_at)
    await past.follow(list(ids.values()), at=ends_at)
    await campaigns.move(past.workspace, campaign.id, "finish", now=ends_at)


async def draft_campaign(workspace: str, survey: str, *, now: datetime) -> None:
    """A campaign that somebody is still writing."""
    wish = CampaignIn(
        name=DRAFT,
        survey=survey,
        audience=Audience(kind="segment", segment="business"),
        channels=[Channel.email, Channel.sms],
        messages=DRAFT_WORDS,
        reminders=1,
    )
    await _campaign(workspace, wish, now=now - timedelta(days=1))


def rows_of_campaign() -> list[Invited]:
    """Who was invited, and what became of it."""
    return list(rows("invited.jsonl"))


async def _campaign(workspace: str, wish: CampaignIn, *, now: datetime) -> CampaignOut:
    """The campaign of this name; made where there is none."""
    known, _ = await queries.campaign_page(workspace)
    found = next((each for each in known if each.name == wish.name), None)
    return found or await campaigns.create(workspace, wish, now=now)


async def _happen(
    past: Past,
    guests: list[Invited],
    ids: dict[str, str],
    people: dict[str, DemoCustomer],
    survey: str,
    *,
    starts_at: datetime,
) -> None:
    for each in guests:
        if each["became"] != "withheld":
            await _one(past, each, ids[each["customer"]], people[each["customer"]], survey, starts_at=starts_at)


async def _one(
    past: Past, guest: Invited, invitation: str, who: DemoCustomer, survey: str, *, starts_at: datetime
) -> None:
    """What one recipient's provider reported, and what they did."""
    delivery = delivery_id(past.workspace, "invitation", invitation, "0")
    soon, at = starts_at + timedelta(minutes=1), starts_at + timedelta(hours=guest.get("hours", 0))
    became = guest["became"]
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
        await refusing.refuse(found, "all", now=at + timedelta(minutes=1))
    elif became in ("started", "completed"):
        await _answer(past, guest, invitation, who, survey, at=at + timedelta(minutes=2))


async def _answer(past: Past, guest: Invited, invitation: str, who: DemoCustomer, survey: str, *, at: datetime) -> None:
    found = await queries.invitation(past.workspace, invitation)
    finished = guest["became"] == "completed"
    answers = {name: guest[name] for name in ("nps", "why", "area") if name in guest}
    response = ResponseIn(
        survey=survey,
        submission_id=submission_of(token_of(invitation)),
        answers=answers,
        finished=finished,
        seen=list(answers),
        language=who.language,
        customer=CustomerIn(id=who.ref),
        ask=found.ask,
    )
    await responses.receive(past.workspace, response, now=at, channel="email")
    await service.note_response(found, finished=finished, now=at)


def _invitation(workspace: str, campaign: str, ref: str) -> str:
    return invitation_id(workspace, campaign, customer_id(workspace, ref), 1)


def _segment(name: str, value: str) -> Segment:
    test = {"on": "customer:segment", "is": "equals", "value": value}
    return Segment(name=name, where=TypeAdapter(Condition).validate_python(test))
