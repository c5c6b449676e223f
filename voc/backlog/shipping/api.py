"""Verdicts over HTTP."""

from typing import Any

from litestar import Controller, Request, get, put
from litestar.params import FromPath, JSONBody

from voc.backlog import queries as backlog
from voc.backlog.shipping import queries, registering
from voc.backlog.shipping.domain import Plan
from voc.backlog.shipping.schemas import VerdictOut, plan_out, verdict_out
from voc.backlog.shipping.showing import CHOOSING, standing
from voc.backlog.workflow import queries as workflow
from voc.errors import NotFound
from voc.themes import queries as themes
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires

Caller = Request[Any, Principal, Any]


class VerdictController(Controller):
    """Whether what was shipped helped."""

    path = "/v1/backlog/{item_id:str}/verdict"
    tags = ["backlog"]
    guards = [requires(Scope.read, Resource.backlog)]

    @get(summary="Read whether an item helped")
    async def read(self, request: Caller, item_id: FromPath[str]) -> VerdictOut:
        """What was registered when it was shipped, and what came of it; 404 for one that nobody works on."""
        return await _shown(request.auth.workspace, item_id)

    @put(guards=[requires(Scope.write, Resource.backlog)], summary="Choose how an item will be judged")
    async def choose(self, request: Caller, item_id: FromPath[str], data: JSONBody[Plan]) -> VerdictOut:
        """Until it is shipped: then this is registered, and the answer is 409."""
        await backlog.title_of(request.auth.workspace, item_id)
        await registering.choose(request.auth.workspace, item_id, data)
        return await _shown(request.auth.workspace, item_id)


async def _shown(workspace: str, item: str) -> VerdictOut:
    await backlog.title_of(workspace, item)
    status = (await workflow.stored(workspace, item)).work.status
    if status in CHOOSING:
        return plan_out(item, await queries.plan(workspace, item))
    row = await standing(workspace, item, status)
    if row is None:
        raise NotFound("Nothing is registered: nobody works on this item or has shipped it.", item=item)
    return verdict_out(row, await themes.names(workspace))
