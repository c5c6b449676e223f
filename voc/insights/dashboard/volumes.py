"""How much was said, and who spoke of what: sums of counters over the periods of a chart; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from voc.insights.domain import CROSSED_BY
from voc.insights.steps import Step, end_of, start_of, starts
from voc.values import Value

THEMES_SHOWN = 15
VALUES_SHOWN = 8
"""Columns of a heat map."""
ALL = ""
"""Stands for all themes, and for all values of a grouping."""

Row = Mapping[str, Any]


class Period(Value):
    """What was said in one week or month."""

    start: date
    feedback: int
    """Everything that came in, read or not."""
    kinds: dict[str, int]
    moods: dict[str, int]


class Volumes(Value):
    """What was said in the periods of a chart."""

    first: date
    last: date
    """Included; the day of the newest feedback at the latest."""
    periods: list[Period]
    crossed: dict[str, dict[str, dict[str, int]]]
    """Feedback by grouping, theme (or `ALL`) and value (or `ALL`): the largest themes, the largest values."""


def volumes(buckets: Iterable[Row], step: Step, today: date) -> Volumes | None:
    """The sums of buckets (bucket, counts) over the periods that end with the newest feedback; None without any.

    An import of old reviews is shown, too; a date in the future, a slip in some file, is left out.
    """
    by_day: dict[date, list[Row]] = {}
    for row in buckets:
        if row["counts"].get("total"):
            by_day.setdefault(_day_of(row["bucket"]), []).append(row["counts"])
    newest = max((day for day in by_day if day <= today + timedelta(days=1)), default=None)
    if newest is None:
        return None
    shown = starts(newest, step)
    parts: dict[date, list[Row]] = {start: [] for start in shown}
    for day, counts in by_day.items():
        if shown[0] <= day <= newest:
            parts[start_of(day, step)] += counts
    return Volumes(
        first=shown[0],
        last=min(newest, end_of(shown[-1], step)),
        periods=[_period(start, found) for start, found in parts.items()],
        crossed=_crossed(counts for found in parts.values() for counts in found),
    )


def _period(start: date, parts: Iterable[Row]) -> Period:
    feedback, sums = 0, {"kinds": Counter[str](), "moods": Counter[str]()}
    for part in parts:
        feedback += part["total"]
        for name, counter in sums.items():
            counter.update(part.get(name) or {})
    return Period(start=start, feedback=feedback, **{name: dict(counter) for name, counter in sums.items()})


def _crossed(parts: Iterable[Row]) -> dict[str, dict[str, dict[str, int]]]:
    """The counts of each grouping's largest values and of the largest themes."""
    sums: Counter[str] = Counter()
    for part in parts:
        sums.update(part.get("crossed") or {})
    table: dict[str, dict[str, Counter[str]]] = {name: {} for name in CROSSED_BY}
    for key, count in sums.items():
        theme, name, value = key.split("|", 2)
        table[name].setdefault(theme, Counter())[value] += count
    channels = {theme: row[ALL] for theme, row in table["channel"].items() if theme != ALL}
    themes = _largest(Counter(channels), THEMES_SHOWN)  # everything has a channel
    found = {}
    for name, rows in table.items():
        sizes = Counter({value: n for value, n in rows.get(ALL, Counter()).items() if value != ALL})
        values = [ALL, *_largest(sizes, VALUES_SHOWN)]
        kept = [theme for theme in (ALL, *themes) if theme in rows]
        found[name] = {theme: {value: rows[theme][value] for value in values} for theme in kept}
    return found


def _largest(counts: Counter[str], limit: int) -> list[str]:
    return [name for name, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]]


def _day_of(bucket: str) -> date:
    """The day of a counter's bucket, `source|2026-11-21T09`."""
    return date.fromisoformat(bucket.rpartition("|")[2][:10])
