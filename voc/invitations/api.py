"""Campaigns, invitations and sending rules over HTTP."""

from typing import Annotated, Any, Literal

from litestar import Controller, Request, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from voc.clock import Clock
from voc.errors import Invalid
from voc.invitations import campaigns, queries, recipients, service
from voc.invitations.domain import Stage
from voc.invitations.schemas import (
    CampaignIn,
    CampaignOut,
    CampaignPage,
    CampaignPatch,
    InvitationOut,
    InvitationPage,
    InviteIn,
    RecipientsOut,
    Retried,
    Rules,
)
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.pagination import PAGE_ITEMS, PageLimit, from_cursor, to_cursor

Caller = Request[Any, Any, Any]
WRITES = [requires(Scope.write, Resource.campaigns)]


class CampaignController(Controller):
    """One survey for many people."""

    path = "/v1/campaigns"
    tags = ["invitations"]
    guards = [requires(Scope.read, Resource.campaigns)]

    @get(summary="List campaigns, newest first")
    async def list_campaigns(
        self, request: Caller, cursor: FromQuery[str | None] = None, limit: PageLimit = PAGE_ITEMS
    ) -> CampaignPage:
        """With their funnels, as far as they are counted."""
        before = int(from_cursor(cursor, int)[0]) if cursor else None
        items, next_ = await queries.campaign_page(request.auth.workspace, before=before, limit=limit)
        return CampaignPage(items=items, next=to_cursor(next_) if next_ else None)

    @post(guards=WRITES, summary="Create a draft")
    async def create(self, request: Caller, data: JSONBody[CampaignIn], clock: NamedDependency[Clock]) -> CampaignOut:
        """Sends nothing before it is started."""
        return await campaigns.create(request.auth.workspace, data, now=clock())

    @get("/{campaign_id:str}", summary="Read one")
    async def read(self, request: Caller, campaign_id: FromPath[str]) -> CampaignOut:
        """With its funnel, from counters: it costs the same for any number of people."""
        return await campaigns.one(request.auth.workspace, campaign_id)

    @patch("/{campaign_id:str}", guards=WRITES, summary="Change a draft")
    async def change(
        self,
        request: Caller,
        campaign_id: FromPath[str],
        data: JSONBody[CampaignPatch],
        clock: NamedDependency[Clock],
    ) -> CampaignOut:
        """Send the fields to replace."""
        return await campaigns.change(request.auth.workspace, campaign_id, data.model_extra or {}, now=clock())

    @post(
        "/{campaign_id:str}/recipients",
        guards=WRITES,
        status_code=200,
        summary="Add people from a CSV file",
        request_max_body_size=recipients.BODY_LIMIT_BYTES,
    )
    async def add_recipients(
        self, request: Caller, campaign_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> RecipientsOut:
        """The body is the file (`text/csv`): `id`, `email`, `phone`, `name`, and attributes; nobody is added twice."""
        body = await request.body()
        return await recipients.add(request.auth.workspace, campaign_id, body, now=clock())

    @post("/{campaign_id:str}/{action:str}", guards=WRITES, status_code=200, summary="Start, pause, resume or finish")
    async def move(
        self,
        request: Caller,
        campaign_id: FromPath[str],
        action: FromPath[Literal["start", "pause", "resume", "finish"]],
        clock: NamedDependency[Clock],
    ) -> CampaignOut:
        """A paused campaign sends nothing; what was sent stays open to be answered."""
        return await campaigns.move(request.auth.workspace, campaign_id, action, now=clock())


class InvitationController(Controller):
    """Single people, asked."""

    path = "/v1/invitations"
    tags = ["invitations"]
    guards = [requires(Scope.read, Resource.campaigns)]

    @post(guards=WRITES, status_code=202, summary="Invite one person")
    async def invite(self, request: Caller, data: JSONBody[InviteIn], clock: NamedDependency[Clock]) -> InvitationOut:
        """It goes out when suppression, consent, quiet hours and the ledger of asks let it."""
        return await service.invite_as_asked(request.auth.workspace, data, now=clock())

    @get(summary="List invitations, newest first")
    async def list_invitations(
        self,
        request: Caller,
        campaign: FromQuery[str | None] = None,
        stage: Annotated[Stage | None, QueryParameter(name="state")] = None,
        cursor: FromQuery[str | None] = None,
        limit: PageLimit = PAGE_ITEMS,
    ) -> InvitationPage:
        """Of a campaign, and where they stand."""
        if stage is not None and campaign is None:
            where = {"parameter": "state", "message": "wants a campaign beside it"}
            raise Invalid("Name the campaign whose invitations you want by state.", errors=[where])
        before = str(from_cursor(cursor, str)[0]) if cursor else None
        found = await queries.page(request.auth.workspace, campaign=campaign, stage=stage, before=before, limit=limit)
        return InvitationPage(items=found.items, next=to_cursor(found.next) if found.next else None)

    @post("/retry", guards=WRITES, status_code=200, summary="Try again what failed too often")
    async def retry(self, request: Caller, clock: NamedDependency[Clock]) -> Retried:
        """Invitations and campaigns that are parked; nothing that was sent is sent again."""
        return Retried(retried=await service.retry_parked(request.auth.workspace, now=clock()))

    @get("/{invitation_id:str}", summary="Read one")
    async def read(self, request: Caller, invitation_id: FromPath[str]) -> InvitationOut:
        """Where it stands."""
        return await queries.invitation(request.auth.workspace, invitation_id)

    @post("/{invitation_id:str}/cancel", guards=WRITES, status_code=200, summary="Take one back")
    async def cancel(
        self, request: Caller, invitation_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> InvitationOut:
        """Nothing more is sent, and its link has expired."""
        return await service.cancel(request.auth.workspace, invitation_id, now=clock())


class SendingRulesController(Controller):
    """How a workspace writes to people."""

    path = "/v1/sending-rules"
    tags = ["invitations"]
    guards = [requires(Scope.read, Resource.campaigns)]

    @get(summary="Read the sending rules")
    async def read(self, request: Caller) -> Rules:
        """Time zone, country, quiet hours, sender and opt-out number."""
        return await queries.rules(request.auth.workspace)

    @put(
        guards=[requires(Scope.admin, Resource.campaigns)],
        summary="Set the sending rules",
        audit="sending-rules.changed",
    )
    async def set_rules(self, request: Caller, data: JSONBody[Rules]) -> Rules:
        """What is left out goes back to its usual value."""
        return await campaigns.set_rules(request.auth.workspace, data)
