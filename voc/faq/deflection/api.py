"""What publishing answers came to, over HTTP."""

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.params import FromPath

from voc.faq import queries as entries
from voc.faq.deflection import queries, table
from voc.faq.deflection.schemas import DeflectionOut, DeflectionSummary
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.openapi import files
from voc.web.tables import CSV

Caller = Request[Any, Principal, Any]


class DeflectionController(Controller):
    """Whether people ask again once an answer is published."""

    path = "/v1/faqs/deflection"
    tags = ["faq"]
    guards = [requires(Scope.read, Resource.faq)]

    @get(summary="Do published answers help?")
    async def summary(self, request: Caller) -> DeflectionSummary:
        """How many do, by how much asking again fell in all, and each answer."""
        return await queries.summary(request.auth.workspace)

    @get("/export", summary="Export what published answers came to", operation_class=files(CSV))
    async def export(self, request: Caller) -> Response[bytes]:
        """CSV, a row per published answer that was counted."""
        return await table.download(request.auth.workspace)


class EntryDeflectionController(Controller):
    """The same of one entry."""

    path = "/v1/faqs/{faq_id:str}/deflection"
    tags = ["faq"]
    guards = [requires(Scope.read, Resource.faq)]

    @get(summary="Does this answer help?")
    async def one(self, request: Caller, faq_id: FromPath[str]) -> DeflectionOut:
        """The share of people who asked again within 14 days, before and after it was published."""
        workspace = request.auth.workspace
        await entries.row(workspace, faq_id)
        return DeflectionOut(deflection=await queries.one(workspace, faq_id))
