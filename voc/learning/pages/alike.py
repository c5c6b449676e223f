"""Texts like one that was corrected: a preview, a choice, and the way back."""

from collections.abc import Mapping
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import Field, field_validator

from voc.clock import Clock
from voc.feedback import queries as feedback
from voc.feedback.pages import row_view
from voc.feedback.speakers import labels_of
from voc.feedback.surroundings import Surroundings
from voc.learning import queries, service
from voc.learning.domain import NEAR_COPY, LikeField
from voc.learning.schemas import FeedbackId
from voc.outbox import State
from voc.values import Resource, Scope
from voc.web.forms import Form
from voc.web.guards import requires
from voc.web.pages import page


class LookForm(Form):
    """Which judgement to carry over."""

    feedback: FeedbackId
    field: LikeField = LikeField.kind


class ChosenForm(Form):
    """The ticked look-alikes."""

    chosen: list[FeedbackId] = Field(default=[], max_length=100)

    @field_validator("chosen", mode="before")
    @classmethod
    def _one_or_many(cls, given: Any) -> Any:
        return [given] if isinstance(given, str) else given


class AlikePages(Controller):
    """One correction, offered to texts like it."""

    path = "/review/alike"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.feedback)]

    @post(guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def look(
        self, request: Request[Any, Any, Any], data: URLEncodedBody[LookForm], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Begin to look."""
        caller = request.auth
        made = await service.look_for_alike(caller.workspace, data.feedback, data.field, by=caller.who, now=clock())
        return Redirect(f"/review/alike/{made}", status_code=303)

    @get("/{alike_id:str}")
    async def show(
        self, request: Request[Any, Any, Any], alike_id: FromPath[str], around: NamedDependency[Surroundings]
    ) -> Template:
        """What was found, or that it is being looked for."""
        workspace = request.auth.workspace
        search = await queries.lookalikes(workspace, alike_id)
        found = search["found"] or []
        rows = await feedback.many(workspace, [search["feedback"], *(each["feedback"] for each in found)])
        themes, labels = await around.themes(workspace), await labels_of(workspace, rows.values())
        views = {id_: row_view(row, themes, labels) for id_, row in rows.items()}
        context = {
            "search": {name: search.get(name) for name in ("field", "value", "before", "applied")}
            | {"id": alike_id, "undone": bool(search["undone"]), "looking": search["found"] is None,
               "busy": search["state"] == State.pending, "failed": search["state"] == State.parked},
            "names": _names(search, themes),
            "of": views.get(search["feedback"]),
            "rows": [
                views[each["feedback"]] | {"likeness": each["likeness"], "ticked": each["likeness"] >= NEAR_COPY}
                for each in found
                if each["feedback"] in views
            ],
            "may_write": request.auth.may(Scope.write, Resource.feedback),
        }  # fmt: skip
        return page(request, "learning/alike.html", context, fragment="learning/_alike.html")

    @post("/{alike_id:str}", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def apply(
        self,
        request: Request[Any, Any, Any],
        alike_id: FromPath[str],
        data: URLEncodedBody[ChosenForm],
        clock: NamedDependency[Clock],
    ) -> Redirect:
        """Judge the ticked ones alike."""
        caller = request.auth
        await service.apply(caller.workspace, alike_id, data.chosen, by=caller.who, now=clock())
        return Redirect(f"/review/alike/{alike_id}", status_code=303)

    @post("/{alike_id:str}/undo", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def undo(
        self, request: Request[Any, Any, Any], alike_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Take it back."""
        await service.undo(request.auth.workspace, alike_id, now=clock())
        return Redirect(f"/review/alike/{alike_id}", status_code=303)


def _names(search: Mapping[str, Any], themes: Mapping[str, Any]) -> dict[str, str]:
    """Names of the themes that the judgement speaks of, by id."""
    if search["field"] != LikeField.theme:
        return {}
    return {id_: themes[id_].name for id_ in (search["value"], search["before"]) if id_ in themes}
