"""Geometry of charts that the server draws; pure. Widths are percentages, so a chart fits every page."""

from collections.abc import Sequence
from typing import Any

from voc.results.schemas import Day, Option
from voc.web.formats import ceiling

LABELS = 6
"""Most dates under a chart."""
GAP_PCT = 0.2
"""Of a column's width, between columns."""
WIDEST_PCT = 8.0


def columns(days: Sequence[Day]) -> dict[str, Any]:
    """A column per period: started, and completed within it.

    Returns:
        `top` (the end of the axis), `columns` of {period, started, completed, x, width, tall, full} in per cent,
        `labels` of {period, x}.
    """
    top = ceiling(max((day.started for day in days), default=0))
    top = max(top, 2 if top < 2 else top)
    step = 100 / max(1, len(days))
    width = min(step * (1 - GAP_PCT), WIDEST_PCT)
    drawn = [
        {
            "period": day.period,
            "started": day.started,
            "completed": day.completed,
            "x": round(index * step + (step - width) / 2, 3),
            "middle": round((index + 0.5) * step, 3),
            "width": round(width, 3),
            "tall": round(100 * day.started / top, 3),
            "full": round(100 * day.completed / top, 3),
        }
        for index, day in enumerate(days)
    ]
    every = max(1, -(-len(days) // LABELS))
    return {"top": top, "columns": drawn, "labels": drawn[::every]}


def histogram(options: Sequence[Option]) -> list[dict[str, Any]]:
    """A column per step of a scale, as high as its share of the most frequent one."""
    most = max((option.count for option in options), default=0) or 1
    return [
        {
            "id": option.id,
            "count": option.count,
            "share": option.share.value if option.share else 0.0,
            "tall": round(100 * option.count / most, 2),
        }
        for option in options
    ]
