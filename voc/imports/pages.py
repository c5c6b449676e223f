"""The import pages: choose a file, choose its columns, watch it go. They work without JavaScript."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from litestar import Controller, Request, Response, Router, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter, URLEncodedBody
from litestar.response import Redirect, Stream
from pydantic import Field

from voc.clock import Clock
from voc.errors import Invalid
from voc.imports import presets, queries, uploads
from voc.imports.columns import Columns
from voc.imports.domain import Plan, zone_of
from voc.imports.errors import UnreadableFile
from voc.imports.rejects import header_of
from voc.imports.states import ImportState
from voc.imports.views import import_view, upload_view
from voc.settings import Settings
from voc.values import Resource, Scope, Value
from voc.web.guards import requires
from voc.web.pages import page

CHUNK_BYTES = 256 * 1024
_FORM_BYTES = 64 * 1024
"""What a form with a file may hold besides the file."""


class StartForm(Value):
    """Which column is which; the token was checked before."""

    upload: str = Field(max_length=64)
    preset: str = Field(default="", max_length=40)
    text_column: str = Field(default="", max_length=1000)
    rating_column: str = Field(default="", max_length=1000)
    date_column: str = Field(default="", max_length=1000)
    customer_column: str = Field(default="", max_length=1000)
    rating_scale: Literal["5", "10"] = "5"
    timezone: str = Field(default="UTC", max_length=64)
    channel: str = Field(default="review", pattern=r"^[a-z0-9_.-]{1,40}$")
    source: str = Field(default="file", max_length=100)
    csrf_token: str = Field(default="", alias="_csrf_token")

    def plan(self) -> Plan:
        """How rows become feedback.

        Raises:
            Invalid: no text column.
            BadTimezone: no such time zone.
            UnknownPreset: no such preset.
        """
        zone_of(self.timezone)
        if self.preset:
            preset = presets.named(self.preset).name
            return Plan(preset=preset, source=self.source, channel=self.channel, timezone=self.timezone)
        if not self.text_column:
            raise Invalid("Choose the column with what the customer said.")
        columns = Columns(
            text=self.text_column, rating=self.rating_column or None, date=self.date_column or None,
            customer=self.customer_column or None,
        )  # fmt: skip
        return Plan(
            columns=columns, source=self.source, channel=self.channel, rating_scale=int(self.rating_scale),
            timezone=self.timezone,
        )  # fmt: skip


class ImportPages(Controller):
    """Imports of the signed-in member's workspace."""

    path = "/imports"
    include_in_schema = False

    @get(guards=[requires(Scope.read, Resource.feedback)])
    async def list_imports(self, request: Request[Any, Any, Any], clock: NamedDependency[Clock]) -> Response[Any]:
        """The newest first."""
        found = await queries.latest(request.auth.workspace)
        views = [import_view(each, now=clock()) for each in found]
        return page(
            request,
            "imports/list.html",
            {"imports": views, "may_write": request.auth.may(Scope.write, Resource.feedback)},
        )

    @get("/new", guards=[requires(Scope.write, Resource.feedback)])
    async def new(self, request: Request[Any, Any, Any], settings: NamedDependency[Settings]) -> Response[Any]:
        """The form that takes a file."""
        return _choose_file(request, settings)

    @post("/new", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def upload(
        self, request: Request[Any, Any, Any], clock: NamedDependency[Clock], settings: NamedDependency[Settings]
    ) -> Response[Any]:
        """Keep the file, then ask for its columns."""
        file = (await request.form()).get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            return _choose_file(request, settings, wrong="Choose a file first.")
        try:
            kept = await uploads.keep(request.auth.workspace, file.filename, _chunks(file), now=clock())
        except UnreadableFile as problem:
            return _choose_file(request, settings, wrong=problem.for_page())
        return Redirect(f"/imports/{kept.id}", status_code=303)

    @post(guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def start(
        self, request: Request[Any, Any, Any], data: URLEncodedBody[StartForm], clock: NamedDependency[Clock]
    ) -> Response[Any]:
        """Import the rows of an upload."""
        await uploads.start(request.auth.workspace, data.upload, data.plan(), now=clock())
        return Redirect(f"/imports/{data.upload}", status_code=303)

    @get("/{import_id:str}", guards=[requires(Scope.read, Resource.feedback)])
    async def show(
        self,
        request: Request[Any, Any, Any],
        import_id: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
        preset: Annotated[str | None, QueryParameter(name="as")] = None,
    ) -> Response[Any]:
        """Its columns to choose, or its progress; the fragment alone when HTMX asks again.

        `as` is the program whose export it shall be read as; empty for none, absent for the likeliest.
        """
        document = await queries.one(request.auth.workspace, import_id)
        if document.state == ImportState.uploaded:
            view = upload_view(document, preset=preset)
            limit = settings.ingest.upload_limit_bytes
            return page(request, "imports/new.html", {"upload": view, "wrong": None, "limit_bytes": limit})
        analysed = await queries.analysed(request.auth.workspace, import_id) if document.stored else 0
        context = {"import_": import_view(document, analysed=analysed, now=clock())}
        return page(request, "imports/show.html", context, fragment="imports/_progress.html")

    @get("/{import_id:str}/rejected.csv", guards=[requires(Scope.read, Resource.feedback)])
    async def rejected(self, request: Request[Any, Any, Any], import_id: FromPath[str]) -> Stream:
        """Every rejected row with line and reason, safe to open in a spreadsheet."""
        document = await queries.one(request.auth.workspace, import_id)

        async def table() -> AsyncIterator[bytes]:
            yield header_of(document.columns)
            async for part in queries.parts(document.workspace, document.id, "rejects", start=document.starts):
                yield part

        disposition = f'attachment; filename="{document.id}.rejected.csv"'
        return Stream(table, media_type="text/csv; charset=utf-8", headers={"content-disposition": disposition})


def router(settings: Settings) -> Router:
    """The pages, with room for a file."""
    limit = settings.ingest.upload_limit_bytes + _FORM_BYTES
    return Router("/", route_handlers=[ImportPages], request_max_body_size=limit)


def _choose_file(request: Request[Any, Any, Any], settings: Settings, *, wrong: str | None = None) -> Response[Any]:
    context = {"upload": None, "wrong": wrong, "limit_bytes": settings.ingest.upload_limit_bytes}
    return page(request, "imports/new.html", context, status=422 if wrong else 200)


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(CHUNK_BYTES):
        yield chunk
