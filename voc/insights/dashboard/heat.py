"""Which theme stands out where: what each group speaks of beside what the others do; pure."""

from collections.abc import Mapping, Sequence

from voc.estimates import Estimate, share
from voc.insights.dashboard.volumes import ALL
from voc.insights.metrics.base import ENOUGH, LEVEL
from voc.insights.metrics.shares import share_change
from voc.insights.trends.false_discovery import adjusted
from voc.values import Value

SHADES = 5
Counts = Mapping[str, Mapping[str, int]]


class Cell(Value):
    """What a group says of a theme."""

    value: str
    """The group."""
    count: int
    share: Estimate | None
    """Of all that the group says; None: it says nothing."""
    shade: int
    """0…`SHADES`: the share beside the largest one."""
    stands_out: int
    """1: the theme is spoken of more here than elsewhere, −1: less, 0: chance explains it, or too few said anything."""


class Line(Value):
    """One theme."""

    theme: str
    total: int
    cells: list[Cell]


class Heat(Value):
    """A heat map."""

    values: list[str]
    totals: dict[str, int]
    """What each group says altogether."""
    lines: list[Line]


def heat(rows: Counts) -> Heat:
    """A heat map of counts by theme and group, `ALL` among both.

    Arrows allow for the number of cells (Benjamini and Hochberg).
    """
    totals = dict(rows.get(ALL, {}))
    values = [value for value, n in totals.items() if n and value != ALL]
    themes = [theme for theme in rows if theme != ALL]
    signs = _signs(rows, themes, values)
    shares = {(t, v): share(rows[t].get(v, 0), totals[v]) for t in themes for v in values}
    largest = max((found.value for found in shares.values() if found), default=0.0) or 1.0
    lines = []
    for theme in themes:
        cells = [_cell(rows, theme, value, shares[theme, value], largest, signs) for value in values]
        lines.append(Line(theme=theme, total=rows[theme].get(ALL, 0), cells=cells))
    return Heat(values=values, totals={value: totals[value] for value in values}, lines=lines)


def _cell(
    rows: Counts, theme: str, value: str, found: Estimate | None, largest: float, signs: Mapping[tuple[str, str], int]
) -> Cell:
    size = found.value / largest if found else 0.0
    return Cell(
        value=value,
        count=rows[theme].get(value, 0),
        share=found,
        shade=min(SHADES, round(size * SHADES + 0.3)) if size else 0,
        stands_out=signs.get((theme, value), 0),
    )


def _signs(rows: Counts, themes: Sequence[str], values: Sequence[str]) -> dict[tuple[str, str], int]:
    """Which cells differ from all other groups together by more than chance."""
    totals, places, differences = rows.get(ALL, {}), [], []
    everything = totals.get(ALL, 0)
    for theme in themes:
        said = rows[theme].get(ALL, 0)
        for value in values:
            here, elsewhere = totals[value], everything - totals[value]
            if min(here, elsewhere) < ENOUGH:
                continue
            count = rows[theme].get(value, 0)
            change = share_change((count, here), (said - count, elsewhere))
            if change:
                places.append((theme, value))
                differences.append(change)
    ps = adjusted([change.p for change in differences])
    found = zip(places, differences, ps, strict=True)
    return {place: 1 if change.difference > 0 else -1 for place, change, p in found if p < LEVEL}
