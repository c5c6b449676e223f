"""Pages of themes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
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
from voc.feedback.speakers import labels_of
from voc.themes import editing, queries
from voc.themes.domain import Action
from voc.themes.schemas import AreaOut, ThemeOut, ThemePatch
from voc.values import Resource, Scope, Value
from voc.web.guards import requires
from voc.web.pages import page

NEWEST_ROWS = 10
SHOWN_OF_KIND = 24
SHOWN_OF_AREA = 6
"""At first; the rest is one click away."""
A_HANDFUL = 5
"""So few more are shown at once: a click that brings three themes is a click too many."""
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
    guards = [requires(Scope.read, Resource.feedback)]

    @get()
    async def list_page(
        self,
        request: Request[Any, Any, Any],
        places: NamedDependency[PlacesInBacklog],
        kind: FromQuery[str | None] = None,
        language: FromQuery[str | None] = None,
        q: FromQuery[str | None] = None,
        by: FromQuery[str | None] = None,
        every: FromQuery[bool] = False,
    ) -> Template:
        """Themes in use, by kind or by area; of a long group the first, unless every one is asked for."""
        workspace = request.auth.workspace
        found = [
            theme
            for theme in await queries.active(workspace)
            if (not kind or theme.kind == kind)
            and (not language or theme.language == language)
            and (not q or q.casefold() in " ".join([theme.name, *theme.keywords]).casefold())
        ]
        ranked = await places(workspace)
        views = [_view(theme, ranked.get(theme.id)) for theme in found]
        groups = by_area(views, await queries.areas(workspace)) if by == "area" else by_kind(views)
        first = None if every else SHOWN_OF_AREA if by == "area" else SHOWN_OF_KIND
        groups = [group | {"shown": _first(group["themes"], first)} for group in groups]
        shown = [theme for group in groups for theme in group["shown"]]
        said = await feedback.said(workspace, [theme["quotes"][0] for theme in shown if theme["quotes"]])
        context = {
            "groups": groups,
            "said": said,
            "filters": {"kind": kind, "language": language, "q": q, "by": by},
            "may_write": request.auth.may(Scope.write, Resource.feedback),
        }
        return page(request, "themes/list.html", context, fragment="themes/_results.html")

    @get("/{theme_id:str}")
    async def detail(
        self,
        request: Request[Any, Any, Any],
        theme_id: FromPath[str],
        around: NamedDependency[Surroundings],
        places: NamedDependency[PlacesInBacklog],
        edited: FromQuery[int] = 0,
    ) -> Template:
        """One theme: typical and newest voices, and ways to rearrange it."""
        return await self._detail(request, theme_id, around, places, edited=bool(edited))

    @post("/{theme_id:str}", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
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
        return Redirect(f"/themes/{theme_id}?edited=1", status_code=303)

    async def _detail(
        self,
        request: Request[Any, Any, Any],
        theme_id: str,
        around: Surroundings,
        places: PlacesInBacklog,
        *,
        edited: bool = False,
        wrong: str = "",
    ) -> Template:
        caller = request.auth
        theme = await queries.one(caller.workspace, theme_id)
        said = await feedback.many(caller.workspace, theme.quotes[:QUOTES])
        newest = await feedback.page(caller.workspace, Filters(theme=theme.id), limit=NEWEST_ROWS)
        links = await around.themes(caller.workspace)
        labels = await labels_of(caller.workspace, [*said.values(), *newest.items])
        item = (await places(caller.workspace)).get(theme.id)
        felt = next((said[id_].sentiment for id_ in theme.quotes[:1] if id_ in said), None)
        context = {
            "theme": _view(theme, item, felt),
            "quotes": [row_view(said[id_], links, labels) for id_ in theme.quotes[:QUOTES] if id_ in said],
            "rows": [row_view(row, links, labels) for row in newest.items],
            "item": item,
            "may_write": caller.may(Scope.write, Resource.feedback),
            **await arrangement(caller.workspace, theme),
            "edited": edited,
            "wrong": wrong,
        }
        return page(request, "themes/theme.html", context, fragment="themes/_theme.html", status=400 if wrong else 200)


Group = dict[str, Any]


def by_kind(views: Sequence[dict[str, Any]]) -> list[Group]:
    """What is wrong comes first; in a kind what most customers raise, or is said most where nobody counts them."""
    voiced = sorted(views, key=lambda view: (-(view["customers"] or 0), -view["size"]))
    kinds = (Kind.complaint, Kind.idea, Kind.question, Kind.praise, Kind.other)
    groups: list[Group] = [
        {"kind": kind.value, "area": None, "themes": [each for each in voiced if each["kind"] == kind]}
        for kind in kinds
    ]
    return [group for group in groups if group["themes"]]


def by_area(views: Sequence[dict[str, Any]], areas: Sequence[AreaOut]) -> list[Group]:
    """The most spoken of first; areas that people made are shown without themes, too."""
    known = {area.id for area in areas}
    groups: list[Group] = [
        {"kind": None, "area": area, "themes": [view for view in views if view["parent"] == area.id]} for area in areas
    ]
    groups = [group for group in groups if group["themes"] or group["area"].named_by]
    groups.sort(key=lambda group: -sum(view["size"] for view in group["themes"]))
    rest = [view for view in views if view["parent"] not in known]
    return [*groups, {"kind": None, "area": None, "themes": rest}] if rest else groups


async def arrangement(workspace: str, theme: ThemeOut) -> dict[str, Any]:
    """Where a theme stands among others, and what was done to it last."""
    log = await queries.edits(workspace)
    own = [edit for edit in log if theme.id in edit.touched]
    areas = await queries.areas(workspace)
    others = [(id_, each.name) for id_, each in (await queries.links(workspace)).items() if id_ != theme.id]
    return {
        "names": await queries.names(workspace),
        "areas": [(area.id, area.name) for area in areas],
        "area": next((area for area in areas if area.id == theme.parent), None),
        "others": sorted(others, key=lambda other: other[1].casefold()),
        "busy": next((edit for edit in own if edit.state == "pending"), None),
        "taken_back": own[0] if own and own[0].action == Action.undo else None,
        "last": next((edit for edit in own if not edit.undone and edit.action != Action.undo), None),
    }


def _first(themes: list[dict[str, Any]], limit: int | None) -> list[dict[str, Any]]:
    """The first of a long group; all where only a handful would stay behind."""
    return themes if limit is None or len(themes) <= limit + A_HANDFUL else themes[:limit]


def _view(theme: ThemeOut, item: Mapping[str, Any] | None, felt: float | None = None) -> dict[str, Any]:
    """A theme with how it stands in the backlog; `felt`: the mood where it stands in none."""
    return theme.model_dump() | {
        "customers": item["customers"] if item else None,
        "trend": item["weekly_mentions"] if item else [],
        "sentiment": item["mean_sentiment"] if item else felt,
    }
