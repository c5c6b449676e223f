"""Retention over HTTP."""

from typing import Any

from litestar import Controller, Request, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from voc.clock import Clock
from voc.retention import service
from voc.retention.schemas import Rules
from voc.values import Resource, Scope
from voc.web.guards import requires


class RetentionController(Controller):
    """How long what customers said is kept."""

    path = "/v1/retention"
    tags = ["retention"]
    guards = [requires(Scope.admin, Resource.privacy)]

    @get(summary="How long what customers said is kept")
    async def read(self, request: Request[Any, Any, Any]) -> Rules:
        """For ever, unless somebody set it."""
        return await service.rules(request.auth.workspace)

    @put(summary="Set how long what customers said is kept", audit="retention.changed")
    async def change(
        self, request: Request[Any, Any, Any], data: JSONBody[Rules], clock: NamedDependency[Clock]
    ) -> Rules:
        """What reached us earlier is removed for good, day by day, beginning a day after the change; who customers are
        and what they agreed to stays. How much was removed stands in the audit."""
        return await service.set_rules(request.auth.workspace, data, now=clock())
