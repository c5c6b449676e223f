"""Several items at once, and the views that people keep, over HTTP."""

from typing import Any

from litestar import Controller, Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Stream

from voc.backlog.workflow import evidence, reading, saved, service
from voc.backlog.workflow.asking import OF_API
from voc.backlog.workflow.evidence import AskerPage
from voc.backlog.workflow.exporting import MEDIA_TYPES, ExportFormat, Format, download
from voc.backlog.workflow.listing import Filters
from voc.backlog.workflow.schemas import BulkIn, BulkOut, BulkResult, BulkUndone, ViewIn, ViewOut, ViewPage
from voc.clock import Clock
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.openapi import files
from voc.web.pagination import PAGE_ITEMS, PageLimit

Caller = Request[Any, Principal, Any]
WRITES = [requires(Scope.write, Resource.backlog)]


class BacklogWorkController(Controller):
    """What concerns more than one item."""

    path = "/v1/backlog"
    tags = ["backlog"]
    guards = [requires(Scope.read, Resource.backlog)]

    @post("/bulk", guards=WRITES, status_code=200, summary="Decide about several items")
    async def bulk(self, request: Caller, data: JSONBody[BulkIn], clock: NamedDependency[Clock]) -> BulkOut:
        """Status, owner and department for up to 200 items; what one does not allow hinders no other."""
        caller = request.auth
        batch, outcomes = await service.change_all(
            caller.workspace, data.items, data.wishes(), by=caller.who, now=clock()
        )
        return BulkOut(batch=batch, results=[BulkResult.model_validate(each.model_dump()) for each in outcomes])

    @post("/bulk/{batch:str}/undo", guards=WRITES, status_code=200, summary="Undo a change of several items")
    async def undo_bulk(self, request: Caller, batch: FromPath[str], clock: NamedDependency[Clock]) -> BulkUndone:
        """Where it is still the latest change; what somebody changed again since stays."""
        caller = request.auth
        return BulkUndone(items=await service.undo_all(caller.workspace, batch, by=caller.who, now=clock()))

    @get(
        "/export",
        dependencies=OF_API,
        summary="Download the backlog",
        media_type="application/octet-stream",
        operation_class=files(*MEDIA_TYPES.values()),
        audit="backlog.exported",
    )
    async def export(
        self,
        request: Caller,
        asked: NamedDependency[Filters],
        file_format: ExportFormat = Format.csv,
    ) -> Stream:
        """What the filters of the list mean as CSV, XLSX or a table in Markdown, with one redacted quote each.

        Text that a spreadsheet would run as a formula gets an apostrophe.
        """
        return await download(request.auth.workspace, asked, file_format)

    @get("/{item_id:str}/customers", summary="List who raised an item")
    async def customers(
        self,
        request: Caller,
        item_id: FromPath[str],
        cursor: FromQuery[str | None] = None,
        limit: PageLimit = PAGE_ITEMS,
    ) -> AskerPage:
        """Those who raised it most first; merged customers are the one person that they are."""
        item = await reading.one(request.auth.workspace, item_id)
        return await evidence.askers(request.auth.workspace, item.theme, cursor=cursor, limit=limit)

    @get("/views", summary="List views")
    async def views(self, request: Caller) -> ViewPage:
        """Your own and those that colleagues share."""
        return ViewPage(items=await saved.of(request.auth))

    @post("/views", guards=WRITES, status_code=201, summary="Keep a view")
    async def keep(self, request: Caller, data: JSONBody[ViewIn], clock: NamedDependency[Clock]) -> ViewOut:
        """Filters and order under a name, for you or for all colleagues. `me` as an owner is whoever looks."""
        return await saved.keep(request.auth, data, now=clock())

    @delete("/views/{view_id:str}", guards=WRITES, summary="Remove a view")
    async def remove(self, request: Caller, view_id: FromPath[str]) -> None:
        """Your own; an administrator's key removes any that it sees."""
        await saved.remove(request.auth, view_id)
