"""Geometry of charts that the server draws; pure. Widths are percentages, so a chart fits every page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from babel import dates

from voc.results.schemas import Day, Option
from voc.web.formats import ceiling
from voc.web.i18n import locale

LABELS = 6
"""Most dates under a chart."""
GAP_PCT = 0.2
"""Of a column's width, between columns."""
WIDEST_PCT = 8.0
_DAYS = {"en": "d MMM y", "ko": "y. M. d."}
_SHORT_DAYS = {"en": "d MMM", "ko": "M. d."}
_MONTHS = {"en": "MMM y", "ko": "y. M."}


def columns(days: Sequence[Day], language: str) -> dict[str, Any]:
    """A column per period: started, and completed within it.

    Returns:
        `top` (the end of the axis), `columns` of {name, short, started, completed, x, middle, width, tall, full}, all
        lengths in per cent, and `labels`: those columns whose names stand below.
    """
    top = max(2.0, ceiling(max((day.started for day in days), default=0)))
    step = 100 / max(1, len(days))
    width = min(step * (1 - GAP_PCT), WIDEST_PCT)
    drawn = [
        {
            "name": name(day.period, language),
            "short": name(day.period, language, short=True),
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


def name(period: str, language: str, *, short: bool = False) -> str:
    """A day or a month as people write it: `21 Nov 2026`, `2026. 11. 21.`, `Nov 2026`; short: `21 Nov`, `11. 21.`"""
    is_month = len(period) == 7
    pattern = _MONTHS[language] if is_month else (_SHORT_DAYS if short else _DAYS)[language]
    return dates.format_date(date.fromisoformat(f"{period}-01" if is_month else period), pattern, locale(language))


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
