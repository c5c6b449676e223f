"""The backlog over HTTP."""

from typing import Any

from litestar import Controller, Request, get
from litestar.params import FromPath, FromQuery

from voc.backlog import queries
from voc.backlog.schemas import BacklogItemOut, BacklogPage
from voc.feedback.domain import Kind
from voc.values import Scope
from voc.web.guards import requires
from voc.web.pagination import PAGE_ITEMS, PageLimit, from_cursor, to_cursor


class BacklogController(Controller):
    """What to build or mend next."""

    path = "/v1/backlog"
    tags = ["backlog"]
    guards = [requires(Scope.read)]

    @get(summary="Read the ranking, the first first")
    async def ranking(
        self,
        request: Request[Any, Any, Any],
        kind: FromQuery[Kind | None] = None,
        cursor: FromQuery[str | None] = None,
        limit: PageLimit = PAGE_ITEMS,
    ) -> BacklogPage:
        """Items with the factors of their scores."""
        after = int(from_cursor(cursor, int)[0]) if cursor else 0
        found = await queries.page(request.auth.workspace, kind=kind, after=after, limit=limit)
        return BacklogPage(items=found.items, next=to_cursor(int(found.next)) if found.next else None)

    @get("/{item_id:str}", summary="Read one item")
    async def read(self, request: Request[Any, Any, Any], item_id: FromPath[str]) -> BacklogItemOut:
        """One item with everything that explains its rank."""
        return await queries.one(request.auth.workspace, item_id)
