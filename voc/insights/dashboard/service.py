"""What the dashboard shows, part by part."""

from collections.abc import Mapping
from datetime import date

from voc.asks import policy
from voc.insights import comparing, portions, series
from voc.insights.comparing import Pair
from voc.insights.dashboard import queries
from voc.insights.dashboard.heat import Heat, heat
from voc.insights.dashboard.queries import ThemeName
from voc.insights.dashboard.volumes import ALL, Volumes
from voc.insights.metrics import METRICS, Metric
from voc.insights.metrics.samples import sample
from voc.insights.schemas import MetricGroup
from voc.insights.series import KINDS, Asked, Course, Point, courses
from voc.surveys import queries as surveys
from voc.values import Value


class Score(Value):
    """A metric over time, its whole span beside the one before, and its groups."""

    kind: str
    points: list[Point]
    chosen: MetricGroup
    """What the points are of: the group that was asked for, or all."""
    by: str | None
    """What the groups are told apart by; None: this metric is not."""
    groups: list[MetricGroup]


class Crossing(Value):
    """Who speaks of what."""

    heat: Heat
    names: dict[str, ThemeName]
    """Of themes."""
    values: dict[str, str]
    """Names of groups whose values are ids."""


async def scores(workspace: str, asked: Asked, *, today: date) -> list[Score]:
    """Every metric that is shown over time.

    Raises:
        NotFound: no such survey in this workspace.
    """
    if asked.survey:
        await surveys.row(workspace, asked.survey)
    names = await segment_names(workspace) if asked.by == "segment" else {}
    found = await courses(workspace, asked, today=today)
    return [_score(kind, found[kind], asked, names) for kind in KINDS]


async def churn(workspace: str, asked: Asked, *, today: date) -> Score | None:
    """Who leaves; None where there is nothing to show, see `series.churn`."""
    found = await series.churn(workspace, asked, today=today)
    names = await segment_names(workspace) if found and asked.by == "segment" else {}
    return _score(series.CHURN, found, asked, names) if found else None


def _score(kind: str, found: Course, asked: Asked, names: Mapping[str, str]) -> Score:
    metric, by = METRICS[kind], asked.grouping(METRICS[kind])
    whole = comparing.group(metric, _pair(portions.total(found.now), portions.total(found.before)))
    if by is None:
        return Score(kind=kind, points=found.points, chosen=whole, by=None, groups=[])
    groups = comparing.groups(metric, portions.grouped(found.now, by), portions.grouped(found.before, by), names)
    own = next((each for each in groups if each.value == asked.value), _nobody(metric, asked.value))
    return Score(kind=kind, points=found.points, chosen=own if asked.value else whole, by=by, groups=groups)


def _pair(now: Mapping[int, int], before: Mapping[int, int]) -> Pair:
    return Pair(now=sample(now), before=sample(before))


def _nobody(metric: Metric, value: str | None) -> MetricGroup:
    return comparing.group(metric, _pair({}, {})).model_copy(update={"value": value})


async def crossing(workspace: str, found: Volumes | None, by: str) -> Crossing:
    """The heat map of themes by one of `insights.domain.CROSSED_BY`."""
    rows = found.crossed.get(by, {}) if found else {}
    names = await queries.theme_names(workspace, [theme for theme in rows if theme != ALL])
    known = {theme: row for theme, row in rows.items() if theme == ALL or theme in names}
    return Crossing(heat=heat(known), names=names, values=await segment_names(workspace) if by == "segment" else {})


async def segment_names(workspace: str) -> dict[str, str]:
    """Names of segments by id."""
    return {id_: segment.name for id_, segment in (await policy.read(workspace)).segments.items()}
