"""The audit over HTTP."""

from typing import Any

from litestar import Controller, Request, get
from litestar.params import FromQuery

from voc.audit import queries, service
from voc.audit.schemas import Check, EntryPage, entry_out
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.pagination import PAGE_ITEMS, PageLimit, from_cursor, to_cursor

Caller = Request[Any, Principal, Any]


class AuditController(Controller):
    """Who did what and when."""

    path = "/v1/audit"
    tags = ["audit"]
    guards = [requires(Scope.admin, Resource.privacy)]

    @get(summary="List what is on record, the latest first")
    async def entries(
        self, request: Caller, limit: PageLimit = PAGE_ITEMS, cursor: FromQuery[str | None] = None
    ) -> EntryPage:
        """Of this workspace. Reading it is on record, too."""
        below = int(from_cursor(cursor, int)[0]) if cursor else None
        found = await queries.latest(request.auth.workspace, below=below, limit=limit + 1)
        more = to_cursor(found[limit - 1].number) if len(found) > limit else None
        return EntryPage(items=[entry_out(each) for each in found[:limit]], next=more)

    @get("/check", summary="Find out whether the record is whole")
    async def check(self, request: Caller) -> Check:
        """Reads every entry; a second for some ten thousand."""
        verdict = await service.verify(request.auth.workspace)
        return Check.model_validate(verdict.model_dump(exclude={"workspace"}))
