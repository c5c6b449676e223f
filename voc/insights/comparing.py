"""A metric of two periods side by side, whole or group by group; pure."""

from collections import Counter
from collections.abc import Mapping

from voc.estimates import Estimate
from voc.insights.metrics import Metric
from voc.insights.metrics.base import Change, direction
from voc.insights.metrics.samples import Sample, sample
from voc.insights.portions import OTHERS
from voc.insights.schemas import ChangeOut, MetricGroup
from voc.insights.trends.false_discovery import adjusted
from voc.values import Value

GROUPS_SHOWN = 100


class Pair(Value):
    """One group in both periods."""

    now: Sample
    before: Sample


def groups(
    metric: Metric, now: Mapping[str, Counter[int]], before: Mapping[str, Counter[int]], names: Mapping[str, str]
) -> list[MetricGroup]:
    """The groups of the period in the order of `now`; arrows allow for their number."""
    values = list(now)[:GROUPS_SHOWN]
    pairs = [Pair(now=sample(now[value]), before=sample(before.get(value, {}))) for value in values]
    changes = [metric.change(pair.now, pair.before) for pair in pairs]
    judged = [index for index, change in enumerate(changes) if change is not None]
    ps = dict(zip(judged, adjusted([changes[index].p for index in judged]), strict=True))  # type: ignore[union-attr]
    return [
        group(metric, pair, p=ps.get(index)).model_copy(
            update={"value": value or None, "name": names.get(value, value) if value != OTHERS else None}
        )
        for index, (value, pair) in enumerate(zip(values, pairs, strict=True))
    ]


def group(metric: Metric, pair: Pair, p: float | None = None) -> MetricGroup:
    """The figures of one group; `p` of its change, adjusted where several are looked at together."""
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


def _change(change: Change, pair: Pair, p: float | None) -> ChangeOut:
    p_adjusted = change.p if p is None else p
    arrow = direction(change, pair.now, pair.before, p_adjusted)
    return ChangeOut(**change.model_dump(), p_adjusted=p_adjusted, direction=arrow)
