"""Whether the intervals of metrics keep their promise: exact, by adding up every outcome that a truth allows.

A truth is a pair of shares of promoters and detractors. The grid has all pairs of multiples of 0.05, each of the three
groups at 0.05 or more. Coverage is the probability that the 95 % interval holds the true score.
"""

from collections.abc import Callable
from math import lgamma, sqrt
from typing import NamedTuple

import numpy as np

from voc.estimates import Z
from voc.insights.metrics import METRICS
from voc.insights.metrics.samples import sample
from voc.results import intervals

SIZES = (5, 10, 30)
STEP = 0.05
Interval = Callable[[int, int, int], tuple[float, float]]
"""From promoters, passives and detractors to points."""


class Coverage(NamedTuple):
    """Over the grid of truths."""

    n: int
    mean: float
    least: float
    within: float
    """Share of truths whose coverage lies between .92 and .97."""
    width: float
    """Mean width of the interval, in points."""


class Changes(NamedTuple):
    """Of two periods with n answers each, over the grid of truths."""

    n: int
    mean_false: float
    """Probability that an unchanged score is called changed."""
    most_false: float
    coverage: float
    """Probability that the interval of the difference holds 0, its truth."""


def adjusted(promoters: int, passives: int, detractors: int) -> tuple[float, float]:
    """The interval that we ship."""
    found = intervals.net_promoter_score({10: promoters, 7: passives, 0: detractors})
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


def plain(promoters: int, passives: int, detractors: int) -> tuple[float, float]:
    """The one that spreadsheets use."""
    n = promoters + passives + detractors
    p, d = promoters / n, detractors / n
    half = 100 * Z * sqrt(max(0.0, p + d - (p - d) ** 2) / n)
    return 100 * (p - d) - half, 100 * (p - d) + half


def coverage(n: int, interval: Interval = adjusted) -> Coverage:
    """How often an interval of n answers holds the truth."""
    outcomes = _outcomes(n)
    ends = np.array([interval(*outcome) for outcome in outcomes.tolist()])
    logarithms = _ways(outcomes)
    held, width = [], []
    for p, d in truths():
        chance = np.exp(logarithms + outcomes @ np.log([p, 1 - p - d, d]))
        holds = (ends[:, 0] - 1e-9 <= 100 * (p - d)) & (100 * (p - d) <= ends[:, 1] + 1e-9)
        held.append(float(chance @ holds))
        width.append(float(chance @ (ends[:, 1] - ends[:, 0])))
    every = np.array(held)
    within = float(((every >= 0.92) & (every <= 0.97)).mean())
    return Coverage(n, float(every.mean()), float(every.min()), within, float(np.mean(width)))


def changes(n: int) -> Changes:
    """How often chance alone is called a change, by every pair of outcomes of n answers each."""
    outcomes = _outcomes(n)
    samples = [sample({10: p, 7: n - p - d, 0: d}) for p, _, d in outcomes.tolist()]
    nps = METRICS["nps"]
    found = [[nps.change(now, before) for before in samples] for now in samples]
    called = np.array([[one is not None and one.p < 0.05 for one in row] for row in found])
    holds = np.array([[one is not None and one.low <= 0 <= one.high for one in row] for row in found])
    logarithms = _ways(outcomes)
    chances = [np.exp(logarithms + outcomes @ np.log([p, 1 - p - d, d])) for p, d in truths()]
    false = [float(chance @ called @ chance) for chance in chances]
    held = [float(chance @ holds @ chance) for chance in chances]
    return Changes(n, float(np.mean(false)), max(false), float(np.mean(held)))


def truths() -> list[tuple[float, float]]:
    """Shares of promoters and detractors."""
    steps = round(1 / STEP)
    return [(p / steps, d / steps) for p in range(1, steps) for d in range(1, steps - p)]


def _outcomes(n: int) -> np.ndarray:
    """Every way in which n answers may fall: (n_outcomes, 3) int64, promoters, passives, detractors."""
    return np.array([(p, n - p - d, d) for p in range(n + 1) for d in range(n + 1 - p)])


def _ways(outcomes: np.ndarray) -> np.ndarray:
    """The logarithm of the multinomial coefficient of each outcome."""
    return np.array([lgamma(sum(row) + 1) - sum(lgamma(count + 1) for count in row) for row in outcomes.tolist()])


def tell() -> None:
    """Print the tables."""
    print(f"NPS: coverage of 95 % intervals, exact, over {len(truths())} truths\n")
    print(f"{'interval':<26}{'n':>4}{'mean':>8}{'least':>8}{'in .92–.97':>12}{'width':>8}")
    for name, interval in (("adjusted Wald (ours)", adjusted), ("plain Wald", plain)):
        for n in SIZES:
            one = coverage(n, interval)
            print(f"{name:<26}{n:>4}{one.mean:>8.3f}{one.least:>8.3f}{one.within:>12.2f}{one.width:>8.1f}")
    print("\nNPS: two periods of n answers each, nothing changed, exact\n")
    print(f"{'n':>4}{'called changed, mean':>22}{'most':>8}{'difference covered':>20}")
    one = changes(30)
    print(f"{one.n:>4}{one.mean_false:>22.3f}{one.most_false:>8.3f}{one.coverage:>20.3f}")
