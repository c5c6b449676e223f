"""Metrics period by period, whole or of one group, from the counters of surveys and campaigns."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import chain

from voc.estimates import Estimate
from voc.insights import counted, portions
from voc.insights.counted import GROUPINGS, Span, Wanted
from voc.insights.metrics import METRICS, Metric
from voc.insights.metrics.samples import sample
from voc.insights.portions import Portion
from voc.insights.steps import Step, end_of, starts
from voc.values import Value

KINDS = ("nps", "csat", "ces", "response_rate")
"""Metrics that are shown over time."""


class Asked(Value):
    """Which answers are meant."""

    step: Step
    survey: str | None = None
    by: str | None = None
    value: str | None = None
    """Only those of this group of the grouping `by`; None: all."""

    def grouping(self, metric: Metric) -> str | None:
        """What the metric is told apart by; None where it cannot be told apart so."""
        return self.by if self.by in GROUPINGS[metric.source] else None


class Point(Value):
    """A metric of one period."""

    start: date
    last: date
    """Included; the last period may not be over yet."""
    estimate: Estimate | None
    """None: nobody answered."""


class Course(Value):
    """A metric over the periods of a chart."""

    points: list[Point]
    """The oldest period first."""
    now: list[Portion]
    """What all of them are made of, other groups too."""
    before: list[Portion]
    """The same of as many periods before."""


async def course(workspace: str, kind: str, asked: Asked, *, today: date) -> Course:
    """One of `KINDS` over time, from one reading of its counters."""
    metric, by, shown = METRICS[kind], asked.grouping(METRICS[kind]), starts(today, asked.step)
    spans = [Span(first=start, last=end_of(start, asked.step)) for start in shown]
    day_before = shown[0] - timedelta(days=1)
    before = Span(first=starts(day_before, asked.step)[0], last=day_before)
    wanted = Wanted(spans=(*spans, before), by=by, survey=asked.survey)
    *found, earlier = await counted.portions(workspace, metric, wanted, today=today)
    value = asked.value if by else None
    points = [
        Point(start=span.first, last=span.last, estimate=_estimate(metric, part, by, value))
        for span, part in zip(spans, found, strict=True)
    ]
    return Course(points=points, now=list(chain(*found)), before=earlier)


def _estimate(metric: Metric, found: Sequence[Portion], by: str | None, value: str | None) -> Estimate | None:
    own = [part for part in found if value in part.groups.get(by, ())] if by and value else found
    return metric.estimate(sample(portions.total(own)))
