"""The list of campaigns."""

from collections.abc import Set
from typing import Any

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from voc.channels.domain import Channel
from voc.invitations import queries
from voc.invitations.campaign_pages import figures, funnel
from voc.invitations.campaign_pages.drafts import Caller, StateQuery, published
from voc.invitations.domain import CampaignState
from voc.invitations.schemas import CampaignOut
from voc.settings import Settings
from voc.surveys import queries as surveys
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page
from voc.web.pagination import from_cursor, to_cursor

PAGE_SIZE = 25
LOOKED_AT_MOST = 1_000
"""Campaigns that a filter or a search looks through: companies have hundreds."""


class CampaignPages(Controller):
    """What was sent to many people, and what became of it."""

    path = "/campaigns"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.campaigns)]

    @get()
    async def show(
        self,
        request: Caller,
        settings: NamedDependency[Settings],
        q: FromQuery[str] = "",
        wanted: StateQuery = "",
        cursor: FromQuery[str | None] = None,
        done: FromQuery[str] = "",
    ) -> Template:
        """The newest first, narrowed by what the address says."""
        workspace = request.auth.workspace
        found, _ = await queries.campaign_page(workspace, limit=LOOKED_AT_MOST)
        names = {each.id: each.name for each in await surveys.of_workspace(workspace)}
        fitting = [each for each in found if _fits(each, names, q.strip().casefold(), wanted)]
        start = int(from_cursor(cursor, int)[0]) if cursor else 0
        shown = fitting[start : start + PAGE_SIZE]
        reporting = await figures.reporting(workspace, [name for each in shown for name in each.channels], settings)
        context = {
            "rows": [row_of(each, names, reporting) for each in shown],
            "filters": {"q": q, "state": wanted},
            "filtered": bool(q or wanted or cursor),
            "any": bool(found),
            "states": {each.value: sum(row.state == each for row in found) for each in CampaignState},
            "next": to_cursor(start + PAGE_SIZE) if len(fitting) > start + PAGE_SIZE else None,
            "may_write": request.auth.may(Scope.write, Resource.campaigns),
            "askable": bool(found) or bool(await published(workspace)),
            "done": done,
            "zone": (await queries.rules(workspace)).zone,
        }
        return page(request, "campaigns/list.html", context, fragment="campaigns/_list.html")


def row_of(campaign: CampaignOut, names: dict[str, str], reporting: Set[Channel]) -> dict[str, Any]:
    """A campaign as a row of the list; `reporting` are the channels whose sender says what arrived."""
    return {
        "id": campaign.id,
        "name": campaign.name,
        "state": campaign.state.value,
        "survey": campaign.survey,
        "survey_name": names.get(campaign.survey, ""),
        "channels": [each.value for each in campaign.channels],
        "purpose": campaign.purpose,
        "audience": campaign.audience,
        "people": campaign.people,
        "every_days": campaign.every_days,
        "starts_at": campaign.starts_at,
        "at": campaign.started_at or campaign.created_at,
        "held": campaign.states.get("held", 0),
        "steps": funnel.steps(campaign.funnel, reported=reporting >= set(campaign.channels)),
    }


def _fits(campaign: CampaignOut, names: dict[str, str], q: str, state: str) -> bool:
    if state and campaign.state != state:
        return False
    return not q or q in campaign.name.casefold() or q in names.get(campaign.survey, "").casefold()
