"""Estimates with their 95 % intervals, from counts; pure.

Everything is computed from counts of answers, so a result of ten million responses costs what one of ten does. Counts
may be fractions: those of weighted answers, scaled to their effective number.
"""

import math
from collections.abc import Mapping

from voc.estimates import Estimate, Z, share

_T = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131)
"""Of Student's distribution, 95 %, for 1 to 15 degrees of freedom."""
DETRACTORS_TO, PROMOTERS_FROM = 6, 9
SATISFIED_FROM = 4
"""On the scale of 1 to 5."""


def net_promoter_score(counts: Mapping[int, float]) -> Estimate | None:
    """Share of promoters minus share of detractors, −100…100; None where nobody answered.

    The interval is the adjusted Wald one, three answers added in the proportions 1 : 2 : 1: unlike the plain one it
    keeps its promise for small samples and for scores near ±100.

    Source: Rocks, "Interval Estimation for the 'Net Promoter Score'", The American Statistician 70, 2016; after Bonett
    and Price, "Adjusted Wald Confidence Interval for a Difference of Binomial Proportions Based on Paired Data",
    Journal of Educational and Behavioral Statistics 37, 2012.
    """
    n = sum(counts.values())
    if not n:
        return None
    promoters, detractors = promoters_and_detractors(counts)
    points = 100 * (promoters - detractors) / n
    p, d = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    half = 100 * Z * math.sqrt(max(0.0, p + d - (p - d) ** 2) / (n + 3))
    middle = 100 * (p - d)
    low, high = max(-100.0, min(points, middle - half)), min(100.0, max(points, middle + half))
    return Estimate(value=points, low=low, high=high, n=round(n))


def promoters_and_detractors(counts: Mapping[int, float]) -> tuple[float, float]:
    """How many answered 9 or 10, and how many 6 or less."""
    promoters = sum(count for score, count in counts.items() if score >= PROMOTERS_FROM)
    return promoters, sum(count for score, count in counts.items() if score <= DETRACTORS_TO)


def satisfied(counts: Mapping[int, float]) -> Estimate | None:
    """CSAT: the share of 4 and 5 on the scale of 1 to 5."""
    return share(satisfied_count(counts), sum(counts.values()))


def satisfied_count(counts: Mapping[int, float]) -> float:
    """How many answered 4 or 5."""
    return sum(count for score, count in counts.items() if score >= SATISFIED_FROM)


def mean(counts: Mapping[int, float], ends: tuple[int, int] | None = None) -> Estimate | None:
    """The mean of whole numbers with Student's interval, kept within the scale's `ends`; None where nobody answered."""
    return mean_of_sums(*sums(counts), ends)


def sums(counts: Mapping[int, float]) -> tuple[float, float, float]:
    """How many numbers there are, their sum, and the sum of their squares."""
    total = sum(value * count for value, count in counts.items())
    return sum(counts.values()), total, sum(value * value * count for value, count in counts.items())


def mean_of_sums(n: float, total: float, squares: float, ends: tuple[int, int] | None = None) -> Estimate | None:
    """As `mean`, from the sum and the sum of squares."""
    if not n:
        return None
    value = total / n
    if n < 2:
        return Estimate(value=value, low=None, high=None, n=round(n))
    half = student(n - 1) * math.sqrt(variance(n, total, squares) / n)
    low, high = value - half, value + half
    if ends:
        low, high = max(low, ends[0]), min(high, ends[1])
    return Estimate(value=value, low=low, high=high, n=round(n))


def variance(n: float, total: float, squares: float) -> float:
    """The variance of the population that two numbers or more were drawn from."""
    return max(0.0, (n * squares - total * total) / (n * (n - 1)))


def student(freedom: float) -> float:
    """The 97.5 % point of Student's distribution; beyond the table by Cornish and Fisher's expansion, right to 0.001.

    Between two whole degrees of freedom, 1 or more, the wider of the two.
    """
    whole = math.floor(freedom)
    if whole <= len(_T):
        return _T[whole - 1]
    return Z + (Z**3 + Z) / (4 * whole) + (5 * Z**5 + 16 * Z**3 + 3 * Z) / (96 * whole**2)
