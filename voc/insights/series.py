"""Metrics period by period, whole or of one group, from the counters of surveys and campaigns."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import chain

from voc.estimates import Estimate
from voc.insights import counted, portions
from voc.insights.counted import GROUPINGS, Wanted
from voc.insights.metrics import METRICS, Metric
from voc.insights.metrics.samples import sample
from voc.insights.metrics.shares import HIT
from voc.insights.portions import Portion
from voc.insights.spans import Span
from voc.insights.steps import Step, end_of, start_of, starts
from voc.results.tally import SCORES
from voc.values import Value

RATE, CHURN = "response_rate", "churn"
KINDS = (*SCORES, RATE)
"""Metrics that are shown over time, by week or month."""


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


async def courses(workspace: str, asked: Asked, *, today: date) -> dict[str, Course]:
    """`KINDS` over time; those made of answers come from one reading."""
    shown = starts(today, asked.step)
    spans = [Span(first=start, last=end_of(start, asked.step)) for start in shown]
    day_before = shown[0] - timedelta(days=1)
    before = Span(first=starts(day_before, asked.step)[0], last=day_before)

    def wanted(kind: str) -> Wanted:
        return Wanted(spans=(*spans, before), by=asked.grouping(METRICS[kind]), survey=asked.survey)

    found = await counted.answers(workspace, SCORES, wanted(SCORES[0]), today=today)
    found[RATE] = await counted.portions(workspace, METRICS[RATE], wanted(RATE), today=today)
    return {kind: _course(METRICS[kind], asked, spans, found[kind]) for kind in KINDS}


async def churn(workspace: str, asked: Asked, *, today: date) -> Course | None:
    """Churn of the twelve latest months that are over, and the last of them beside the one before.

    A customer is known by months, so there are no weeks of it; a month that is not over would look better than it is.
    None where nobody is known to have left, which says nothing, or where one survey is asked for, which says nothing
    about who leaves.
    """
    if asked.survey:
        return None
    metric, step = METRICS[CHURN], Step.month
    months = starts(start_of(today, step) - timedelta(days=1), step)
    spans = [Span(first=start, last=end_of(start, step)) for start in months]
    found = await counted.portions(workspace, metric, Wanted(spans=tuple(spans)), today=today)
    if not any(part.counts.get(HIT) for part in chain(*found)):
        return None
    points = _course(metric, asked, spans, [*found, []]).points
    return Course(points=points, now=found[-1], before=found[-2])


def _course(metric: Metric, asked: Asked, spans: Sequence[Span], found: Sequence[Sequence[Portion]]) -> Course:
    """The course of one metric, from its portions of each span and of the one before."""
    by = asked.grouping(metric)
    value = asked.value if by else None
    *parts, before = found
    points = [
        Point(start=span.first, last=span.last, estimate=_estimate(metric, part, by, value))
        for span, part in zip(spans, parts, strict=True)
    ]
    return Course(points=points, now=list(chain(*parts)), before=list(before))


def _estimate(metric: Metric, found: Sequence[Portion], by: str | None, value: str | None) -> Estimate | None:
    own = [part for part in found if value in part.groups.get(by, ())] if by and value else found
    return metric.estimate(sample(portions.total(own)))
