"""The first step of a draft: which survey, whom, and who of them gets nothing and why."""

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from voc.clock import Clock
from voc.errors import Invalid
from voc.invitations import campaigns
from voc.invitations.campaign_pages import drafts, new, reach
from voc.invitations.campaign_pages.drafts import FORM_LIMIT_BYTES, Caller
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page

WRITES = [requires(Scope.write, Resource.campaigns)]


class CampaignPeoplePages(Controller):
    """Whom a draft asks."""

    path = "/campaigns/{campaign_id:str}"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.campaigns)]

    @get("/people")
    async def show(self, request: Caller, campaign_id: FromPath[str], q: FromQuery[str] = "") -> Template | Redirect:
        """The choice, and a search for single customers."""
        campaign = await drafts.draft_of(request, campaign_id)
        if isinstance(campaign, Redirect):
            return campaign
        return await new.of_draft(request, campaign, q=q.strip())

    @get("/reach")
    async def reached(
        self, request: Caller, campaign_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Template | Redirect:
        """Who would get it and who would not; alone where the page asks for it, since it may take a second."""
        campaign = await drafts.draft_of(request, campaign_id)
        if isinstance(campaign, Redirect):
            return campaign
        found = await reach.look(request.auth.workspace, campaign, now=clock())
        context = {"campaign": campaign, "reach": found}
        return page(request, "campaigns/reach.html", context, fragment="campaigns/_reach.html")

    @post("/people", guards=WRITES, status_code=303, request_max_body_size=FORM_LIMIT_BYTES)
    async def save(
        self, request: Caller, campaign_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """Keep the choice; the button says whether people are added to the list or the next step follows."""
        campaign = await drafts.draft_of(request, campaign_id)
        if isinstance(campaign, Redirect):
            return campaign
        workspace, form = request.auth.workspace, await request.form()
        fields = new.entered(form)
        if wrong := await new.wrongs(workspace, fields, await drafts.published(workspace)):
            return await new.of_draft(request, campaign, fields=fields, wrong=wrong)
        name = fields["name"] or campaign.name
        audience = new.audience_of(fields).model_dump()
        changes = {"name": name, "survey": fields["survey"], "audience": audience}
        campaign = await campaigns.change(workspace, campaign_id, changes, now=clock())
        added = None
        if audience["kind"] == "people":
            try:
                added = await drafts.add_people(workspace, campaign_id, form, now=clock())
            except Invalid as error:
                return await new.of_draft(request, campaign, wrong={"file": "list"}, refused=error.detail)
        if added and added.rejected:
            return await new.of_draft(request, await campaigns.one(workspace, campaign_id), added=added)
        onward = "message" if form.get("do") == "next" else "people"
        return Redirect(f"/campaigns/{campaign_id}/{onward}", status_code=303)

    @post("/pick", guards=WRITES, status_code=303)
    async def pick(self, request: Caller, campaign_id: FromPath[str], clock: NamedDependency[Clock]) -> Redirect:
        """Put one customer on the list."""
        campaign = await drafts.draft_of(request, campaign_id)
        if isinstance(campaign, Redirect):
            return campaign
        form = await request.form()
        await drafts.pick(request.auth.workspace, campaign, drafts.text(form, "customer"), now=clock())
        return Redirect(f"/campaigns/{campaign_id}/people#list", status_code=303)

    @post("/empty", guards=WRITES, status_code=303)
    async def empty(self, request: Caller, campaign_id: FromPath[str]) -> Redirect:
        """Take everybody off the list."""
        await drafts.empty_list(request.auth.workspace, campaign_id)
        return Redirect(f"/campaigns/{campaign_id}/people#list", status_code=303)

    @post("/discard", guards=WRITES, status_code=303)
    async def discard(self, request: Caller, campaign_id: FromPath[str]) -> Redirect:
        """Remove a draft."""
        await drafts.discard(request.auth.workspace, campaign_id)
        return Redirect("/campaigns?done=discarded", status_code=303)
