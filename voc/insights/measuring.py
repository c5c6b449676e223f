"""Metrics of a period beside the one before, whole and by group, from counters alone."""

from datetime import date

from voc.asks import policy
from voc.errors import NotFound
from voc.insights import comparing, counted, portions, spans
from voc.insights.comparing import Pair
from voc.insights.counted import Wanted
from voc.insights.metrics import METRICS, Metric
from voc.insights.metrics.base import Source
from voc.insights.metrics.samples import sample, standardised
from voc.insights.schemas import MetricGroup, MetricOut
from voc.insights.spans import wrong
from voc.surveys import queries as surveys
from voc.values import Value

SEVERAL_EACH = "segment"
"""The grouping in which a respondent may belong to several groups."""


class Asking(Value):
    """What is asked of a metric."""

    by: str | None = None
    since: date | None = None
    until: date | None = None
    survey: str | None = None
    weights: dict[str, float] = {}
    """Shares of groups; the whole is then made up of them."""


async def measure(workspace: str, kind: str, asking: Asking, *, today: date) -> MetricOut:
    """A metric's estimate, interval, n and change, whole and by group.

    Raises:
        NotFound: no such metric, or no such survey in this workspace.
        Invalid: it cannot be grouped so, or the period is none.
    """
    metric = METRICS.get(kind)
    if metric is None:
        raise NotFound(f"No such metric. There are: {', '.join(METRICS)}.", metric=kind)
    _check(metric, asking)
    if asking.survey:
        await surveys.row(workspace, asking.survey)
    find = spans.months if metric.source == Source.tenures else spans.days
    span, earlier = find(asking.since, asking.until, today)
    wanted = Wanted(spans=(span, earlier), by=asking.by, survey=asking.survey)
    now, before = await counted.portions(workspace, metric, wanted, today=today)
    if metric.source == Source.tenures and span.last >= today:
        before = []  # months that are not over would lose the comparison to whole ones
    groups: list[MetricGroup] = []
    whole = Pair(now=sample(portions.total(now)), before=sample(portions.total(before)))
    if asking.by:
        here, there = portions.grouped(now, asking.by), portions.grouped(before, asking.by)
        if asking.weights:
            whole = Pair(now=standardised(here, asking.weights), before=standardised(there, asking.weights))
        groups = comparing.groups(metric, here, there, await names(workspace, asking.by))
    return MetricOut(
        metric=metric.kind,
        unit=metric.unit,
        higher_is_better=metric.higher_is_better,
        definition=dict(metric.definition),
        by=asking.by,
        since=span.first,
        until=span.last,
        before_since=earlier.first,
        before_until=earlier.last,
        weighted=bool(asking.weights),
        total=comparing.group(metric, whole),
        groups=groups,
    )


def _check(metric: Metric, asking: Asking) -> None:
    known = counted.GROUPINGS[metric.source]
    if asking.by is not None and asking.by not in known:
        raise wrong("by", f"this metric is told apart by {', '.join(known)}")
    if asking.weights and asking.by in (None, SEVERAL_EACH):
        raise wrong("weights", "need `by`, and groups that nobody is in twice")
    if asking.survey and metric.source == Source.tenures:
        raise wrong("survey", "says nothing about this metric")


async def names(workspace: str, by: str) -> dict[str, str]:
    """What to call groups whose values are ids."""
    if by == "segment":
        return {id_: segment.name for id_, segment in (await policy.read(workspace)).segments.items()}
    if by == "campaign":
        return await counted.campaign_names(workspace)
    return await counted.survey_names(workspace) if by == "survey" else {}
