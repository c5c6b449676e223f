"""Versions of the model side by side, the way back to any of them, and reading history again."""

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import Field

from voc.clock import Clock
from voc.estimates import share
from voc.feedback import queries as feedback
from voc.feedback.domain import next_night
from voc.heads import queries as heads
from voc.heads import service as heads_service
from voc.heads.domain import Version
from voc.learning import queries, service
from voc.learning.domain import FEWEST_LESSONS
from voc.values import Resource, Scope
from voc.web.forms import Form
from voc.web.guards import requires
from voc.web.pages import page


class UseForm(Form):
    """Which version to read with; empty: the shipped heads."""

    heads: str = Field(default="", max_length=40, pattern="^$|^hd_[0-9A-Z]{26}$")


class ModelPages(Controller):
    """What reads feedback, and what it learnt."""

    path = "/review/model"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.feedback)]

    @get()
    async def show(
        self,
        request: Request[Any, Any, Any],
        clock: NamedDependency[Clock],
        done: FromQuery[str | None] = None,
    ) -> Template:
        """Versions, how each was judged, and how far reading again has come."""
        workspace, now = request.auth.workspace, clock()
        versions = await heads.versions(workspace)
        examples = [each for version in versions for each in version.report.get("changed", [])]
        said = await feedback.many(workspace, [each["feedback"] for each in examples])
        rereading = await queries.rereading(workspace)
        left = rereading.left(now) if rereading else None
        used = (await heads.choice(workspace)).heads
        context = {
            "used": used,
            "number": next((each.number for each in versions if each.id == used), None),
            "versions": [_view(version, said) for version in versions],
            "shipped": _shipped(versions),
            "lessons": await queries.lessons_count(workspace),
            "fewest": FEWEST_LESSONS,
            "tonight": next_night(now),
            "rereading": rereading,
            "share": rereading.share if rereading else 0.0,
            "seconds_left": left.total_seconds() if left else None,
            "may_write": request.auth.may(Scope.write, Resource.feedback),
            "done": done,
        }
        return page(request, "learning/model.html", context, fragment="learning/_rereading.html")

    @post(guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def use(
        self, request: Request[Any, Any, Any], data: URLEncodedBody[UseForm], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Read with another version from now on."""
        caller = request.auth
        await heads_service.choose(caller.workspace, data.heads or None, by=caller.who, now=clock())
        return Redirect("/review/model?done=chosen", status_code=303)

    @post("/learn", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def learn(
        self, request: Request[Any, Any, Any], data: URLEncodedBody[Form], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Do tonight's learning now."""
        await service.learn_now(request.auth.workspace, now=clock())
        return Redirect("/review/model?done=learning", status_code=303)

    @post("/reread", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def reread(
        self, request: Request[Any, Any, Any], data: URLEncodedBody[Form], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Begin to read history again."""
        await service.reread(request.auth.workspace, by=request.auth.who, now=clock())
        return Redirect("/review/model#history", status_code=303)

    @post("/stop", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def stop(
        self, request: Request[Any, Any, Any], data: URLEncodedBody[Form], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Leave the rest of history as it is."""
        await service.stop_rereading(request.auth.workspace, now=clock())
        return Redirect("/review/model#history", status_code=303)


def _view(version: Version, said: dict[str, Any]) -> dict[str, Any]:
    report = version.report
    candidate = report.get("candidate") or {}
    changes = [
        each | {"said": said[each["feedback"]]} for each in report.get("changed", []) if each["feedback"] in said
    ]
    asked = report.get("asked", 0)
    return version.model_dump(exclude={"report"}) | {
        "right": share(report.get("candidate_right", 0), asked),
        "before": share(report.get("stock_right", 0), asked),
        "asked": asked,
        "sample": candidate.get("kinds", {}),
        "changed": report.get("changed_count", 0),
        "ordinary": report.get("ordinary", 0),
        "examples": changes,
    }


def _shipped(versions: Sequence[Version]) -> dict[str, float]:
    """How the shipped heads read the sample, as the latest fit measured it."""
    return next(((each.report.get("stock") or {}).get("kinds", {}) for each in versions), {})
