"""The page of the scorecard."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import ValidationError

from voc.accounts import queries as accounts
from voc.clock import Clock
from voc.errors import Invalid
from voc.insights import spans
from voc.insights.counted import GROUPINGS
from voc.insights.measuring import Asking
from voc.insights.metrics import METRICS, Metric
from voc.insights.metrics.base import Source
from voc.insights.targets import domain, service, views
from voc.insights.targets.schemas import TargetIn
from voc.values import Principal, Resource, Scope
from voc.web.forms import Form
from voc.web.guards import requires
from voc.web.i18n import language_of
from voc.web.pages import page

PATH = "/insights/scorecard"
GROUPED_BY = ("department", "journey_step", "product_area", "segment", "channel", "survey", "campaign")
"""What the page offers, as far as a metric is told apart by it."""
MONTHS = {"30": 1, "90": 3, "365": 12}
"""Days of the period that may be chosen, and as many whole months where a metric counts by these."""
USUAL_DAYS = "90"
Caller = Request[Any, Principal, Any]


class GoalForm(Form):
    """A goal of one group; an empty one takes the target away."""

    metric: str
    by: str
    days: str = ""
    value: str = ""
    goal: str = ""


class ScorecardPages(Controller):
    """Every department beside what it wants to reach; everyone is measured by the customer's success."""

    path = PATH
    include_in_schema = False
    guards = [requires(Scope.read, Resource.insights)]

    @get()
    async def show(
        self,
        request: Caller,
        clock: NamedDependency[Clock],
        metric: FromQuery[str] = "",
        by: FromQuery[str] = "",
        days: FromQuery[str] = "",
        saved: FromQuery[str] = "",
    ) -> Template:
        """The figures of all groups beside their targets; what the address cannot mean is as usual."""
        return await _page(request, metric, by, days, today=clock().date(), saved=bool(saved))

    @post(guards=[requires(Scope.write, Resource.insights)], status_code=303)
    async def set_(
        self, request: Caller, data: URLEncodedBody[GoalForm], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """Set a goal, or take it away."""
        workspace, metric = request.auth.workspace, _metric(data.metric)
        place = {"metric": metric.kind, "by": _grouping(metric, data.by)} if data.value else {"metric": metric.kind}
        group = place | ({"value": data.value} if data.value else {})
        if not data.goal:
            await service.clear(workspace, metric.kind, group.get("by"), group.get("value"))
        else:
            try:
                target = TargetIn(**group, goal=views.goal_of(metric.unit, data.goal))
                await service.put(workspace, target, by=request.auth.who, now=clock())
            except (Invalid, ValidationError):
                today, wrong = clock().date(), {"value": data.value, "goal": data.goal}
                return await _page(request, data.metric, data.by, data.days, today=today, wrong=wrong)
        shown = {"metric": metric.kind, "by": _grouping(metric, data.by), "days": data.days, "saved": "1"}
        return Redirect(f"{PATH}?{urlencode({name: each for name, each in shown.items() if each})}", status_code=303)


async def _page(
    request: Caller,
    kind: str,
    by: str,
    days: str,
    *,
    today: date,
    saved: bool = False,
    wrong: dict[str, str] | None = None,
) -> Template:
    workspace, metric = request.auth.workspace, _metric(kind)
    chosen = days if days in MONTHS else USUAL_DAYS
    since, until = _period(metric, chosen, today)
    asking = Asking(by=_grouping(metric, by), since=since, until=until)
    found = await service.scorecard(workspace, metric.kind, asking, today=today)
    setters = {line.target.set_by for line in (found.total, *found.lines) if line.target}
    low, high = domain.LIMITS[metric.unit]
    context = {
        "card": views.card(found, await accounts.names(workspace, setters)),
        "definition": metric.definition[language_of(request)],
        # what is as usual is no filter that could be taken off
        "filters": {
            "metric": metric.kind,
            "by": found.by if found.by != _grouping(metric, "") else "",
            "days": chosen if chosen != USUAL_DAYS else "",
        },
        "metrics": list(METRICS),
        "groupings": [name for name in GROUPED_BY if name in GROUPINGS[metric.source]],
        "spans": list(MONTHS),
        "ends": (views.entered(metric.unit, low), views.entered(metric.unit, high)),
        "monthly": metric.source == Source.tenures,
        "saved": saved,
        "wrong": wrong,
        "may_write": request.auth.may(Scope.write, Resource.insights),
    }
    return page(request, "scorecard/page.html", context, status=422 if wrong else 200)


def _metric(kind: str) -> Metric:
    return METRICS.get(kind) or METRICS["nps"]


def _grouping(metric: Metric, by: str) -> str:
    offered = [name for name in GROUPED_BY if name in GROUPINGS[metric.source]]
    return by if by in offered else offered[0]


def _period(metric: Metric, days: str, today: date) -> tuple[date, date]:
    if metric.source == Source.tenures:
        span = spans.last_months(MONTHS[days], today)
        return span.first, span.last
    return today - timedelta(days=int(days) - 1), today
