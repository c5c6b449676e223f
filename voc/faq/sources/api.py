"""`/v1/faq-sources`: documents that answers are drafted from."""

from typing import Annotated, Any

from litestar import Controller, Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from voc.clock import Clock
from voc.errors import Invalid
from voc.faq.sources import queries, replies, service
from voc.faq.sources.domain import ADDRESS_LIMIT_CHARACTERS, FILE_LIMIT_BYTES
from voc.faq.sources.schemas import PageOut, PagesIn, PagesOut, RepliesOut, SourceOut, SourcesOut, source_out
from voc.faq.sources.service import Received
from voc.settings import Settings
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.pagination import PAGE_ITEMS, PageLimit

Caller = Request[Any, Principal, Any]


class FaqSourceController(Controller):
    """Give, list and remove sources."""

    path = "/v1/faq-sources"
    tags = ["faq"]

    @post(
        guards=[requires(Scope.write, Resource.faq)], status_code=202, request_max_body_size=FILE_LIMIT_BYTES + 1,
        summary="Give a document",
    )  # fmt: skip
    async def give(
        self,
        request: Caller,
        clock: NamedDependency[Clock],
        address: Annotated[str, QueryParameter(min_length=1, max_length=ADDRESS_LIMIT_CHARACTERS)],
    ) -> Received:
        """The body is the file itself: Markdown, HTML, PDF or plain text, told by the end of `address`, else by
        `Content-Type`. Answered once it is on disk; a worker reads it. What was given before under the same `address`
        is replaced; the same content again changes nothing."""
        media = request.headers.get("content-type", "")
        return await service.give(request.auth.workspace, address, request.stream(), now=clock(), media_type=media)

    @post("/pages", guards=[requires(Scope.write, Resource.faq)], status_code=202, summary="Fetch pages of the web")
    async def fetch(
        self,
        request: Caller,
        data: JSONBody[PagesIn],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> PagesOut:
        """Only public addresses by https, unless the operator has opened others; redirects are not followed."""
        found = await service.fetch(request.auth.workspace, data.urls, settings=settings.egress, now=clock())
        return PagesOut(items=[_page(url, each) for url, each in zip(data.urls, found, strict=True)])

    @post("/replies", guards=[requires(Scope.write, Resource.faq)], status_code=202, summary="Take colleagues' answers")
    async def take_replies(self, request: Caller, clock: NamedDependency[Clock]) -> RepliesOut:
        """Look for colleagues' answers in conversations that ended well, now and every night."""
        await replies.take(request.auth.workspace, now=clock())
        return RepliesOut()

    @get(guards=[requires(Scope.read, Resource.faq)], summary="List sources")
    async def list_sources(
        self, request: Caller, cursor: FromQuery[str | None] = None, limit: PageLimit = PAGE_ITEMS
    ) -> SourcesOut:
        """What changed last first."""
        rows, following = await queries.listed(request.auth.workspace, cursor=cursor, limit=limit)
        return SourcesOut(items=[source_out(row) for row in rows], next=following)

    @get("/{source_id:str}", guards=[requires(Scope.read, Resource.faq)], summary="One source")
    async def show(self, request: Caller, source_id: FromPath[str]) -> SourceOut:
        """Where it stands."""
        return source_out(await queries.one(request.auth.workspace, source_id))

    @delete("/{source_id:str}", guards=[requires(Scope.write, Resource.faq)], summary="Remove a source")
    async def remove(self, request: Caller, source_id: FromPath[str], clock: NamedDependency[Clock]) -> None:
        """Its passages go; entries that cite them become stale."""
        await service.remove(request.auth.workspace, source_id, now=clock())


def _page(url: str, became: Received | Invalid) -> PageOut:
    if isinstance(became, Invalid):
        return PageOut(url=url, error=became.detail)
    return PageOut(url=url, id=became.id)
