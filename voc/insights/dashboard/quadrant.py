"""Themes by what they cost and how they are felt: what to mend first; pure."""

import statistics
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from voc.estimates import Estimate
from voc.values import Value

POINTS_SHOWN = 40
SURE_ABOVE = 0.0
"""An effect whose interval reaches this or below may be none."""


class Across(StrEnum):
    """What the horizontal axis says."""

    feeling = "feeling"
    """How people feel who speak of it, −1…1; the vertical axis: by how much the mean score would rise."""
    reach = "reach"
    """How many customers speak of it, 0–1; the vertical axis: how much lower these score."""


class Point(Value):
    """One item of the backlog."""

    id: str
    title: str
    language: str
    kind: str
    rank: int
    customers: int
    across: Estimate
    up: Estimate
    """The effect in points of ten, with its 80 % interval; `n`: customers who raised it and gave a score."""
    sure: bool
    """Whether the interval leaves no doubt that there is an effect."""


class Quadrant(Value):
    """Points, and where the lines run that part them."""

    across: Across
    points: list[Point]
    middle_across: float
    """The median, on which the line stands."""
    middle_up: float
    unscored: int
    """Items of which nobody knows an effect: too few who raised them gave a score."""


def quadrant(items: Sequence[Mapping[str, Any]], across: Across) -> Quadrant:
    """The ranked items (as dumped) that have an effect, the first rank first."""
    ranked = sorted(items, key=lambda item: item["rank"])
    points = [_point(item, across) for item in ranked if item.get("driver")]
    shown = points[:POINTS_SHOWN]
    return Quadrant(
        across=across,
        points=shown,
        middle_across=statistics.median(point.across.value for point in shown) if shown else 0.0,
        middle_up=statistics.median(point.up.value for point in shown) if shown else 0.0,
        unscored=len(items) - len(points),
    )


def _point(item: Mapping[str, Any], across: Across) -> Point:
    name = "cost" if across == Across.reach else "gain"
    driver = item["driver"]
    up = Estimate(
        value=driver[name], low=driver[f"{name}_low"], high=driver[f"{name}_high"], n=driver["customers"]
    )  # fmt: skip
    return Point(
        id=item["id"],
        title=item["title"],
        language=item["language"],
        kind=item["kind"],
        rank=item["rank"],
        customers=item["customers"],
        across=_reach(item) if across == Across.reach else _feeling(item),
        up=up,
        sure=up.low is not None and up.low > SURE_ABOVE,
    )


def _reach(item: Mapping[str, Any]) -> Estimate:
    """As the backlog shows it: shrunk, with its 80 % interval."""
    return Estimate(
        value=item["share_mid"], low=item["share_low"], high=item["share_high"], n=item["active_customers"]
    )  # fmt: skip


def _feeling(item: Mapping[str, Any]) -> Estimate:
    return Estimate(value=item["mean_sentiment"], low=None, high=None, n=item["mentions"])
