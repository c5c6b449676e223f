"""Targets over HTTP."""

from datetime import date
from typing import Any

from litestar import Controller, Request, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from voc.clock import Clock
from voc.insights.measuring import Asking
from voc.insights.targets import queries, service
from voc.insights.targets.schemas import Scorecard, TargetIn, TargetOut, TargetPage
from voc.values import Resource, Scope
from voc.web.guards import requires

Caller = Request[Any, Any, Any]


class TargetController(Controller):
    """What departments and other groups want to reach."""

    path = "/v1/targets"
    tags = ["targets"]
    guards = [requires(Scope.read, Resource.insights)]

    @get(summary="List targets")
    async def list_(self, request: Caller, metric: FromQuery[str | None] = None) -> TargetPage:
        """Of all metrics or of one."""
        return TargetPage(items=await queries.of_workspace(request.auth.workspace, metric))

    @put(guards=[requires(Scope.write, Resource.insights)], summary="Set a target")
    async def set_(self, request: Caller, data: JSONBody[TargetIn], clock: NamedDependency[Clock]) -> TargetOut:
        """One goal for each metric and group; setting it again replaces it."""
        caller = request.auth
        return await service.put(caller.workspace, data, by=caller.who, now=clock())

    @delete("/{target_id:str}", guards=[requires(Scope.write, Resource.insights)], summary="Take a target away")
    async def remove(self, request: Caller, target_id: FromPath[str]) -> None:
        """The figures stay."""
        await service.remove(request.auth.workspace, target_id)

    @get("/scorecard", summary="Read figures beside their targets")
    async def scorecard(
        self,
        request: Caller,
        clock: NamedDependency[Clock],
        metric: FromQuery[str] = "nps",
        by: FromQuery[str] = "department",
        since: FromQuery[date | None] = None,
        until: FromQuery[date | None] = None,
    ) -> Scorecard:
        """Each group of `by` with its figure, 95% interval, change, target and verdict.

        The verdict is `met` or `missed` where the whole interval lies on one side of the goal, else `open`. Parameters
        are those of `/v1/metrics/{metric}`.
        """
        asking = Asking(by=by, since=since, until=until)
        return await service.scorecard(request.auth.workspace, metric, asking, today=clock().date())
