"""Pages of the backlog."""

from typing import Any

from litestar import Controller, Request, get
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from voc.backlog import queries, views
from voc.backlog.workflow import reading
from voc.backlog.workflow.listing import Filters
from voc.feedback import queries as feedback
from voc.feedback.domain import FeedbackState
from voc.feedback.speakers import labels_of
from voc.themes import queries as themes
from voc.values import Scope
from voc.web.guards import requires
from voc.web.pages import page

PAGE_SIZE = 40


class BacklogPages(Controller):
    """What to build or mend next, and why."""

    path = "/backlog"
    include_in_schema = False
    guards = [requires(Scope.read)]

    @get()
    async def list_page(
        self,
        request: Request[Any, Any, Any],
        kind: FromQuery[str | None] = None,
        q: FromQuery[str | None] = None,
        cursor: FromQuery[str | None] = None,
    ) -> Template:
        """The ranking, the first first."""
        workspace = request.auth.workspace
        found = await reading.page(workspace, Filters(kind=kind or None, q=q or None), cursor=cursor, limit=PAGE_SIZE)
        standing = await queries.ranking(workspace)
        said = await feedback.many(workspace, [item.quotes[0] for item in found.items if item.quotes])
        earliest = await queries.first_ranked_at(workspace)
        context = {
            "items": [views.row(item, said, now=request.app.state.clock(), earliest=earliest) for item in found.items],
            "axis_end": await queries.widest_share(workspace),
            "filters": {"kind": kind, "q": q},
            "window": standing,
            "active_customers": standing.active_customers if standing else 0,
            "weak_order": views.is_weak(standing),
            "refreshed_at": standing.ranked_at if standing else None,
            "analysing": {"pending": await feedback.waiting(workspace, FeedbackState.pending)},
            "next": found.next,
        }
        return page(request, "backlog/list.html", context, fragment="backlog/_results.html")

    @get("/{item_id:str}")
    async def detail(self, request: Request[Any, Any, Any], item_id: FromPath[str]) -> Template:
        """One item with its evidence."""
        workspace = request.auth.workspace
        item = await queries.one(workspace, item_id)
        ranking = await queries.standings(workspace)
        said = await feedback.many(workspace, item.quotes)
        labels = await labels_of(workspace, said.values())
        earliest = await queries.first_ranked_at(workspace)
        context = {
            "item": views.row(item, said, now=request.app.state.clock(), earliest=earliest),
            "breakdown": views.breakdown(item, ranking),
            "quotes": [views.quote(said[id_], labels) for id_ in item.quotes if id_ in said],
            "counter": None,
            "feedback_url": f"/feedback?theme={item.theme}",
            "theme": await themes.one(workspace, item.theme),
            "neighbours": views.neighbours(item, ranking),
            "keywords": item.keywords,
        }
        return page(request, "backlog/item.html", context, fragment="backlog/_item.html")
