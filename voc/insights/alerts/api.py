"""Alerts over HTTP."""

from typing import Annotated, Any

from litestar import Controller, Request, get, patch
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from voc.clock import Clock
from voc.insights.alerts import queries, service
from voc.insights.alerts.domain import AlertState
from voc.insights.alerts.schemas import AlertOut, AlertPage, AlertPatch
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.pagination import PAGE_ITEMS, PageLimit, from_cursor, to_cursor


class AlertController(Controller):
    """Themes that more people speak of than chance explains."""

    path = "/v1/alerts"
    tags = ["alerts"]
    guards = [requires(Scope.read, Resource.insights)]

    @get(summary="List alerts, the latest opened first")
    async def list_(
        self,
        request: Request[Any, Any, Any],
        alert_state: Annotated[AlertState | None, QueryParameter(name="state")] = None,
        cursor: FromQuery[str | None] = None,
        limit: PageLimit = PAGE_ITEMS,
    ) -> AlertPage:
        """A theme has one alert for good: it opens when more people speak of the theme in the last seven days than
        chance explains, beside the eight weeks before, and calms when a week of looks found nothing."""
        after = str(from_cursor(cursor, str)[0]) if cursor else None
        found = await queries.page(request.auth.workspace, state=alert_state, after=after, limit=limit)
        return AlertPage(items=found.items, next=to_cursor(found.next) if found.next else None)

    @get("/{alert_id:str}", summary="Read one alert")
    async def read(self, request: Request[Any, Any, Any], alert_id: FromPath[str]) -> AlertOut:
        """One alert with its history."""
        return await queries.one(request.auth.workspace, alert_id)

    @patch(
        "/{alert_id:str}", guards=[requires(Scope.write, Resource.insights)], summary="Acknowledge or close an alert"
    )
    async def change(
        self,
        request: Request[Any, Any, Any],
        alert_id: FromPath[str],
        data: JSONBody[AlertPatch],
        clock: NamedDependency[Clock],
    ) -> AlertOut:
        """A closed alert opens again only after it has calmed."""
        caller = request.auth
        return await service.decide(caller.workspace, alert_id, data, by=caller.who, now=clock())
