"""Themes over HTTP."""

from typing import Any

from litestar import Controller, Request, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from voc.clock import Clock
from voc.feedback.domain import Kind
from voc.themes import editing, queries
from voc.themes.schemas import (
    DefinitionIn,
    EditOut,
    EditPage,
    MergeIn,
    RunPage,
    SplitIn,
    ThemeOut,
    ThemePage,
    ThemePatch,
)
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires

Caller = Request[Any, Principal, Any]


class ThemeController(Controller):
    """What feedback is about."""

    path = "/v1/themes"
    tags = ["themes"]

    @get(guards=[requires(Scope.read, Resource.feedback)], summary="List themes in use, the largest first")
    async def list_themes(self, request: Caller, kind: FromQuery[Kind | None] = None) -> ThemePage:
        """All of them, or those of one kind."""
        themes = await queries.active(request.auth.workspace)
        return ThemePage(items=[theme for theme in themes if kind is None or theme.kind == kind])

    @post(guards=[requires(Scope.write, Resource.feedback)], status_code=202, summary="Define one")
    async def define(self, request: Caller, data: JSONBody[DefinitionIn], clock: NamedDependency[Clock]) -> EditOut:
        """By name, description and examples; feedback that fits it goes there, past feedback within seconds."""
        return await editing.define(request.auth.workspace, data, member=who(request), now=clock())

    @get("/edits", guards=[requires(Scope.read, Resource.feedback)], summary="List what people did to themes")
    async def edits(self, request: Caller) -> EditPage:
        """Merges, splits, names, pins and moves, the latest 200 first."""
        return EditPage(items=await queries.edits(request.auth.workspace))

    @get(
        "/runs",
        guards=[requires(Scope.read, Resource.feedback)],
        summary="List what looking for themes again did to them",
    )
    async def runs(self, request: Caller) -> RunPage:
        """Which themes were kept, split, merged, new or gone, for the latest 30 times."""
        return RunPage(items=await queries.runs(request.auth.workspace))

    @get("/{theme_id:str}", guards=[requires(Scope.read, Resource.feedback)], summary="Read one")
    async def read(self, request: Caller, theme_id: FromPath[str]) -> ThemeOut:
        """One theme; a retired one says so in `state`, and in `merged_into` where its feedback went."""
        return await queries.one(request.auth.workspace, theme_id)

    @patch("/{theme_id:str}", guards=[requires(Scope.write, Resource.feedback)], summary="Rename, pin or move")
    async def change(
        self, request: Caller, theme_id: FromPath[str], data: JSONBody[ThemePatch], clock: NamedDependency[Clock]
    ) -> ThemeOut:
        """A name that no model replaces; a theme that later runs leave whole; another area."""
        return await editing.change(request.auth.workspace, theme_id, data, member=who(request), now=clock())

    @post(
        "/{theme_id:str}/merge",
        guards=[requires(Scope.write, Resource.feedback)],
        status_code=202,
        summary="Merge others into it",
    )
    async def merge(
        self, request: Caller, theme_id: FromPath[str], data: JSONBody[MergeIn], clock: NamedDependency[Clock]
    ) -> EditOut:
        """They are one from now on, in later runs too; their feedback follows within seconds."""
        workspace = request.auth.workspace
        return await editing.merge(workspace, theme_id, data.themes, member=who(request), now=clock())

    @post(
        "/{theme_id:str}/split", guards=[requires(Scope.write, Resource.feedback)], status_code=202, summary="Split it"
    )
    async def split(
        self, request: Caller, theme_id: FromPath[str], data: JSONBody[SplitIn], clock: NamedDependency[Clock]
    ) -> EditOut:
        """By the feedback that leaves it, or into parts that are found; later runs keep them apart."""
        return await editing.split(request.auth.workspace, theme_id, data, member=who(request), now=clock())

    @post(
        "/{theme_id:str}/undo",
        guards=[requires(Scope.write, Resource.feedback)],
        status_code=202,
        summary="Undo the latest change",
    )
    async def undo(self, request: Caller, theme_id: FromPath[str], clock: NamedDependency[Clock]) -> EditOut:
        """Themes and feedback are as before; what came in since stays where it is nearest."""
        return await editing.undo(request.auth.workspace, theme_id, member=who(request), now=clock())


def who(request: Caller) -> str:
    """Who asks: a member or a key."""
    return request.auth.member or request.auth.key or ""
