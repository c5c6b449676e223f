"""Entries over HTTP."""

from typing import Any

from litestar import Controller, Request, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from voc.clock import Clock
from voc.faq import reading, service
from voc.faq.asking import ASKED
from voc.faq.exporting import MEDIA_TYPES, ExportFormat, Format, download
from voc.faq.listing import Filters
from voc.faq.schemas import (
    BulkIn,
    BulkOut,
    BulkResult,
    ChoiceIn,
    EntryIn,
    EntryPage,
    EntryPatch,
    MergeIn,
    OneOut,
    RestoreIn,
    VersionTextOut,
)
from voc.faq.states import Action
from voc.settings import Settings
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.openapi import files
from voc.web.pagination import PAGE_ITEMS, PageLimit

Caller = Request[Any, Principal, Any]
WRITES = [requires(Scope.write, Resource.faq)]


class FaqController(Controller):
    """What customers ask, and what is answered."""

    path = "/v1/faqs"
    tags = ["faq"]
    guards = [requires(Scope.read, Resource.faq)]

    @get(dependencies=ASKED, summary="List entries, the most urgent first")
    async def page(
        self,
        request: Caller,
        asked: NamedDependency[Filters],
        cursor: FromQuery[str | None] = None,
        limit: PageLimit = PAGE_ITEMS,
    ) -> EntryPage:
        """Without filters, all of them."""
        return await reading.page(request.auth.workspace, asked, cursor=cursor, limit=limit)

    @post(guards=WRITES, status_code=201, summary="Write an entry")
    async def create(self, request: Caller, data: JSONBody[EntryIn], clock: NamedDependency[Clock]) -> OneOut:
        """You answer for its sentences; it is approved and published as any other."""
        caller = request.auth
        id_ = await service.create(
            caller.workspace, data.language, data.question, data.answer, by=caller.who, now=clock()
        )
        return await reading.one(caller.workspace, id_)

    @get(
        "/export",
        dependencies=ASKED,
        summary="Export what is published",
        operation_class=files(*MEDIA_TYPES),
        audit="faq.exported",
    )
    async def export(
        self, request: Caller, asked: NamedDependency[Filters], file_format: ExportFormat = Format.json
    ) -> Response[bytes]:
        """Narrowed by `language`, `category` and `audience`; the version of each that was published last.

        Text that a spreadsheet would run as a formula gets an apostrophe; no text is live markup in any format.
        """
        return await download(request.auth.workspace, asked, file_format)

    @get("/{faq_id:str}", summary="Read one entry")
    async def read(self, request: Caller, faq_id: FromPath[str]) -> OneOut:
        """With the source of each sentence, its versions and its audit trail."""
        return await reading.one(request.auth.workspace, faq_id)

    @patch("/{faq_id:str}", guards=WRITES, summary="Edit an entry, or decide about it")
    async def change(
        self, request: Caller, faq_id: FromPath[str], data: JSONBody[EntryPatch], clock: NamedDependency[Clock]
    ) -> OneOut:
        """Send the fields to change, or a `state` alone.

        Nothing is published that was not approved, and nothing approved while sentences contradict each other, say
        what their source does not say, or rest on a source that is gone: the answer is then 409 with `reasons`.
        """
        workspace, who = request.auth.workspace, request.auth.who
        if data.state is not None:
            await service.decide(workspace, faq_id, data.state, by=who, now=clock(), revision=data.revision)
        else:
            answer = [each.wish for each in data.answer] if data.answer is not None else None
            await service.edit(
                workspace, faq_id, data.wishes(), answer, by=who, now=clock(), revision=data.revision
            )  # fmt: skip
        return await reading.one(workspace, faq_id)

    @post("/{faq_id:str}/unpublish", guards=WRITES, status_code=200, summary="Give an entry out no more")
    async def unpublish(self, request: Caller, faq_id: FromPath[str], clock: NamedDependency[Clock]) -> OneOut:
        """Also where an earlier version is given out while a new one is worked on."""
        caller = request.auth
        await service.act(caller.workspace, faq_id, Action.unpublish, by=caller.who, now=clock())
        return await reading.one(caller.workspace, faq_id)

    @get("/{faq_id:str}/versions/{number:int}", summary="Read an earlier version")
    async def version(self, request: Caller, faq_id: FromPath[str], number: FromPath[int]) -> VersionTextOut:
        """Every edit is kept."""
        return await reading.version(request.auth.workspace, faq_id, number)

    @post("/{faq_id:str}/merge", guards=WRITES, status_code=200, summary="Have another entry answer for this one")
    async def merge(
        self, request: Caller, faq_id: FromPath[str], data: JSONBody[MergeIn], clock: NamedDependency[Clock]
    ) -> OneOut:
        """Of the same language. Whoever asks it is counted there; nothing of it is lost, see `separate`."""
        caller = request.auth
        await service.merge(
            caller.workspace, faq_id, data.into, by=caller.who, now=clock(), revision=data.revision
        )  # fmt: skip
        return await reading.one(caller.workspace, faq_id)

    @post("/{faq_id:str}/separate", guards=WRITES, status_code=200, summary="Undo a merge")
    async def separate(self, request: Caller, faq_id: FromPath[str], clock: NamedDependency[Clock]) -> OneOut:
        """It is again what it was before, with the questions that are its own."""
        caller = request.auth
        await service.act(caller.workspace, faq_id, Action.separate, by=caller.who, now=clock())
        return await reading.one(caller.workspace, faq_id)

    @post("/{faq_id:str}/restore", guards=WRITES, status_code=200, summary="Bring an earlier version back")
    async def restore(
        self, request: Caller, faq_id: FromPath[str], data: JSONBody[RestoreIn], clock: NamedDependency[Clock]
    ) -> OneOut:
        """As a new version that says exactly the same."""
        caller = request.auth
        await service.restore(
            caller.workspace, faq_id, data.version, by=caller.who, now=clock(), revision=data.revision
        )
        return await reading.one(caller.workspace, faq_id)

    @post("/{faq_id:str}/choose", guards=WRITES, status_code=200, summary="Say which of two sentences is right")
    async def choose(
        self, request: Caller, faq_id: FromPath[str], data: JSONBody[ChoiceIn], clock: NamedDependency[Clock]
    ) -> OneOut:
        """Of two that contradict each other; the other one leaves the answer."""
        caller = request.auth
        await service.choose(
            caller.workspace, faq_id, data.conflict, data.right, by=caller.who, now=clock(), revision=data.revision
        )
        return await reading.one(caller.workspace, faq_id)

    @post("/{faq_id:str}/rewrite", guards=WRITES, status_code=202, summary="Have a draft rewritten for tone")
    async def rewrite(
        self,
        request: Caller,
        faq_id: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> OneOut:
        """By the language model that the operator has set; 409 without one. A worker does it: see `rewording`.

        Only sentences that the draft's sources bear out are kept, marked as `rewritten`, in a new version that nobody
        has approved yet.
        """
        caller = request.auth
        await service.reword(caller.workspace, faq_id, settings.llm, by=caller.who, now=clock())
        return await reading.one(caller.workspace, faq_id)

    @post("/bulk", guards=WRITES, status_code=200, summary="Decide about several entries")
    async def bulk(self, request: Caller, data: JSONBody[BulkIn], clock: NamedDependency[Clock]) -> BulkOut:
        """What one of them does not allow hinders no other."""
        caller = request.auth
        found = await service.decide_all(caller.workspace, data.items, data.state, by=caller.who, now=clock())
        return BulkOut(results=[BulkResult(**each.model_dump()) for each in found])
