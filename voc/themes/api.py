"""Themes over HTTP."""

from typing import Any

from litestar import Controller, Request, get, patch
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from voc.clock import Clock
from voc.feedback.domain import Kind
from voc.themes import queries, service
from voc.themes.schemas import ThemeOut, ThemePage, ThemePatch
from voc.values import Scope
from voc.web.guards import requires


class ThemeController(Controller):
    """What feedback is about."""

    path = "/v1/themes"
    tags = ["themes"]

    @get(guards=[requires(Scope.read)], summary="List themes in use, the largest first")
    async def list_themes(self, request: Request[Any, Any, Any], kind: FromQuery[Kind | None] = None) -> ThemePage:
        """All of them, or those of one kind."""
        themes = await queries.active(request.auth.workspace)
        return ThemePage(items=[theme for theme in themes if kind is None or theme.kind == kind])

    @get("/{theme_id:str}", guards=[requires(Scope.read)], summary="Read one")
    async def read(self, request: Request[Any, Any, Any], theme_id: FromPath[str]) -> ThemeOut:
        """One theme; a retired one says so in `state`."""
        return await queries.one(request.auth.workspace, theme_id)

    @patch("/{theme_id:str}", guards=[requires(Scope.write)], summary="Rename")
    async def rename(
        self,
        request: Request[Any, Any, Any],
        theme_id: FromPath[str],
        data: JSONBody[ThemePatch],
        clock: NamedDependency[Clock],
    ) -> ThemeOut:
        """A name that no model replaces."""
        caller = request.auth
        return await service.rename(
            caller.workspace, theme_id, data, member=caller.member or caller.key or "", now=clock()
        )
