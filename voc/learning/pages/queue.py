"""Readings that the model doubts, waiting for somebody's word."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template

from voc.clock import Clock
from voc.feedback import judging
from voc.feedback import queries as feedback
from voc.feedback.domain import Kind
from voc.feedback.pages import row_view
from voc.feedback.queries import Filters
from voc.feedback.schemas import FeedbackPatch
from voc.feedback.speakers import labels_of
from voc.feedback.surroundings import Surroundings
from voc.learning import queries
from voc.values import Resource, Scope
from voc.web.forms import Form
from voc.web.guards import requires
from voc.web.pages import page, wants_fragment
from voc.web.pagination import from_cursor, to_cursor

PAGE_SIZE = 20


class KindForm(Form):
    """What a person says that it is."""

    kind: Kind


class ReviewPages(Controller):
    """For people who teach the model."""

    path = "/review"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.feedback)]

    @get()
    async def list_page(
        self,
        request: Request[Any, Any, Any],
        around: NamedDependency[Surroundings],
        kind: FromQuery[str | None] = None,
        language: FromQuery[str | None] = None,
        judged: FromQuery[str | None] = None,
        cursor: FromQuery[str | None] = None,
    ) -> Template:
        """What a person should look at, newest first."""
        workspace = request.auth.workspace
        after = str(from_cursor(cursor, str)[0]) if cursor else None
        filters = Filters(unsure=True, kind=kind or None, language=language or None)
        found = await feedback.page(workspace, filters, after=after, limit=PAGE_SIZE)
        themes, labels = await around.themes(workspace), await labels_of(workspace, found.items)
        done = (await feedback.many(workspace, [judged])).get(judged) if judged else None
        context = {
            "rows": [row_view(row, themes, labels) for row in found.items],
            "kinds": [each.value for each in Kind],
            "filters": {"kind": kind, "language": language},
            "filtered": bool(kind or language or cursor),
            "waiting": await queries.unsure_count(workspace),
            "lessons": await queries.lessons_count(workspace),
            "done": done,
            "next": to_cursor(found.next) if found.next else None,
            "may_write": request.auth.may(Scope.write, Resource.feedback),
        }
        return page(request, "learning/review.html", context, fragment="learning/_queue.html")

    @post("/{feedback_id:str}", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def judge(
        self,
        request: Request[Any, Any, Any],
        feedback_id: FromPath[str],
        data: URLEncodedBody[KindForm],
        clock: NamedDependency[Clock],
    ) -> Redirect | Template:
        """Keep what a person says; the same as the model's is a lesson, too."""
        caller = request.auth
        patch = FeedbackPatch(kind=data.kind)
        row = await judging.correct(caller.workspace, feedback_id, patch, now=clock(), by=caller.who)
        return _answer(request, "learning/_judged.html", {"row": row}, f"/review?judged={feedback_id}")

    @post("/{feedback_id:str}/undo", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def undo(
        self, request: Request[Any, Any, Any], feedback_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """Let the model's reading stand again."""
        caller = request.auth
        await judging.withdraw(caller.workspace, [feedback_id], "kind", now=clock())
        row = await feedback.one(caller.workspace, feedback_id)
        context = {
            "row": row_view(row, {}, await labels_of(caller.workspace, [row])),
            "kinds": [each.value for each in Kind],
            "may_write": True,
        }
        return _answer(request, "learning/_waiting.html", context, "/review")


def _answer(
    request: Request[Any, Any, Any], fragment: str, context: dict[str, Any], otherwise: str
) -> Redirect | Template:
    """The row alone for HTMX, the whole list for everybody else."""
    if wants_fragment(request):
        return page(request, fragment, context)
    return Redirect(otherwise, status_code=303)
