"""The last step of a draft: exactly what will happen, and the button that makes it happen."""

from typing import Any

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from voc.channels.domain import Channel
from voc.channels.reaching import trouble
from voc.channels.service import sender_for
from voc.clock import Clock
from voc.invitations import campaigns, queries
from voc.invitations.campaign_pages import clocks, drafts, reach
from voc.invitations.campaign_pages.drafts import Caller
from voc.invitations.campaign_pages.unknown import unknown_fields
from voc.invitations.domain import CampaignIncomplete
from voc.invitations.regions import region_of
from voc.invitations.schemas import CampaignIn, CampaignOut, Rules
from voc.settings import Settings
from voc.surveys import queries as surveys
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.i18n import language_of

TICK_SECONDS = 60
"""Within so long the first batch leaves."""


class CampaignStartPages(Controller):
    """Check and start."""

    path = "/campaigns/{campaign_id:str}/start"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.campaigns)]

    @get()
    async def show(
        self,
        request: Caller,
        campaign_id: FromPath[str],
        settings: NamedDependency[Settings],
        clock: NamedDependency[Clock],
        refused: FromQuery[str] = "",
    ) -> Template | Redirect:
        """How many people, on which channels, from when until when; what stands in the way."""
        campaign = await drafts.draft_of(request, campaign_id)
        if isinstance(campaign, Redirect):
            return campaign
        return await _show(request, campaign, settings, clock, refused=bool(refused))

    @post(guards=[requires(Scope.write, Resource.campaigns)], status_code=303)
    async def start(self, request: Caller, campaign_id: FromPath[str], clock: NamedDependency[Clock]) -> Redirect:
        """Now it is sent."""
        campaign = await drafts.draft_of(request, campaign_id)
        if isinstance(campaign, Redirect):
            return campaign
        try:
            await campaigns.move(request.auth.workspace, campaign_id, "start", now=clock())
        except CampaignIncomplete:
            return Redirect(f"/campaigns/{campaign_id}/start?refused=1", status_code=303)
        return Redirect(f"/campaigns/{campaign_id}?done=start", status_code=303)


async def _show(request: Caller, campaign: CampaignOut, settings: Settings, clock: Clock, *, refused: bool) -> Template:
    workspace, now = request.auth.workspace, clock()
    wish = CampaignIn(**{name: getattr(campaign, name) for name in CampaignIn.model_fields})
    problems = await campaigns.problems_of(workspace, wish)
    if campaign.audience.kind == "people" and not campaign.people:
        problems = [*problems, {"pointer": "/audience", "message": "has nobody"}]
    found = await reach.look(workspace, campaign, now=now)
    rules = await queries.rules(workspace)
    begins = max(now, campaign.starts_at or now)
    listed = campaign.audience.kind == "people" and found.looked
    expected = round(campaign.people * found.reached / found.looked) if listed else found.reached
    window = clocks.window(
        max(1, expected),
        per_hour=campaign.throttle_per_hour,
        begins=begins,
        quiet=[*rules.quiet(), *_night(campaign, rules)],
        zone=rules.zone,
        slack=TICK_SECONDS,
    )
    senders = {each.value: await sender_for(workspace, each, settings) for each in campaign.channels}
    kept = [name for name, sender in senders.items() if not sender.sends]
    context: dict[str, Any] = {
        "problems": drafts.names_of(problems),
        "refused": refused,
        "reach": found,
        "rules": rules,
        "survey": await surveys.one(workspace, campaign.survey),
        "window": window,
        "counted": found.complete or listed,
        "first": clocks.said(window.first, rules.zone, language=language_of(request)),
        "last": clocks.said(window.last, rules.zone, language=language_of(request)),
        "kept": kept,
        "links": trouble(settings.public_url) if len(kept) < len(senders) else "",
        "public_url": settings.public_url,
        "unknown": await unknown_fields(workspace, campaign),
        "sender_name": request.user.workspace_name,
    }
    return drafts.step_page(request, campaign, "start", context)


def _night(campaign: CampaignOut, rules: Rules) -> list[Any]:
    """The hours in which the law of the workspace's country lets no advertising out, on its first channel."""
    region = region_of(rules.country)
    heard = Channel(campaign.channels[0]) not in region.night_exempt
    return [region.night] if campaign.purpose == "advertising" and region.night and heard else []
