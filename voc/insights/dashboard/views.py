"""What the page of the dashboard shows; pure.

Each row of a chart's table bears its numbers twice: as people read them, and as the script draws them.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from babel import dates

from voc.estimates import Estimate
from voc.insights.dashboard.quadrant import Quadrant
from voc.insights.dashboard.service import Crossing, Score
from voc.insights.dashboard.volumes import Volumes
from voc.insights.metrics import METRICS
from voc.insights.metrics.base import ENOUGH
from voc.insights.schemas import MetricGroup
from voc.insights.series import Point
from voc.insights.steps import Step, end_of
from voc.web.i18n import locale

GROUPS_SHOWN = 8
LEAST_SHOWN = 4
"""Periods of a chart, however new everything is."""
KINDS = ("complaint", "idea", "question", "praise", "other")
MOODS = ("low", "even", "high")
_SHORT = {Step.week: {"en": "d MMM", "ko": "M. d."}, Step.month: {"en": "MMM", "ko": "M월"}}
_MONTHS = {"en": "MMM y", "ko": "y년 M월"}
_DAYS = {"en": "d MMM y", "ko": "y. M. d."}


def heard_since(scores: Sequence[Score], said: Volumes | None) -> date:
    """Where the charts begin: with the first period in which anybody was heard, or a few before the last one."""
    answered = [point.start for found in scores for point in found.points if point.estimate]
    spoken = [each.start for each in said.periods if each.feedback] if said else []
    few = [found.points[-LEAST_SHOWN].start for found in scores]
    return min(answered + spoken + few)


def score(found: Score, since: date, step: Step, language: str) -> dict[str, Any]:
    """One metric's figure; its chart begins `since` a period."""
    metric = METRICS[found.kind]
    named = [group for group in found.groups if group.value is not None]
    shown = named[:GROUPS_SHOWN]
    return {
        "kind": found.kind,
        "unit": metric.unit.value,
        "better": 1 if metric.higher_is_better else -1,
        "definition": metric.definition[language],
        "chosen": figure(found.chosen),
        "narrowed": found.by is not None,
        "asked": bool(found.groups) or any(point.estimate for point in found.points),
        "points": [_point(point, step, language) for point in found.points if point.start >= since],
        "compared": step.value,
        "by": found.by,
        "groups": [figure(group) for group in shown],
        "more": len(named) - len(shown),
        "axis": axis([group.estimate for group in shown]),
    }


def churn(found: Score, language: str) -> dict[str, Any]:
    """The figure of churn: by month whatever else is shown, from the first month in which anybody was a customer."""
    known = [point.start for point in found.points if point.estimate]
    since = min(known[0], found.points[-LEAST_SHOWN].start)
    return score(found, since, Step.month, language) | {"unit": "rate", "compared": "month_before"}


def figure(group: MetricGroup) -> dict[str, Any]:
    """An estimate, its change, and how much is behind both."""
    now, before = group.estimate, group.before
    return group.model_dump() | {
        "n": now.n if now else 0,
        "n_before": before.n if before else 0,
        "few": now is not None and now.n < ENOUGH,
        "direction": group.change.direction.value if group.change and group.change.direction else None,
    }


def axis(estimates: Sequence[Estimate | None]) -> tuple[float, float]:
    """The ends of an axis that holds these estimates with their intervals."""
    ends = [end for each in estimates if each for end in (each.low, each.high, each.value) if end is not None]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    return (low, high) if high > low else (low - 1, low + 1)


def volume(found: Volumes, name: str, since: date, step: Step, language: str) -> dict[str, Any]:
    """The columns of `kinds` or `moods`, beginning `since` a period."""
    keys = KINDS if name == "kinds" else MOODS
    rows = []
    for each in found.periods:
        if each.start < since:
            continue
        counts = getattr(each, name)
        read = [counts.get(key, 0) for key in keys]
        names = period(each.start, end_of(each.start, step), step, language)
        rows.append(names | {"counts": read, "feedback": each.feedback, "unread": max(0, each.feedback - sum(read))})
    sums = [sum(row["counts"][at] for row in rows) for at in range(len(keys))]
    return {"name": name, "parts": keys, "rows": rows, "sums": dict(zip(keys, sums, strict=True)), "total": sum(sums)}


def crossing(found: Crossing) -> dict[str, Any]:
    """The heat map; `said` names a group whose value is an id."""
    map_ = found.heat
    lines = [line.model_dump() | found.names[line.theme].model_dump() for line in map_.lines]
    groups = [{"value": value, "said": found.values.get(value), "total": map_.totals[value]} for value in map_.values]
    return {"groups": groups, "lines": lines}


def drivers(found: Quadrant) -> dict[str, Any]:
    """The quadrant."""
    return found.model_dump() | {"across": found.across.value}


def period(start: date, last: date, step: Step, language: str) -> dict[str, str]:
    """A period as people call it, in full and under a chart."""
    chosen = locale(language)
    if step == Step.month:
        name = dates.format_date(start, _MONTHS[language], chosen)
    else:
        name = " – ".join(dates.format_date(day, _DAYS[language], chosen) for day in (start, last))
    return {"name": name, "short": dates.format_date(start, _SHORT[step][language], chosen)}


def _point(point: Point, step: Step, language: str) -> dict[str, Any]:
    return period(point.start, point.last, step, language) | {
        "estimate": point.estimate,
        "n": point.estimate.n if point.estimate else 0,
        "few": point.estimate is not None and point.estimate.n < ENOUGH,
    }
