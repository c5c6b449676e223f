"""What metrics that are a share have in common: how two of them are compared; pure."""

import math
from collections.abc import Mapping

from voc.estimates import share
from voc.insights.metrics.base import Change
from voc.insights.metrics.distributions import normal_p

HIT, MISS = 1, 0
"""The values of what either holds or does not."""


def hits_and_n(counts: Mapping[int, float]) -> tuple[float, float]:
    """How many hold, and how many there are."""
    return counts.get(HIT, 0), sum(counts.values())


def share_change(now: tuple[float, float], before: tuple[float, float]) -> Change | None:
    """The difference of two shares, each given as hits and n; None where one has no answers.

    The interval is Newcombe's hybrid of two Wilson intervals; p is that of the pooled test of two proportions.

    Source: Newcombe, "Interval Estimation for the Difference between Independent Proportions: Comparison of Eleven
    Methods", Statistics in Medicine 17, 1998, method 10.
    """
    one, other = share(*now), share(*before)
    if one is None or other is None or None in (one.low, one.high, other.low, other.high):
        return None
    difference = one.value - other.value
    down = math.hypot(one.value - (one.low or 0), (other.high or 0) - other.value)
    up = math.hypot((one.high or 0) - one.value, other.value - (other.low or 0))
    pooled = (now[0] + before[0]) / (now[1] + before[1])
    error = math.sqrt(max(0.0, pooled * (1 - pooled)) * (1 / now[1] + 1 / before[1]))
    p = normal_p(difference / error) if error else 1.0
    return Change(difference=difference, low=difference - down, high=difference + up, p=p)
