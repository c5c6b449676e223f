"""An item's issue over HTTP."""

from typing import Any

from litestar import Controller, Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from voc.backlog.workflow import reading
from voc.clock import Clock
from voc.trackers import queries, service
from voc.trackers.item_schemas import IssueIn, ItemIssueOut, TrackerName, link_out
from voc.trackers.schemas import tracker_out
from voc.trackers.service import Wish
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires

Caller = Request[Any, Principal, Any]
WRITES = [requires(Scope.write, Resource.backlog)]


class ItemIssueController(Controller):
    """The one issue elsewhere that stands for an item."""

    path = "/v1/backlog/{item_id:str}/issue"
    tags = ["trackers"]
    guards = [requires(Scope.read, Resource.backlog)]

    @get(summary="Read an item's issue")
    async def read(self, request: Caller, item_id: FromPath[str]) -> ItemIssueOut:
        """Where it stands, and the trackers in which it may get one."""
        return await _shown(request.auth.workspace, item_id)

    @post(guards=WRITES, status_code=202, summary="Create or link an item's issue")
    async def make(
        self, request: Caller, item_id: FromPath[str], data: JSONBody[IssueIn], clock: NamedDependency[Clock]
    ) -> ItemIssueOut:
        """With `issue` the one that is there is linked; without, one is created, once, within seconds.

        From then on the status of one follows the other's, by the tracker's rules.
        """
        workspace, by, now = request.auth.workspace, request.auth.who, clock()
        if data.issue is not None:
            await service.link(workspace, item_id, data.tracker, data.issue, by=by, now=now)
        else:
            wish = Wish(language=data.language, quoted=data.quoted)
            await service.create(workspace, item_id, data.tracker, wish, by=by, now=now)
        return await _shown(workspace, item_id)

    @post("/refresh", guards=WRITES, status_code=202, summary="Look at an item's issue now")
    async def refresh(self, request: Caller, item_id: FromPath[str], clock: NamedDependency[Clock]) -> ItemIssueOut:
        """Or try again what did not work."""
        await service.refresh(request.auth.workspace, item_id, now=clock())
        return await _shown(request.auth.workspace, item_id)

    @delete(guards=WRITES, summary="Unlink an item's issue")
    async def unlink(self, request: Caller, item_id: FromPath[str], clock: NamedDependency[Clock]) -> None:
        """The issue stays as it is."""
        await service.unlink(request.auth.workspace, item_id, by=request.auth.who, now=clock())


async def _shown(workspace: str, item_id: str) -> ItemIssueOut:
    await reading.one(workspace, item_id)
    trackers = [tracker_out(row) for row in await queries.trackers(workspace)]
    kinds = {each.id: each.kind for each in trackers}
    row = await queries.link(workspace, item_id)
    return ItemIssueOut(
        issue=link_out(row, kinds[row["tracker"]]) if row and row["tracker"] in kinds else None,
        trackers=[TrackerName(**each.model_dump(include=set(TrackerName.model_fields))) for each in trackers],
    )
