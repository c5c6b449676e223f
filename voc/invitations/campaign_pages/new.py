"""The first step, before there is a draft: which survey, and whom."""

from typing import Any

from litestar import Controller, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from voc.asks import policy
from voc.clock import Clock
from voc.customers import queries as customers
from voc.errors import Invalid, NotFound
from voc.invitations import campaigns
from voc.invitations.campaign_pages.drafts import (
    FORM_LIMIT_BYTES,
    Caller,
    Wrong,
    add_people,
    discard,
    pick,
    published,
    step_page,
    text,
)
from voc.invitations.schemas import Audience, CampaignIn, CampaignOut, RecipientsOut
from voc.values import Resource, Scope
from voc.web.guards import requires

NAME_LIMIT_CHARACTERS = 120
FOUND_SHOWN = 8
KINDS = ("everyone", "segment", "people")


class NewCampaignPages(Controller):
    """Where a campaign begins."""

    path = "/campaigns/new"
    include_in_schema = False
    guards = [requires(Scope.write, Resource.campaigns)]

    @get()
    async def show(self, request: Caller, survey: FromQuery[str] = "", customer: FromQuery[str] = "") -> Template:
        """`survey` is chosen already where somebody comes from its page, `customer` where from a person's."""
        kind = "people" if customer else "everyone"
        return await blank(request, {"survey": survey, "customer": customer, "kind": kind})

    @post(status_code=303, request_max_body_size=FORM_LIMIT_BYTES)
    async def create(self, request: Caller, clock: NamedDependency[Clock]) -> Redirect | Template:
        """Keep a draft and show who would get it."""
        form = await request.form()
        workspace = request.auth.workspace
        fields = entered(form)
        offered = await published(workspace)
        wrong = await wrongs(workspace, fields, offered)
        if wrong:
            return await blank(request, fields, wrong=wrong)
        name = fields["name"] or dict(offered)[fields["survey"]]
        wish = CampaignIn(name=name[:NAME_LIMIT_CHARACTERS], survey=fields["survey"], audience=audience_of(fields))
        campaign = await campaigns.create(workspace, wish, now=clock())
        if wish.audience.kind == "people":
            try:
                added = await add_people(workspace, campaign.id, form, now=clock())
            except Invalid as error:
                await discard(workspace, campaign.id)
                return await blank(request, fields, wrong={"file": "list"}, refused=error.detail)
            if fields["customer"]:
                await pick(workspace, campaign, fields["customer"], now=clock())
            if added and added.rejected:
                return await of_draft(request, await campaigns.one(workspace, campaign.id), added=added)
        return Redirect(f"/campaigns/{campaign.id}/people", status_code=303)


async def blank(request: Caller, fields: dict[str, Any], *, wrong: Wrong | None = None, refused: str = "") -> Template:
    """The form of the first step, without a draft."""
    workspace = request.auth.workspace
    context = await choices(workspace) | {
        "fields": {"name": "", "survey": "", "kind": "everyone", "segment": "", "pasted": "", "customer": ""} | fields,
        "chosen": await _label(workspace, fields.get("customer", "")),
        "refused": refused,
        "added": None,
        "q": "",
        "found": [],
    }
    return step_page(request, None, "people", context, wrong=wrong)


async def of_draft(
    request: Caller,
    campaign: CampaignOut,
    *,
    fields: dict[str, str] | None = None,
    wrong: Wrong | None = None,
    refused: str = "",
    added: RecipientsOut | None = None,
    q: str = "",
) -> Template:
    """The form of the first step for a draft, and what became of the people who were just added."""
    workspace = request.auth.workspace
    stored = {
        "name": campaign.name,
        "survey": campaign.survey,
        "kind": campaign.audience.kind,
        "segment": campaign.audience.segment or "",
        "pasted": "",
        "customer": "",
    }
    context: dict[str, Any] = await choices(workspace) | {
        "fields": fields or stored,
        "chosen": "",
        "refused": refused,
        "added": added,
        "q": q,
        "found": await _found(workspace, q) if q else [],
    }
    return step_page(request, campaign, "people", context, wrong=wrong)


async def _found(workspace: str, q: str) -> list[tuple[str, str]]:
    """Customers that fit a search: id and label."""
    ids = [row["_id"] for row in await customers.search(workspace, q, limit=FOUND_SHOWN)]
    labels = await customers.labels(workspace, ids)
    return [(id_, labels[id_]) for id_ in ids if id_ in labels]


async def choices(workspace: str) -> dict[str, Any]:
    """What the form of the first step offers."""
    segments = (await policy.read(workspace)).segments
    return {
        "surveys": await published(workspace),
        "segments": sorted(((id_, each.name) for id_, each in segments.items()), key=lambda pair: pair[1]),
    }


def entered(form: FormMultiDict) -> dict[str, str]:
    """What the form of the first step says."""
    fields = {name: text(form, name) for name in ("name", "survey", "kind", "segment", "customer")}
    if fields["kind"] not in KINDS:
        fields["kind"] = "everyone"
    return fields | {"pasted": text(form, "pasted", 20_000)}


def audience_of(fields: dict[str, str]) -> Audience:
    """Whom the form means."""
    kind = fields["kind"]
    return Audience(kind=kind, segment=fields["segment"] if kind == "segment" else None)  # type: ignore[arg-type]


async def wrongs(workspace: str, fields: dict[str, str], offered: list[tuple[str, str]]) -> Wrong:
    """What of the first step does not fit."""
    wrong: Wrong = {}
    if fields["survey"] not in dict(offered):
        wrong["survey"] = "choose"
    if fields["kind"] == "segment" and fields["segment"] not in (await policy.read(workspace)).segments:
        wrong["segment"] = "choose"
    if len(fields["name"]) > NAME_LIMIT_CHARACTERS:
        wrong["name"] = "long"
    return wrong


async def _label(workspace: str, customer: str) -> str:
    """What the chosen customer is called; "" without one.

    Raises:
        NotFound: no such customer in this workspace.
    """
    if not customer:
        return ""
    found = await customers.labels(workspace, [customer])
    if customer not in found:
        raise NotFound("No such customer.", customer=customer[:80])
    return found[customer]
