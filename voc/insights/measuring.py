"""Metrics of a period beside the one before, whole and by group, from counters alone."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from voc.asks import policy
from voc.errors import NotFound
from voc.estimates import Estimate
from voc.insights import counted, portions, spans
from voc.insights.counted import Wanted
from voc.insights.metrics import METRICS, Metric
from voc.insights.metrics.base import Change, Source, direction
from voc.insights.metrics.samples import Sample, sample, standardised
from voc.insights.portions import OTHERS
from voc.insights.schemas import ChangeOut, MetricGroup, MetricOut
from voc.insights.spans import wrong
from voc.insights.trends.false_discovery import adjusted
from voc.surveys import queries as surveys
from voc.values import Value

GROUPS_SHOWN = 100
SEVERAL_EACH = "segment"
"""The grouping in which a respondent may belong to several groups."""
Counts = Mapping[int, int]


class Asking(Value):
    """What is asked of a metric."""

    by: str | None = None
    since: date | None = None
    until: date | None = None
    survey: str | None = None
    weights: dict[str, float] = {}
    """Shares of groups; the whole is then made up of them."""


class _Pair(Value):
    """One group in both periods."""

    now: Sample
    before: Sample


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
    whole = _Pair(now=sample(portions.total(now)), before=sample(portions.total(before)))
    if asking.by:
        here, there = portions.grouped(now, asking.by), portions.grouped(before, asking.by)
        if asking.weights:
            whole = _Pair(now=standardised(here, asking.weights), before=standardised(there, asking.weights))
        groups = await _groups(workspace, metric, asking.by, here, there)
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
        total=_group(metric, whole),
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


async def _groups(
    workspace: str, metric: Metric, by: str, now: Mapping[str, Counter[int]], before: Mapping[str, Counter[int]]
) -> list[MetricGroup]:
    """The groups of the period, the largest first; arrows allow for their number."""
    values = list(now)[:GROUPS_SHOWN]
    pairs = [_Pair(now=sample(now[value]), before=sample(before.get(value, {}))) for value in values]
    changes = [metric.change(pair.now, pair.before) for pair in pairs]
    judged = [index for index, change in enumerate(changes) if change is not None]
    ps = dict(zip(judged, adjusted([changes[index].p for index in judged]), strict=True))  # type: ignore[union-attr]
    names = await _names(workspace, by)
    return [
        _group(metric, pair, p=ps.get(index)).model_copy(
            update={"value": value or None, "name": names.get(value, value) if value != OTHERS else None}
        )
        for index, (value, pair) in enumerate(zip(values, pairs, strict=True))
    ]


def _group(metric: Metric, pair: _Pair, p: float | None = None) -> MetricGroup:
    change = metric.change(pair.now, pair.before)
    return MetricGroup(
        estimate=_estimate(metric, pair.now),
        n_eff=pair.now.n_eff,
        counts={str(value): round(count, 3) for value, count in sorted(pair.now.counts.items())},
        before=_estimate(metric, pair.before),
        change=_change(change, pair, p) if change else None,
    )


def _estimate(metric: Metric, found: Sample) -> Estimate | None:
    estimate = metric.estimate(found)
    return estimate.model_copy(update={"n": found.n}) if estimate else None


def _change(change: Change, pair: _Pair, p: float | None) -> ChangeOut:
    p_adjusted = change.p if p is None else p
    arrow = direction(change, pair.now, pair.before, p_adjusted)
    return ChangeOut(**change.model_dump(), p_adjusted=p_adjusted, direction=arrow)


async def _names(workspace: str, by: str) -> dict[str, str]:
    """What to call groups whose values are ids."""
    if by == "segment":
        return {id_: segment.name for id_, segment in (await policy.read(workspace)).segments.items()}
    if by == "campaign":
        return await counted.campaign_names(workspace)
    return await counted.survey_names(workspace) if by == "survey" else {}
