"""Estimates with their 95 % intervals, from counts; pure.

Everything is computed from counts of answers, so a result of ten million responses costs what one of ten does.
"""

import math
from collections.abc import Mapping

from voc.estimates import Estimate, Z, share

_T = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131)
"""Of Student's distribution, 95 %, for 1 to 15 degrees of freedom."""
DETRACTORS_TO, PROMOTERS_FROM = 6, 9
SATISFIED_FROM = 4
"""On the scale of 1 to 5."""


def net_promoter_score(counts: Mapping[int, int]) -> Estimate | None:
    """Share of promoters minus share of detractors, −100…100; None where nobody answered.

    The interval is the adjusted Wald one, three answers added in the proportions 1 : 2 : 1: unlike the plain one it
    keeps its promise for small samples and for scores near ±100.

    Source: Rocks, "Interval Estimation for the 'Net Promoter Score'", The American Statistician 70, 2016.
    """
    n = sum(counts.values())
    if not n:
        return None
    promoters = sum(count for score, count in counts.items() if score >= PROMOTERS_FROM)
    detractors = sum(count for score, count in counts.items() if score <= DETRACTORS_TO)
    points = 100 * (promoters - detractors) / n
    p, d = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    half = 100 * Z * math.sqrt(max(0.0, p + d - (p - d) ** 2) / (n + 3))
    middle = 100 * (p - d)
    low, high = max(-100.0, min(points, middle - half)), min(100.0, max(points, middle + half))
    return Estimate(value=points, low=low, high=high, n=n)


def satisfied(counts: Mapping[int, int]) -> Estimate | None:
    """CSAT: the share of 4 and 5 on the scale of 1 to 5."""
    return share(sum(count for score, count in counts.items() if score >= SATISFIED_FROM), sum(counts.values()))


def mean(counts: Mapping[int, int], ends: tuple[int, int] | None = None) -> Estimate | None:
    """The mean of whole numbers with Student's interval, kept within the scale's `ends`; None where nobody answered."""
    n = sum(counts.values())
    total = sum(value * count for value, count in counts.items())
    squares = sum(value * value * count for value, count in counts.items())
    return mean_of_sums(n, total, squares, ends)


def mean_of_sums(n: int, total: float, squares: float, ends: tuple[int, int] | None = None) -> Estimate | None:
    """As `mean`, from the sum and the sum of squares."""
    if not n:
        return None
    value = total / n
    if n < 2:
        return Estimate(value=value, low=None, high=None, n=n)
    variance = max(0.0, (n * squares - total * total) / (n * (n - 1)))
    half = _student(n - 1) * math.sqrt(variance / n)
    low, high = value - half, value + half
    if ends:
        low, high = max(low, ends[0]), min(high, ends[1])
    return Estimate(value=value, low=low, high=high, n=n)


def _student(freedom: int) -> float:
    """The 97.5 % point; beyond the table by Cornish and Fisher's expansion, right to 0.001."""
    if freedom <= len(_T):
        return _T[freedom - 1]
    return Z + (Z**3 + Z) / (4 * freedom) + (5 * Z**5 + 16 * Z**3 + 3 * Z) / (96 * freedom**2)
