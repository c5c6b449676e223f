"""A row of the list that is put right where it stands: kind, theme and mood, with an undo that restores exactly."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template

from voc.clock import Clock, stamp
from voc.feedback import judging, queries
from voc.feedback.forms import FeedbackForm, UndoForm
from voc.feedback.schemas import FeedbackPatch
from voc.feedback.speakers import labels_of
from voc.feedback.surroundings import Surroundings
from voc.feedback.views import row_view
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page, wants_fragment


class FeedbackRowPages(Controller):
    """The row alone, for HTMX; whoever has no script corrects on the page of the verbatim."""

    path = "/feedback/{feedback_id:str}/row"
    include_in_schema = False
    guards = [requires(Scope.write, Resource.feedback)]

    @get()
    async def row(
        self,
        request: Request[Any, Any, Any],
        feedback_id: FromPath[str],
        around: NamedDependency[Surroundings],
        correcting: FromQuery[bool] = False,
    ) -> Redirect | Template:
        """As it stands, or with its form."""
        if not wants_fragment(request):
            return Redirect(f"/feedback/{feedback_id}")
        return await _row(request, feedback_id, around, correcting=correcting, back=not correcting)

    @post(status_code=303)
    async def correct(
        self,
        request: Request[Any, Any, Any],
        feedback_id: FromPath[str],
        data: URLEncodedBody[FeedbackForm],
        around: NamedDependency[Surroundings],
        clock: NamedDependency[Clock],
    ) -> Redirect | Template:
        """Keep what a person changed, and offer to undo it."""
        changed, caller, now = data.changed(), request.auth, clock()
        if "theme" in changed:
            await around.check_theme(caller.workspace, changed["theme"])
        if changed:
            await judging.correct(caller.workspace, feedback_id, FeedbackPatch(**changed), now=now, by=caller.who)
        if not wants_fragment(request):
            return Redirect(f"/feedback/{feedback_id}?saved=1", status_code=303)
        told = {"fields": sorted(changed), "at": stamp(now)} if changed else None
        return await _row(request, feedback_id, around, corrected=told, back=not changed)

    @post("/undo", status_code=303)
    async def undo(
        self,
        request: Request[Any, Any, Any],
        feedback_id: FromPath[str],
        data: URLEncodedBody[UndoForm],
        around: NamedDependency[Surroundings],
        clock: NamedDependency[Clock],
    ) -> Redirect | Template:
        """Let stand again what stood before; what somebody changed since stays."""
        undone = await judging.undo(request.auth.workspace, feedback_id, data.names(), at=data.at, now=clock())
        if not wants_fragment(request):
            return Redirect(f"/feedback/{feedback_id}", status_code=303)
        return await _row(request, feedback_id, around, undone=undone, back=True)


async def _row(
    request: Request[Any, Any, Any], feedback_id: str, around: Surroundings, *, correcting: bool = False, **told: Any
) -> Template:
    workspace = request.auth.workspace
    found = await queries.one(workspace, feedback_id)
    themes = await around.themes(workspace)
    context = {
        "row": row_view(found, themes, await labels_of(workspace, [found])),
        "themes": sorted(((id_, theme.name) for id_, theme in themes.items()), key=lambda theme: theme[1]),
        "may_write": True,
        "about": None,
    }
    answer = page(request, "feedback/_correcting.html" if correcting else "feedback/_row.html", context | told)
    answer.status_code = 200
    return answer
