"""What the page of the scorecard shows; pure."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from voc.insights.metrics.base import ENOUGH, Unit
from voc.insights.schemas import MetricGroup
from voc.insights.targets.schemas import Line, Scorecard
from voc.results import intervals


def card(found: Scorecard, colleagues: Mapping[str, str]) -> dict[str, Any]:
    """A scorecard with the places of everything on one axis, 0–1; `colleagues` by id."""
    low, high = _axis([found.total, *found.lines], found.unit)
    shown = [_row(line, found, colleagues, low, high) for line in (found.total, *found.lines)]
    kept = found.model_dump(include={"metric", "by", "since", "until", "before_since", "before_until"})
    wanted = [row for row in shown if row["target"]]
    return kept | {
        "unit": found.unit.value,
        "better": 1 if found.higher_is_better else -1,
        "total": shown[0],
        "rows": shown[1:],
        "counts": {name: sum(row["verdict"] == name for row in wanted) for name in ("met", "missed", "open")},
    }


def _row(line: Line, found: Scorecard, colleagues: Mapping[str, str], low: float, high: float) -> dict[str, Any]:
    group, target = line.group, line.target
    estimate, before, change = group.estimate, group.before, group.change
    whole = estimate is not None and estimate.low is not None

    def place(value: float | None) -> float | None:
        return None if value is None else (value - low) / (high - low)

    return {
        "value": group.value,
        "name": group.name,
        "estimate": estimate.model_dump() if estimate else None,
        "n": estimate.n if estimate else 0,
        "few": estimate is not None and estimate.n < ENOUGH,
        "said": counts(found.metric, group),
        "n_before": before.n if before else 0,
        "change": change.model_dump() if change else None,
        "direction": change.direction.value if change and change.direction else None,
        "target": target.model_dump() | {"who": colleagues.get(target.set_by)} if target else None,
        "verdict": line.verdict.value if line.verdict else None,
        "places": [place(estimate.low), place(estimate.value), place(estimate.high)] if estimate and whole else None,
        "goal_place": place(target.goal) if target else None,
        "goal_field": entered(found.unit, target.goal) if target else "",
    }


def counts(metric: str, group: MetricGroup) -> tuple[int, ...]:
    """What few answers are shown as: promoters, passives and detractors, or hits and the others; of means nothing."""
    told = {int(value): count for value, count in group.counts.items()}
    n = sum(told.values())
    if metric == "nps":
        up, down = intervals.promoters_and_detractors(told)
        return round(up), round(n - up - down), round(down)
    if metric == "ces":
        return ()
    hits = intervals.satisfied_count(told) if metric == "csat" else told.get(1, 0)
    return round(hits), round(n - hits)


def entered(unit: Unit, goal: float) -> str:
    """A goal as it is typed: shares in per cent."""
    return f"{round(goal * 100, 2) if unit == Unit.share else round(goal, 2):g}"


def goal_of(unit: Unit, text: str) -> float:
    """A goal that was typed; not a number where none was."""
    try:
        number = float(text.replace("%", "").replace("−", "-").replace(",", ".").strip())
    except ValueError:
        return math.nan
    return number / 100 if unit == Unit.share else number


def _axis(lines: Iterable[Line], unit: Unit) -> tuple[float, float]:
    """The ends of an axis that holds every interval and every goal."""
    ends = [line.target.goal for line in lines if line.target]
    ends += [
        end
        for line in lines
        if (each := line.group.estimate)
        for end in (each.low, each.value, each.high)
        if end is not None
    ]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    margin = (high - low) * 0.04 or (0.01 if unit == Unit.share else 1.0)
    return low - margin, high + margin
