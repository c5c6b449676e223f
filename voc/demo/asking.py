"""How the shop asks: whose law holds, segments, the rule of closed work orders, and a campaign that is a draft."""

from collections.abc import Callable
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from voc.asks import policy
from voc.asks.domain import Segment
from voc.channels.domain import Channel
from voc.demo.talks import DELAY_MINUTES
from voc.invitations import campaigns, queries
from voc.invitations.schemas import Audience, CampaignIn, CampaignOut, Rules, Words
from voc.signals import queries as signals
from voc.signals import service as signalling
from voc.signals.schemas import RuleIn
from voc.surveys.conditions import Condition

DRAFT = "기업 고객 배송 만족도 (business customers)"
RULES = Rules(
    sender_name="모아상점 Moa Market",
    sender_contact="hello@moa-market.example",
    postal_address="서울 어느구 어느로 1",
    opt_out_number="080-000-0000",
)
SEGMENTS = {"business": ("기업 고객 (business)", "business"), "plus": ("플러스 회원 (plus)", "plus member")}
DRAFT_WORDS = {
    "ko": Words(subject="{{account|귀사}} 배송 만족도", text="{{name|담당자}} 님, 이번 분기 배송은 어떠셨나요?"),
    "en": Words(subject="How are deliveries to {{account|you}}?", text="{{name|Hello}}, how did we do this quarter?"),
}


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
    await campaign_named(workspace, wish, now=now - timedelta(days=1))


async def campaign_named(workspace: str, wish: CampaignIn, *, now: datetime) -> CampaignOut:
    """The campaign of this name; made where there is none."""
    known, _ = await queries.campaign_page(workspace)
    found = next((each for each in known if each.name == wish.name), None)
    return found or await campaigns.create(workspace, wish, now=now)


def _segment(name: str, value: str) -> Segment:
    test = {"on": "customer:segment", "is": "equals", "value": value}
    return Segment(name=name, where=TypeAdapter(Condition).validate_python(test))
