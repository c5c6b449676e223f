"""How pure the themes are, as people say of random samples."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from voc.clock import Clock
from voc.feedback import queries as feedback
from voc.feedback.pages import row_view
from voc.feedback.speakers import labels_of
from voc.feedback.surroundings import Surroundings
from voc.learning import checking, queries
from voc.learning.domain import CHECKED_SAMPLE
from voc.learning.schemas import FeedbackId
from voc.themes import queries as themes
from voc.values import Resource, Scope
from voc.web.forms import Form
from voc.web.guards import requires
from voc.web.pages import page

LISTED = 200


class CheckForm(Form):
    """Whether it belongs."""

    feedback: FeedbackId
    fits: bool


class ThemeCheckPages(Controller):
    """For people who check what the model grouped."""

    path = "/review/themes"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.feedback)]

    @get()
    async def list_page(self, request: Request[Any, Any, Any]) -> Template:
        """All themes in use, the largest first, with what is known of each."""
        workspace = request.auth.workspace
        found = (await themes.active(workspace))[:LISTED]
        known = await queries.precisions(workspace, [theme.id for theme in found])
        rows = [theme.model_dump() | {"precision": known.get(theme.id)} for theme in found]
        return page(request, "learning/themes.html", {"rows": rows, "sample": CHECKED_SAMPLE})

    @get("/{theme_id:str}")
    async def check_page(
        self, request: Request[Any, Any, Any], theme_id: FromPath[str], around: NamedDependency[Surroundings]
    ) -> Template:
        """The next of the sample."""
        workspace = request.auth.workspace
        standing = await checking.standing(workspace, theme_id)
        rows = await feedback.many(workspace, standing.to_check)
        labels = await labels_of(workspace, rows.values())
        context = {
            "theme": await themes.one(workspace, theme_id),
            "standing": standing,
            "rows": [row_view(rows[id_], {}, labels) for id_ in standing.to_check if id_ in rows],
            "may_write": request.auth.may(Scope.write, Resource.feedback),
        }
        return page(request, "learning/check.html", context, fragment="learning/_check.html")

    @post("/{theme_id:str}", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def check(
        self,
        request: Request[Any, Any, Any],
        theme_id: FromPath[str],
        data: URLEncodedBody[CheckForm],
        clock: NamedDependency[Clock],
    ) -> Redirect:
        """Note it; what does not belong leaves the theme."""
        caller = request.auth
        await checking.check(caller.workspace, theme_id, data.feedback, data.fits, by=caller.who, now=clock())
        return Redirect(f"/review/themes/{theme_id}", status_code=303)
