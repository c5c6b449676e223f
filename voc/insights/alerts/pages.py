"""Pages of alerts."""

from enum import StrEnum
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter, URLEncodedBody
from litestar.response import Redirect, Template

from voc.accounts import queries as accounts
from voc.clock import Clock
from voc.feedback import queries as feedback
from voc.feedback.periods import day
from voc.feedback.queries import Filters
from voc.feedback.speakers import labels_of, speaker
from voc.insights.alerts import queries, service, views
from voc.insights.alerts.domain import AlertState
from voc.insights.alerts.schemas import AlertOut, AlertPatch
from voc.values import Resource, Scope
from voc.web.forms import Form
from voc.web.guards import requires
from voc.web.pages import page
from voc.web.pagination import from_cursor, to_cursor

PAGE_SIZE = 30
QUOTES = 3


class Act(StrEnum):
    """What a button says."""

    acknowledge = "acknowledge"
    close = "close"
    take_back = "take_back"


DECISIONS = {
    Act.acknowledge: AlertPatch(acknowledged=True),
    Act.close: AlertPatch(closed=True),
    Act.take_back: AlertPatch(closed=False),
}


class ActForm(Form):
    """A button of an alert."""

    act: Act


class AlertPages(Controller):
    """What rises among customers, before everybody says it."""

    path = "/alerts"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.insights)]

    @get()
    async def list_page(
        self,
        request: Request[Any, Any, Any],
        alert_state: Annotated[AlertState | None, QueryParameter(name="state")] = None,
        cursor: FromQuery[str | None] = None,
        closed: FromQuery[str | None] = None,
    ) -> Template:
        """The latest opened first; `closed` is the one that somebody has just closed."""
        workspace, state = request.auth.workspace, alert_state or AlertState.open
        after = str(from_cursor(cursor, str)[0]) if cursor else None
        found = await queries.page(workspace, state=state, after=after, limit=PAGE_SIZE)
        counts = await queries.counts(workspace)
        done = await queries.one(workspace, closed) if closed else None
        end = views.axis_end(found.items)
        context = {
            "alerts": [views.row(alert, end) for alert in found.items],
            "axis_end": end,
            "filters": {"state": alert_state},
            "state": state,
            "counts": {each.value: counts.get(each.value, 0) for each in AlertState},
            "heard": bool((await feedback.page(workspace, Filters(), limit=1)).items),
            "done": done if done and done.state == AlertState.closed else None,
            "next": to_cursor(found.next) if found.next else None,
            "may_write": request.auth.may(Scope.write, Resource.insights),
        }
        return page(request, "insights/alerts.html", context, fragment="insights/_alerts.html")

    @get("/{alert_id:str}")
    async def detail(self, request: Request[Any, Any, Any], alert_id: FromPath[str]) -> Template:
        """One alert with its weeks, its history and what was said."""
        workspace = request.auth.workspace
        alert = await queries.one(workspace, alert_id)
        who = {each.by for each in alert.history if each.by}
        context = {
            "alert": views.detail(alert, await accounts.names(workspace, who)),
            "quotes": await _quotes(workspace, alert),
            "may_write": request.auth.may(Scope.write, Resource.insights),
        }
        return page(request, "insights/alert.html", context, fragment="insights/_alert.html")

    @post("/{alert_id:str}", guards=[requires(Scope.write, Resource.insights)], status_code=303)
    async def decide(
        self,
        request: Request[Any, Any, Any],
        alert_id: FromPath[str],
        data: URLEncodedBody[ActForm],
        clock: NamedDependency[Clock],
    ) -> Redirect:
        """Do it; a closing leads to the list, which offers to take it back."""
        caller = request.auth
        await service.decide(caller.workspace, alert_id, DECISIONS[data.act], by=caller.who, now=clock())
        there = f"/alerts?closed={alert_id}" if data.act == Act.close else f"/alerts/{alert_id}"
        return Redirect(there, status_code=303)


async def _quotes(workspace: str, alert: AlertOut) -> list[dict[str, Any]]:
    """The latest that was said of it in its week."""
    since, until = day(alert.since.isoformat()), day(alert.until.isoformat(), after=1)
    filters = Filters(theme=alert.theme, since=since, until=until)
    found = await feedback.page(workspace, filters, limit=QUOTES)
    labels = await labels_of(workspace, found.items)
    return [said.model_dump() | {"customer": speaker(said, labels)} for said in found.items]
