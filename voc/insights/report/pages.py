"""The page of a week's report."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from voc.clock import Clock
from voc.insights.dashboard.views import KINDS, figure
from voc.insights.metrics import METRICS
from voc.insights.report.composing import Report, compose, week_of
from voc.insights.spans import EARLIEST
from voc.insights.steps import SHOWN, WEEK, Step
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.i18n import language_of
from voc.web.pages import page

ITEMS_SHOWN = 5
OpenItems = Callable[[str, int, str], Awaitable[Sequence[dict[str, Any]]]]
"""So many items of a workspace's backlog that are not finished, as dumped, the first rank first; titles that say what
to do are in the language."""


class ReportPages(Controller):
    """For whoever reads one page a week."""

    path = "/insights/report"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.insights)]

    @get()
    async def report(
        self,
        request: Request[Any, Principal, Any],
        clock: NamedDependency[Clock],
        open_items: NamedDependency[OpenItems],
        week: FromQuery[str | None] = None,
    ) -> Template:
        """The last week that is over, or the one that holds the day asked for."""
        workspace, today = request.auth.workspace, clock().date()
        latest = week_of(None, today)
        found = await compose(workspace, _asked(week, today), today=today)
        context = {
            "report": found.model_dump(exclude={"alerts"}) | {"alerts": [alert.model_dump() for alert in found.alerts]},
            "metrics": _metrics(found),
            "kinds": KINDS,
            "said": {
                "now": _span(found.first) | {"volume": found.said.now},
                "before": _span(found.first - WEEK) | {"volume": found.said.before},
            },
            "items": await open_items(workspace, ITEMS_SHOWN, language_of(request)),
            "earlier": found.first - WEEK if found.first > latest - (SHOWN[Step.week] - 2) * WEEK else None,
            "later": found.first + WEEK if found.first < latest else None,
        }
        return page(request, "report/page.html", context)


def _span(first: date) -> dict[str, Any]:
    """A week as the addresses of feedback have it."""
    return {"since": first.isoformat(), "until": (first + WEEK - timedelta(days=1)).isoformat()}


def _asked(text: str | None, today: date) -> date:
    """The week of a day as the address has it; nonsense, or a week long gone, asks for the latest."""
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        day = None
    reach = today - timedelta(weeks=SHOWN[Step.week])
    return week_of(day if day and day >= max(reach, EARLIEST) else None, today)


def _metrics(found: Report) -> list[dict[str, Any]]:
    """Each metric that was asked about in either week."""
    shown = []
    for kind, group in found.metrics.items():
        if group.estimate or group.before:
            metric = METRICS[kind]
            about = {"kind": kind, "unit": metric.unit.value, "better": 1 if metric.higher_is_better else -1}
            shown.append(about | {"chosen": figure(group)})
    return shown
