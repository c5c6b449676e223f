"""The third step of a draft: when, how fast, how often again, and for how long."""

from typing import Any

from litestar import Controller, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from voc.clock import Clock
from voc.invitations import campaigns, queries
from voc.invitations.campaign_pages import clocks, drafts
from voc.invitations.campaign_pages.drafts import Caller, Wrong
from voc.invitations.schemas import CampaignOut, Rules
from voc.invitations.zones import is_zone
from voc.surveys.pages.tabs import whole
from voc.values import Resource, Scope
from voc.web.guards import requires

RANGES = {
    "every_days": (1, 730), "throttle_per_hour": (1, 1_000_000), "remind_after_days": (1, 60), "expires_days": (1, 365),
}  # fmt: skip
"""Numbers of the form, and how far each goes."""
OPTIONAL = ("every_days", "throttle_per_hour")
FIELDS = ("when", "starts_at", "zone", "often", "pace", "reminders", *RANGES)


class CampaignTimingPages(Controller):
    """When a draft goes out."""

    path = "/campaigns/{campaign_id:str}/timing"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.campaigns)]

    @get()
    async def show(self, request: Caller, campaign_id: FromPath[str]) -> Template | Redirect:
        """Times on the workspace's clock."""
        campaign = await drafts.draft_of(request, campaign_id)
        if isinstance(campaign, Redirect):
            return campaign
        rules = await queries.rules(request.auth.workspace)
        return _page(request, campaign, rules, _stored(campaign, rules))

    @post(guards=[requires(Scope.write, Resource.campaigns)], status_code=303)
    async def save(
        self, request: Caller, campaign_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """Keep it and go on."""
        campaign = await drafts.draft_of(request, campaign_id)
        if isinstance(campaign, Redirect):
            return campaign
        form = await request.form()
        entered = {name: drafts.text(form, name) for name in FIELDS}
        changes, wrong = _entered(form)
        if wrong:
            return _page(request, campaign, await queries.rules(request.auth.workspace), entered, wrong=wrong)
        await campaigns.change(request.auth.workspace, campaign_id, changes, now=clock())
        onward = {"back": "message", "save": "timing"}.get(drafts.text(form, "do"), "start")
        return Redirect(f"/campaigns/{campaign_id}/{onward}", status_code=303)


def _page(
    request: Caller, campaign: CampaignOut, rules: Rules, fields: dict[str, str], *, wrong: Wrong | None = None
) -> Template:
    zones = list(dict.fromkeys([rules.zone, *clocks.ZONES]))
    context = {"fields": fields, "zones": zones, "rules": rules}
    return drafts.step_page(request, campaign, "timing", context, wrong=wrong)


def _stored(campaign: CampaignOut, rules: Rules) -> dict[str, str]:
    numbers = {name: getattr(campaign, name) for name in RANGES}
    return {name: "" if value is None else str(value) for name, value in numbers.items()} | {
        "when": "later" if campaign.starts_at else "now",
        "starts_at": clocks.local(campaign.starts_at, rules.zone),
        "zone": rules.zone,
        "often": "again" if campaign.every_days else "once",
        "pace": "paced" if campaign.throttle_per_hour else "fast",
        "reminders": str(campaign.reminders),
    }


def _entered(form: FormMultiDict) -> tuple[dict[str, Any], Wrong]:
    """What the form says, and what of it does not fit."""
    said = {name: drafts.text(form, name) for name in FIELDS}
    wrong: Wrong = {}
    skipped = {"every_days": said["often"] != "again", "throttle_per_hour": said["pace"] != "paced"}
    skipped["remind_after_days"] = said["reminders"] not in ("1", "2")
    changes: dict[str, Any] = {
        "starts_at": None,
        "reminders": 0 if skipped["remind_after_days"] else int(said["reminders"]),
    }
    for name, (low, high) in RANGES.items():
        if skipped.get(name):
            changes |= {name: None} if name in OPTIONAL else {}
            continue
        changes[name] = whole(said[name], low, high)
        if changes[name] is None:
            wrong[name] = "range" if said[name] else "empty"
    if said["when"] == "later":
        zone = said["zone"] if is_zone(said["zone"]) else "UTC"
        at = clocks.moment(said["starts_at"], zone)
        changes["starts_at"] = at.isoformat() if at else None
        if at is None:
            wrong["starts_at"] = "date"
    return changes, wrong
