"""`/faq/sources`: the documents that answers are drafted from, and what each says. They work without JavaScript."""

from collections.abc import AsyncIterator
from typing import Any

from litestar import Controller, Request, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from voc.clock import Clock
from voc.errors import Invalid
from voc.faq.sources import citing, queries, replies, service, sitemaps, storing, views
from voc.faq.sources.domain import FILE_LIMIT_BYTES, SUFFIXES, Kind, NotTaken, Refusal, SourceState, format_of
from voc.settings import Settings
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page

Caller = Request[Any, Principal, Any]
HERE = "/faq/sources"
FILES_LIMIT = 50
"""In one form; a folder goes in by `voc docs import`."""
_FORM_LIMIT_BYTES = 4 * FILE_LIMIT_BYTES
_TOLD = ("given", "removed", "replies", "again")


class SourcePages(Controller):
    """Sources of the signed-in member's workspace."""

    path = HERE
    include_in_schema = False
    guards = [requires(Scope.read, Resource.faq)]

    @get()
    async def overview(
        self, request: Caller, done: FromQuery[str] = "", cursor: FromQuery[str | None] = None
    ) -> Template:
        """What changed last first; `done` tells what just happened."""
        return await _overview(request, {"done": done if done in _TOLD else ""}, cursor=cursor)

    @post(guards=[requires(Scope.write, Resource.faq)], status_code=303, request_max_body_size=_FORM_LIMIT_BYTES)
    async def give(
        self, request: Caller, clock: NamedDependency[Clock], settings: NamedDependency[Settings]
    ) -> Redirect | Template:
        """Keep files, and pages of sitemaps among them; those that are not taken are named."""
        form = await request.form()
        files = [each for each in form.getall("file", []) if isinstance(each, UploadFile) and each.filename]
        if not files:
            return await _overview(request, {"refused": [("", "none", "")]}, status=422)
        refused: list[tuple[str, str, str]] = []
        for file in files[:FILES_LIMIT]:
            refused += await _given(request, file, settings, clock)
        refused += [(str(file.filename), "many", "") for file in files[FILES_LIMIT:]]
        if refused:
            return await _overview(request, {"refused": refused, "taken": len(files) - len(refused)}, status=422)
        return Redirect(f"{HERE}?done=given", status_code=303)

    @post("/replies", guards=[requires(Scope.write, Resource.faq)], status_code=303)
    async def take_replies(self, request: Caller, clock: NamedDependency[Clock]) -> Redirect:
        """Look for colleagues' answers, now and every night."""
        await replies.take(request.auth.workspace, now=clock())
        return Redirect(f"{HERE}?done=replies", status_code=303)

    @get("/{source_id:str}")
    async def show(self, request: Caller, source_id: FromPath[str], done: FromQuery[str] = "") -> Template:
        """What it says, passage by passage, and which entries say so."""
        return await _one(request, source_id, {"done": done if done in _TOLD else ""})

    @post(
        "/{source_id:str}",
        guards=[requires(Scope.write, Resource.faq)],
        status_code=303,
        request_max_body_size=_FORM_LIMIT_BYTES,
    )
    async def replace(
        self, request: Caller, source_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """Put another file in its place."""
        row = await queries.one(request.auth.workspace, source_id)
        file = (await request.form()).get("file")
        if row["kind"] != Kind.file or not isinstance(file, UploadFile) or not file.filename:
            return await _one(request, source_id, {"wrong": "none"}, status=422)
        try:
            await _replace(request.auth.workspace, row["address"], file, clock)
        except NotTaken as error:
            return await _one(request, source_id, {"wrong": error.values["reason"]}, status=422)
        return Redirect(f"{HERE}/{source_id}?done=given", status_code=303)

    @post("/{source_id:str}/again", guards=[requires(Scope.write, Resource.faq)], status_code=303)
    async def again(
        self, request: Caller, source_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """Fetch a page anew, or try once more what a worker failed on."""
        try:
            await service.again(request.auth.workspace, source_id, now=clock())
        except Invalid:
            return await _one(request, source_id, {"wrong": "gone"}, status=422)
        return Redirect(f"{HERE}/{source_id}?done=again", status_code=303)

    @post("/{source_id:str}/remove", guards=[requires(Scope.write, Resource.faq)], status_code=303)
    async def remove(self, request: Caller, source_id: FromPath[str], clock: NamedDependency[Clock]) -> Redirect:
        """Forget it; the page has said what goes with it."""
        await service.remove(request.auth.workspace, source_id, now=clock())
        return Redirect(f"{HERE}?done=removed", status_code=303)


async def _given(request: Caller, file: UploadFile, settings: Settings, clock: Clock) -> list[tuple[str, str, str]]:
    """Name, reason and particulars of what was not taken."""
    workspace, name = request.auth.workspace, _plain(str(file.filename))
    try:
        if name.lower().endswith(".xml"):
            urls = sitemaps.addresses(await file.read(sitemaps.FILE_LIMIT_BYTES + 1))
            found = await service.fetch(workspace, urls, settings=settings.egress, now=clock())
            return [(url, "address", each.detail) for url, each in zip(urls, found, strict=True) if _is_refused(each)]
        await service.give(workspace, name, _chunks(file), now=clock())
    except sitemaps.NoSitemap as error:
        return [(name, "sitemap", error.detail)]
    except NotTaken as error:
        return [(name, error.values["reason"], "")]
    except Invalid:
        return [(name, "unknown", "")]
    return []


async def _replace(workspace: str, address: str, file: UploadFile, clock: Clock) -> None:
    """The new file's own name tells how it is written: a Markdown file may follow a PDF."""
    format_ = format_of(_plain(str(file.filename)))
    if format_ is None:
        raise NotTaken(Refusal.unknown)
    kept = await storing.keep(workspace, _chunks(file), now=clock())
    waiting = kept.model_dump() | {"format": format_.value, "charset": ""}
    await service.put(workspace, Kind.file, address, waiting, now=clock())


async def _overview(request: Caller, told: dict[str, Any], *, cursor: str | None = None, status: int = 200) -> Template:
    workspace = request.auth.workspace
    rows, following = await queries.listed(workspace, cursor=cursor)
    used = await citing.counts(workspace, [row["_id"] for row in rows])
    context = {
        "sources": [views.source_view(row, entries=used.get(row["_id"], 0)) for row in rows],
        "next": following,
        "busy": any(row["state"] == SourceState.pending for row in rows),
        "takes_replies": await queries.takes_replies(workspace),
        "may_write": request.auth.may(Scope.write, Resource.faq),
        "accepted": ",".join((*SUFFIXES, ".xml")),
        "limit_mb": FILE_LIMIT_BYTES // 1024**2,
        "done": "", "refused": [], "taken": 0,
    }  # fmt: skip
    return page(request, "faq_sources/list.html", context | told, fragment="faq_sources/_list.html", status=status)


async def _one(request: Caller, source_id: str, told: dict[str, Any], *, status: int = 200) -> Template:
    workspace = request.auth.workspace
    row = await queries.one(workspace, source_id)
    entries = await citing.entries(workspace, source_id)
    text = await queries.text(workspace, row)
    used = len({id_ for each in entries.values() for id_, _ in each})
    context = {
        "source": views.source_view(row, entries=used),
        "stretches": views.stretches(text, entries),
        "may_write": request.auth.may(Scope.write, Resource.faq),
        "accepted": ",".join(SUFFIXES),
        "limit_mb": FILE_LIMIT_BYTES // 1024**2,
        "done": "", "wrong": "",
    }  # fmt: skip
    return page(request, "faq_sources/show.html", context | told, status=status)


def _is_refused(each: object) -> bool:
    return isinstance(each, Invalid)


def _plain(filename: str) -> str:
    """The last part of what a browser calls the file, printable."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in name if letter.isprintable())[:200] or "file"


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(256 * 1024):
        yield chunk
