"""Pages of the backlog: the list and the evidence of one item."""

from typing import Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream, Template

from voc.accounts import queries as accounts
from voc.backlog import queries, views
from voc.backlog.shipping import showing as shipping
from voc.backlog.telling import showing as telling
from voc.backlog.workflow import evidence, listing, reading, saved, showing
from voc.backlog.workflow import queries as workflow
from voc.backlog.workflow.asking import OF_PAGE
from voc.backlog.workflow.exporting import ExportFormat, Format, download
from voc.backlog.workflow.listing import Filters
from voc.backlog.workflow.titles import imperative
from voc.feedback import queries as feedback
from voc.feedback.domain import FeedbackState
from voc.feedback.speakers import labels_of
from voc.themes import queries as themes
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.i18n import language_of
from voc.web.pages import page

PAGE_SIZE = 40
ASKERS_SIZE = 50
Caller = Request[Any, Principal, Any]


class BacklogPages(Controller):
    """What to build or mend next, and why."""

    path = "/backlog"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.backlog)]

    @get(dependencies=OF_PAGE)
    async def list_page(
        self,
        request: Caller,
        asked: NamedDependency[Filters],
        cursor: FromQuery[str | None] = None,
        batch: FromQuery[str | None] = None,
        left: FromQuery[int] = 0,
        undone: FromQuery[int | None] = None,
        removed: FromQuery[str | None] = None,
        shared: FromQuery[int] = 0,
    ) -> Template:
        """What is open, the first rank first.

        `batch` and `left` tell of a change of several items that was just made, `undone` that it was taken back,
        `removed` and `shared` of a view.
        """
        changed = len(await workflow.of_batch(request.auth.workspace, batch)) if batch else 0
        context = await _list(request, asked, cursor) | {
            "batch": {"id": batch, "left": left, "changed": changed} if batch else None,
            "undone": undone,
            "removed": {"name": removed, "shared": bool(shared)} if removed else None,
        }
        return page(request, "backlog/list.html", context, fragment="backlog/_results.html")

    @get("/export", dependencies=OF_PAGE, audit="backlog.exported")
    async def export(
        self, request: Caller, asked: NamedDependency[Filters], file_format: ExportFormat = Format.csv
    ) -> Stream:
        """What the list shows, all pages of it."""
        return await download(request.auth.workspace, asked.shown(request.auth.who), file_format)

    @get("/{item_id:str}")
    async def detail(
        self,
        request: Caller,
        item_id: FromPath[str],
        done: FromQuery[str | None] = None,
        edit: FromQuery[str | None] = None,
    ) -> Template:
        """One item with its evidence; `done` tells what just happened, `edit=title` opens the title."""
        return await item_page(request, item_id, done=done, editing=edit == "title")

    @get("/{item_id:str}/customers")
    async def customers(
        self, request: Caller, item_id: FromPath[str], cursor: FromQuery[str | None] = None
    ) -> Template:
        """Everybody who raised it."""
        item = await reading.one(request.auth.workspace, item_id)
        asked = await evidence.askers(request.auth.workspace, item.theme, cursor=cursor, limit=ASKERS_SIZE)
        return page(
            request,
            "backlog/customers.html",
            {"item": item, "asked": asked, "title": imperative(item, language_of(request))},
        )

    @get("/{item_id:str}/row")
    async def row(self, request: Caller, item_id: FromPath[str]) -> Template:
        """The item in the list, drawn again after it was changed beside it."""
        item = await reading.one(request.auth.workspace, item_id)
        context = await _rows(request, [item])
        return page(request, "backlog/_row.html", context | {"item": context["items"][0]})


async def _list(request: Caller, asked: Filters, cursor: str | None) -> dict[str, Any]:
    """What the list shows."""
    workspace, viewer = request.auth.workspace, request.auth.who
    lines = await reading.all_lines(workspace)
    wanted = listing.chosen(lines, asked.shown(viewer))
    found = await reading.page_of(workspace, wanted, cursor=cursor, limit=PAGE_SIZE)
    standing = await queries.ranking(workspace)
    kept = await saved.of(request.auth)
    rows = await _rows(request, found.items)
    return rows | {
        "filters": asked.model_dump(),
        "filtered": asked != Filters(),
        "choices": showing.choices(lines, asked, viewer, rows["names"]),
        "colleagues": await workflow.colleagues(workspace),
        "views": [showing.view_chip(view, asked, saved.may_remove(request.auth, view)) for view in kept],
        "window": standing,
        "active_customers": standing.active_customers if standing else 0,
        "weak_order": views.is_weak(standing),
        "refreshed_at": standing.ranked_at if standing else None,
        "analysing": {"pending": await feedback.waiting(workspace, FeedbackState.pending)},
        "next": found.next,
    }


async def item_page(request: Caller, item_id: str, **told: Any) -> Template:
    """An item's page, or its fragment; `told` says what was just done or went wrong.

    Raises:
        NotFound: no such item.
    """
    workspace = request.auth.workspace
    item = await reading.one(workspace, item_id)
    lines = await reading.all_lines(workspace)
    ranking = showing.titled(await queries.standings(workspace), lines, language_of(request))
    heard = await evidence.voices(workspace, item)
    counter = [heard.counter] if heard.counter else []
    labels = await labels_of(workspace, [*heard.quotes, *counter, *heard.latest])
    earliest = await queries.first_ranked_at(workspace)
    colleagues, names = await workflow.colleagues(workspace), await accounts.all_names(workspace)
    known = showing.departments(lines)
    theme = await themes.one(workspace, item.theme)
    context = {
        "item": views.row(item, {}, now=request.app.state.clock(), earliest=earliest),
        "breakdown": views.breakdown(item, ranking),
        "quotes": [views.quote(row, theme, labels) for row in heard.quotes],
        "counter": next((views.quote(row, theme, labels) for row in counter), None),
        "asked_last": [views.quote(row, theme, labels) for row in heard.latest],
        "feedback_url": f"/feedback?theme={item.theme}",
        "theme": theme,
        "neighbours": views.neighbours(item, ranking),
        "keywords": item.keywords,
        "work": showing.work_view(item, colleagues, names, known, language_of(request)),
        "names": names,
        "may_write": request.auth.may(Scope.write, Resource.backlog),
        "me": request.auth.who,
        "telling": await telling.of_item(workspace, item),
        "judging": await shipping.of_item(workspace, item),
        "told": {"done": None, "trouble": None, "editing": False} | told,
    }
    status = told.get("status", 200)
    return page(request, "backlog/item.html", context, fragment="backlog/_item.html", status=status)


async def _rows(request: Caller, items: Any) -> dict[str, Any]:
    """What rows of the list need."""
    workspace, now = request.auth.workspace, request.app.state.clock()
    said = await feedback.many(workspace, [item.quotes[0] for item in items if item.quotes])
    earliest = await queries.first_ranked_at(workspace)
    return {
        "items": [
            views.row(item, said, now=now, earliest=earliest) | {"title": imperative(item, language_of(request))}
            for item in items
        ],
        "axis_end": await queries.widest_share(workspace),
        "names": await accounts.all_names(workspace),
        "may_write": request.auth.may(Scope.write, Resource.backlog),
    }
