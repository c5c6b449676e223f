"""A figure and how sure it is: shares with their 95 % intervals, from counts; pure."""

import math

from voc.values import Value

Z = 1.959963985
"""Of the standard normal distribution: 95 % lie within ±Z."""


class Estimate(Value):
    """A figure and the range that covers the truth in 95 of 100 such samples."""

    value: float
    low: float | None
    """None where so few answered that a range would say nothing."""
    high: float | None
    n: int
    """Answers behind it."""


def share(hits: float, n: float) -> Estimate | None:
    """A share (0–1) with Wilson's interval; None where nobody answered. Weighted answers may be fractions.

    Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22, 1927.
    """
    if not n:
        return None
    p, z2 = hits / n, Z * Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return Estimate(value=p, low=max(0.0, min(p, middle - half)), high=min(1.0, max(p, middle + half)), n=round(n))
