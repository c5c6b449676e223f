"""The numbers of the charts as rows of CSV, unrounded; pure."""

from collections.abc import Sequence

from voc.estimates import Estimate
from voc.insights.dashboard.quadrant import Quadrant
from voc.insights.dashboard.service import Crossing
from voc.insights.dashboard.views import KINDS, MOODS
from voc.insights.dashboard.volumes import Volumes
from voc.insights.series import Point
from voc.web.tables import Cell

Rows = list[Sequence[Cell]]
ESTIMATE = ("value", "low", "high", "n")


def points(found: Sequence[Point]) -> Rows:
    """A metric period by period, with its 95 % interval."""
    rows: Rows = [("since", "until", *ESTIMATE)]
    return rows + [(each.start.isoformat(), each.last.isoformat(), *_cells(each.estimate)) for each in found]


def volume(found: Volumes | None, name: str) -> Rows:
    """Feedback by kind or by mood; `feedback` counts what nobody has read yet, too."""
    keys = KINDS if name == "kinds" else MOODS
    rows: Rows = [("since", "feedback", *keys)]
    for each in found.periods if found else []:
        counts = getattr(each, name)
        rows.append((each.start.isoformat(), each.feedback, *(counts.get(key, 0) for key in keys)))
    return rows


def drivers(found: Quadrant) -> Rows:
    """Items with their effects and 80 % intervals."""
    rows: Rows = [("rank", "item", "title", "kind", found.across.value, "effect", "low", "high", "customers")]
    return rows + [
        (each.rank, each.id, each.title, each.kind, each.across.value, *_cells(each.up)) for each in found.points
    ]


def crossing(found: Crossing) -> Rows:
    """Themes by group: how much is said, and its share of all that the group says."""
    rows: Rows = [("theme", "name", "group", "count", "of", "share", "low", "high")]
    for line in found.heat.lines:
        name = found.names[line.theme].name
        for cell in line.cells:
            said = found.values.get(cell.value, cell.value)
            estimate = _cells(cell.share)[:3]
            rows.append((line.theme, name, said, cell.count, found.heat.totals[cell.value], *estimate))
    return rows


def _cells(estimate: Estimate | None) -> tuple[Cell, ...]:
    return (estimate.value, estimate.low, estimate.high, estimate.n) if estimate else (None, None, None, 0)
