"""What the pages of alerts show; pure."""

import math
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from voc.insights.alerts.schemas import AlertOut

LEAST_P = 0.0001
"""Smaller ones are shown as below it: nobody can tell them apart."""
AXES = (3, 10, 30, 100)
"""Where an axis of ratios may end, which begins at 1 and is logarithmic."""


def row(alert: AlertOut, axis_end: int = AXES[-1]) -> dict[str, Any]:
    """An alert in the list; `places` are those of the ratio and its interval on the axis, 0–1."""
    week = {"theme": alert.theme, "since": alert.since.isoformat(), "until": alert.until.isoformat()}
    return alert.model_dump() | {
        "weeks": [*alert.before, alert.people],
        "chance": max(alert.p_adjusted, LEAST_P),
        "beyond_chance": alert.p_adjusted < LEAST_P,
        "said_url": f"/feedback?{urlencode(week)}",
        "places": [_place(ratio, axis_end) for ratio in (alert.ratio_low, alert.ratio, alert.ratio_high)],
    }


def detail(alert: AlertOut, names: Mapping[str, str]) -> dict[str, Any]:
    """An alert on its own page; `names` of colleagues by id."""
    counts = [*alert.before, alert.people]
    history = [{"what": each.what, "at": each.at, "people": each.people, "by": names.get(each.by or "")}
               for each in reversed(alert.history)]  # fmt: skip
    spans = [alert.since - timedelta(days=7 * back) for back in range(len(counts) - 1, -1, -1)]
    table = [{"since": since, "until": since + timedelta(days=6), "people": count}
             for since, count in zip(spans, counts, strict=True)]  # fmt: skip
    return row(alert) | {"history": history, "table": table[::-1], "seen_by": names.get(alert.acknowledged_by or "")}


def axis_end(alerts: Iterable[AlertOut]) -> int:
    """Where the axis of their ratios ends."""
    furthest = max((alert.ratio_high for alert in alerts if alert.ratio is not None), default=1.0)
    return next((end for end in AXES if end >= furthest), AXES[-1])


def _place(ratio: float | None, end: int) -> float:
    """Where a ratio lies; a theme that is new has none and lies at the end."""
    return 1.0 if ratio is None else min(1.0, math.log(max(1.0, ratio)) / math.log(end))
