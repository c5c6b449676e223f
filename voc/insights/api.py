"""Totals and metrics over HTTP."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from voc.clock import Clock
from voc.errors import Invalid
from voc.insights import measuring, service
from voc.insights.measuring import Asking
from voc.insights.schemas import MetricOut, Stats, ThemeTotals
from voc.themes import queries as themes
from voc.values import Resource, Scope
from voc.web.guards import requires


@get("/v1/stats", guards=[requires(Scope.read, Resource.insights)], tags=["stats"], summary="How much there is")
async def stats(request: Request[Any, Any, Any]) -> Stats:
    """Totals of the key's workspace, exact at the moment of asking."""
    workspace = request.auth.workspace
    progress = await themes.progress(workspace)
    return Stats(
        feedback=await service.totals(workspace),
        themes=ThemeTotals(total=await themes.in_use(workspace), unsorted=progress.analysed_since),
    )


@get(
    "/v1/metrics/{metric:str}",
    guards=[requires(Scope.read, Resource.insights)],
    tags=["metrics"],
    summary="Read a metric",
)
async def read_metric(
    request: Request[Any, Any, Any],
    clock: NamedDependency[Clock],
    metric: FromPath[str],
    by: FromQuery[str | None] = None,
    since: FromQuery[date | None] = None,
    until: FromQuery[date | None] = None,
    survey: FromQuery[str | None] = None,
    weights: FromQuery[list[str] | None] = None,
) -> MetricOut:
    """`nps`, `csat`, `ces`, `response_rate` or `churn`, with its 95% interval and its change from the period before.

    `since` and `until` are days in UTC, by default the last 90; of churn they stand for their whole months, by default
    the last three that are over. `by` tells groups apart: `survey`, `version`,
    `segment`, `channel`, `language`, `device` or `source`, and by the hidden fields `department`, `journey_step` and
    `product_area` of a survey; of the response rate `survey` or `campaign`, of churn `segment`. `weights`, once
    per group as `value:share`, makes the total up of groups in these shares, and `n_eff` says what that costs.
    """
    asking = Asking(by=by, since=since, until=until, survey=survey, weights=_weights(weights or ()))
    return await measuring.measure(request.auth.workspace, metric, asking, today=clock().date())


def _weights(given: Sequence[str]) -> dict[str, float]:
    found = {}
    for each in given:
        value, _, share = each.rpartition(":")
        try:
            found[value] = float(share)
        except ValueError:
            found[value] = math.nan
        if not 0 < found[value] < 1e9:
            where = {"parameter": "weights", "message": f"`{each[:80]}` is not of the form value:share"}
            raise Invalid("A weight is a group and its share, such as email:0.4.", errors=[where])
    return found
