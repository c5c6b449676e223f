"""One campaign: how far it came, when it was sent, who was asked and where each of them stands."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Literal

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Stream, Template

from voc.channels.ids import delivery_id
from voc.clock import Clock
from voc.customers import queries as customers
from voc.invitations import campaigns, queries
from voc.invitations.campaign_pages import clocks, figures, funnel
from voc.invitations.campaign_pages.drafts import Caller, StateQuery
from voc.invitations.domain import CampaignState, Stage
from voc.invitations.schemas import CampaignIn, CampaignOut, InvitationOut
from voc.settings import Settings
from voc.surveys import queries as surveys
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.i18n import language_of
from voc.web.pages import page, wants_fragment
from voc.web.pagination import from_cursor, to_cursor
from voc.web.tables import BYTE_ORDER_MARK, CSV, csv_text

PAGE_SIZE = 40
EXPORT_BATCH = 500
COLUMNS = (
    "invitation", "customer", "name", "round", "channel", "language", "state", "reason", "created_at", "sent_at",
    "reminders", "expires_at",
)  # fmt: skip
SHOWN_STAGES = tuple(stage for stage in Stage if stage != Stage.prepared)


class CampaignPage(Controller):
    """What became of a campaign."""

    path = "/campaigns/{campaign_id:str}"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.campaigns)]

    @get()
    async def show(
        self,
        request: Caller,
        campaign_id: FromPath[str],
        settings: NamedDependency[Settings],
        wanted: StateQuery = "",
        cursor: FromQuery[str | None] = None,
        done: FromQuery[str] = "",
    ) -> Template | Redirect:
        """A draft goes on where it is written."""
        workspace = request.auth.workspace
        campaign = await campaigns.one(workspace, campaign_id)
        if campaign.state == CampaignState.draft:
            return Redirect(f"/campaigns/{campaign_id}/people", status_code=303)
        stage = Stage(wanted) if wanted in set(SHOWN_STAGES) else None
        before = str(from_cursor(cursor, str)[0]) if cursor else None
        found = await queries.page(workspace, campaign=campaign_id, stage=stage, before=before, limit=PAGE_SIZE)
        context = {
            "campaign": campaign,
            "rows": await _rows(workspace, found.items),
            "filters": {"state": wanted},
            "stages": [(each.value, campaign.states[each]) for each in SHOWN_STAGES if campaign.states.get(each)],
            "next": to_cursor(found.next) if found.next else None,
            "may_write": request.auth.may(Scope.write, Resource.campaigns),
            "done": done,
        }
        if not wants_fragment(request):
            context |= await _around(workspace, campaign, settings, language_of(request))
        return page(request, "campaigns/show.html", context, fragment="campaigns/_invitations.html")

    @post("/move/{action:str}", guards=[requires(Scope.write, Resource.campaigns)], status_code=303)
    async def move(
        self,
        request: Caller,
        campaign_id: FromPath[str],
        action: FromPath[Literal["pause", "resume", "finish"]],
        clock: NamedDependency[Clock],
    ) -> Redirect:
        """What can be taken back is done at once; finishing cannot, and its form says so."""
        await campaigns.move(request.auth.workspace, campaign_id, action, now=clock())
        return Redirect(f"/campaigns/{campaign_id}?done={action}", status_code=303)

    @post("/copy", guards=[requires(Scope.write, Resource.campaigns)], status_code=303)
    async def copy(self, request: Caller, campaign_id: FromPath[str], clock: NamedDependency[Clock]) -> Redirect:
        """The same again as a draft, without its list of people and without its day."""
        workspace = request.auth.workspace
        campaign = await campaigns.one(workspace, campaign_id)
        fields = {name: getattr(campaign, name) for name in CampaignIn.model_fields} | {"starts_at": None}
        made = await campaigns.create(workspace, CampaignIn(**fields), now=clock())
        return Redirect(f"/campaigns/{made.id}/people", status_code=303)

    @get("/invitations.csv")
    async def export(self, request: Caller, campaign_id: FromPath[str], wanted: StateQuery = "") -> Stream:
        """Every invitation as a row; contacts are not among it."""
        workspace = request.auth.workspace
        await campaigns.one(workspace, campaign_id)
        stage = Stage(wanted) if wanted in set(Stage) else None
        headers = {
            "content-disposition": f'attachment; filename="campaign-{campaign_id}.csv"',
            "content-type": f"{CSV}; charset=utf-8",
        }
        return Stream(_pieces(workspace, campaign_id, stage), headers=headers)


async def _around(workspace: str, campaign: CampaignOut, settings: Settings, language: str) -> dict[str, Any]:
    """What stands above the list."""
    rules = await queries.rules(workspace)
    reporting = await figures.reporting(workspace, campaign.channels, settings)
    return {
        "survey": await surveys.one(workspace, campaign.survey),
        "steps": funnel.steps(campaign.funnel, reported=reporting.issuperset(campaign.channels)),
        "sending": await figures.sending(workspace, campaign.id, zone=rules.zone),
        "zone": rules.zone,
        "reasons": await figures.reasons(workspace, campaign.id) if campaign.states.get(Stage.withheld) else {},
        "held": campaign.states.get(Stage.held, 0),
        "sent": campaign.funnel[Stage.sent],
        "begins": clocks.said(campaign.starts_at, rules.zone, language=language) if campaign.starts_at else "",
        "answered": campaign.funnel[Stage.completed],
        "waiting": campaign.states.get(Stage.queued, 0),
    }


async def _rows(workspace: str, found: Sequence[InvitationOut]) -> list[dict[str, Any]]:
    labels = await customers.labels(workspace, [each.customer for each in found])
    return [
        {
            "id": each.id,
            "customer": each.customer,
            "label": labels.get(each.customer),
            "channel": each.channel,
            "state": each.state.value,
            "reason": each.reason,
            "round": each.round,
            "at": each.asked_at or each.created_at,
            "asked": each.asked_at is not None,
            "reminders": each.reminders,
            "delivery": delivery_id(workspace, "invitation", each.id, "0") if each.asked_at else None,
        }
        for each in found
    ]


async def _pieces(workspace: str, campaign: str, stage: Stage | None) -> AsyncIterator[str]:
    yield BYTE_ORDER_MARK + csv_text([COLUMNS])
    before: str | None = None
    while True:
        found = await queries.page(workspace, campaign=campaign, stage=stage, before=before, limit=EXPORT_BATCH)
        labels = await customers.labels(workspace, [each.customer for each in found.items])
        yield csv_text([_cells(each, labels.get(each.customer, "")) for each in found.items])
        before = found.next
        if before is None:
            return


def _cells(each: InvitationOut, label: str) -> list[Any]:
    sent = each.asked_at.isoformat(timespec="seconds") if each.asked_at else None
    return [
        each.id, each.customer, label, each.round, each.channel, each.language, each.state.value, each.reason,
        each.created_at.isoformat(timespec="seconds"), sent, each.reminders,
        each.expires_at.isoformat(timespec="seconds"),
    ]  # fmt: skip
