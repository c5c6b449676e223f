"""What the report of a week says, from counters."""

from collections.abc import Sequence
from datetime import date, timedelta

from voc.insights import comparing, counted, portions
from voc.insights.alerts import queries as alerts
from voc.insights.alerts.domain import AlertState
from voc.insights.alerts.schemas import AlertOut
from voc.insights.comparing import Pair
from voc.insights.counted import Wanted
from voc.insights.dashboard import keeping
from voc.insights.dashboard.volumes import Period, Volumes
from voc.insights.metrics import METRICS
from voc.insights.metrics.samples import sample
from voc.insights.portions import Portion
from voc.insights.schemas import MetricGroup
from voc.insights.series import KINDS, RATE
from voc.insights.spans import Span
from voc.insights.steps import WEEK, Step, end_of, start_of
from voc.results.tally import SCORES
from voc.values import Value

ALERTS_SHOWN = 5


class Said(Value):
    """How much was said in the week and in the one before."""

    now: Period
    before: Period


class Report(Value):
    """A week."""

    first: date
    last: date
    """Included."""
    metrics: dict[str, MetricGroup]
    """By kind; each beside the week before."""
    said: Said
    alerts: list[AlertOut]
    """Those that are open today, the latest first."""


def week_of(asked: date | None, today: date) -> date:
    """The Monday of the week asked for; of the last one that is over where none is asked for, or one to come."""
    latest = start_of(today, Step.week) - WEEK
    return min(start_of(asked, Step.week), latest + WEEK) if asked else latest


async def compose(workspace: str, first: date, *, today: date) -> Report:
    """The report of the week that begins on `first`."""
    spans = (Span(first=first, last=end_of(first, Step.week)), Span(first=first - WEEK, last=first - timedelta(days=1)))
    wanted = Wanted(spans=spans)
    found = await counted.answers(workspace, SCORES, wanted, today=today)
    found[RATE] = await counted.portions(workspace, METRICS[RATE], wanted, today=today)
    open_ = await alerts.page(workspace, state=AlertState.open, limit=ALERTS_SHOWN)
    return Report(
        first=first,
        last=spans[0].last,
        metrics={kind: _compared(kind, *found[kind]) for kind in KINDS},
        said=_said(await keeping.read(workspace, Step.week), first),
        alerts=open_.items,
    )


def _compared(kind: str, now: Sequence[Portion], before: Sequence[Portion]) -> MetricGroup:
    pair = Pair(now=sample(portions.total(now)), before=sample(portions.total(before)))
    return comparing.group(METRICS[kind], pair)


def _said(found: Volumes | None, first: date) -> Said:
    """Weeks that the counters' sums do not hold had nothing said in them, or lie further back than they reach."""
    known = {period.start: period for period in found.periods} if found else {}
    nothing = Period(start=first, feedback=0, kinds={}, moods={})
    return Said(now=known.get(first, nothing), before=known.get(first - WEEK, nothing))
