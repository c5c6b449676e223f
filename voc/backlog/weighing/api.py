"""The weights of the backlog over HTTP."""

from typing import Any

from litestar import Controller, Request, get, patch
from litestar.di import NamedDependency
from litestar.params import JSONBody

from voc.backlog import evidence
from voc.backlog.ranking.weights import Weights
from voc.backlog.weighing import service
from voc.clock import Clock
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires

Caller = Request[Any, Principal, Any]


class WeightsController(Controller):
    """How much each factor of a score counts."""

    path = "/v1/backlog/weights"
    tags = ["backlog"]
    guards = [requires(Scope.read, Resource.backlog)]

    @get(summary="Read what the ranking weighs")
    async def read(self, request: Caller) -> Weights:
        """An exponent for each factor (0: it does not count), the half-life, and the attributes that are weighed."""
        return await evidence.weights(request.auth.workspace)

    @patch(guards=[requires(Scope.write, Resource.backlog)], summary="Change what the ranking weighs")
    async def change(self, request: Caller, data: JSONBody[Weights], clock: NamedDependency[Clock]) -> Weights:
        """What is left out stays. The backlog is ranked again within seconds."""
        return await service.change(request.auth.workspace, data, now=clock())
