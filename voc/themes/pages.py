"""Pages of themes."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import Field

from voc.clock import Clock
from voc.feedback import queries as feedback
from voc.feedback.domain import Kind
from voc.feedback.pages import Surroundings, row_view
from voc.feedback.queries import Filters
from voc.feedback.schemas import FeedbackOut
from voc.feedback.speakers import labels_of
from voc.themes import editing, queries
from voc.themes.schemas import ThemeOut, ThemePatch
from voc.values import Scope, Value
from voc.web.guards import requires
from voc.web.pages import page

NEWEST_ROWS = 10
QUOTES = 5
PlacesInBacklog = Callable[[str], Awaitable[dict[str, dict[str, Any]]]]
"""A workspace's backlog items by theme: id, rank, customers, weekly mentions and mood of each."""


class NameForm(Value):
    """The rename form; the token was checked before."""

    name: str = ""
    csrf_token: str = Field(default="", alias="_csrf_token")


class ThemePages(Controller):
    """What customers talk about."""

    path = "/themes"
    include_in_schema = False
    guards = [requires(Scope.read)]

    @get()
    async def list_page(
        self,
        request: Request[Any, Any, Any],
        places: NamedDependency[PlacesInBacklog],
        kind: FromQuery[str | None] = None,
        language: FromQuery[str | None] = None,
        q: FromQuery[str | None] = None,
    ) -> Template:
        """Themes in use, by kind, the largest first."""
        workspace = request.auth.workspace
        found = [
            theme
            for theme in await queries.active(workspace)
            if (not kind or theme.kind == kind)
            and (not language or theme.language == language)
            and (not q or q.casefold() in " ".join([theme.name, *theme.keywords]).casefold())
        ]
        said = await feedback.many(workspace, [theme.quotes[0] for theme in found if theme.quotes])
        ranked = await places(workspace)
        groups = []
        for name in (Kind.complaint, Kind.idea, Kind.question, Kind.praise, Kind.other):
            members = [_view(theme, said, ranked) for theme in found if theme.kind == name]
            if members:
                groups.append({"kind": name.value, "themes": members})
        filters = {"kind": kind, "language": language, "q": q}
        return page(
            request, "themes/list.html", {"groups": groups, "filters": filters}, fragment="themes/_results.html"
        )

    @get("/{theme_id:str}")
    async def detail(
        self,
        request: Request[Any, Any, Any],
        theme_id: FromPath[str],
        around: NamedDependency[Surroundings],
        places: NamedDependency[PlacesInBacklog],
        renamed: FromQuery[int] = 0,
    ) -> Template:
        """One theme: typical and newest voices, and a form to rename it."""
        return await self._detail(request, theme_id, around, places, renamed=bool(renamed))

    @post("/{theme_id:str}", guards=[requires(Scope.write)], status_code=303)
    async def rename(
        self,
        request: Request[Any, Any, Any],
        theme_id: FromPath[str],
        data: URLEncodedBody[NameForm],
        clock: NamedDependency[Clock],
        around: NamedDependency[Surroundings],
        places: NamedDependency[PlacesInBacklog],
    ) -> Redirect | Template:
        """Keep a person's name for it."""
        name = data.name.strip()
        if not 1 <= len(name) <= 120:
            return await self._detail(request, theme_id, around, places, wrong="Give it 1 to 120 characters.")
        caller = request.auth
        await editing.change(caller.workspace, theme_id, ThemePatch(name=name), member=caller.member or "", now=clock())
        return Redirect(f"/themes/{theme_id}?renamed=1", status_code=303)

    async def _detail(
        self,
        request: Request[Any, Any, Any],
        theme_id: str,
        around: Surroundings,
        places: PlacesInBacklog,
        *,
        renamed: bool = False,
        wrong: str = "",
    ) -> Template:
        caller = request.auth
        theme = await queries.one(caller.workspace, theme_id)
        said = await feedback.many(caller.workspace, theme.quotes[:QUOTES])
        newest = await feedback.page(caller.workspace, Filters(theme=theme.id), limit=NEWEST_ROWS)
        links = await around.themes(caller.workspace)
        labels = await labels_of(caller.workspace, [*said.values(), *newest.items])
        ranked = await places(caller.workspace)
        context = {
            "theme": _view(theme, said, ranked),
            "quotes": [row_view(said[id_], links, labels) for id_ in theme.quotes[:QUOTES] if id_ in said],
            "rows": [row_view(row, links, labels) for row in newest.items],
            "item": ranked.get(theme.id),
            "may_write": caller.may(Scope.write),
            "renamed": renamed,
            "wrong": wrong,
        }
        return page(request, "themes/theme.html", context, fragment="themes/_theme.html", status=400 if wrong else 200)


def _view(theme: ThemeOut, said: dict[str, FeedbackOut], ranked: dict[str, dict[str, Any]]) -> dict[str, Any]:
    item = ranked.get(theme.id)
    first = said.get(theme.quotes[0]) if theme.quotes else None
    return theme.model_dump() | {
        "quote": first,
        "customers": item["customers"] if item else None,
        "trend": item["weekly_mentions"] if item else [],
        "sentiment": item["mean_sentiment"] if item else (first.sentiment if first else None),
    }
