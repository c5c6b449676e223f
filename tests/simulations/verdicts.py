"""Themes that are shipped, and themes that are not: how often does the interval of the effect hold the true one?

A world has one shipped theme and some to compare with. Each customer of a window raises a theme or not; shares lie
between 3 % and 15 % before. Between the windows every theme's share is multiplied by a trend that all share (between
a half and twice) and by one of its own, log-normal with the spread given; the shipped one's by its effect, too.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from tests.simulations import scores
from voc.backlog.shipping.judging import Counts, effect, share_shift

CUSTOMERS = (150, 500, 2_000)
OTHERS = (5, 10, 20)
SPREADS = (0.0, 0.2, 0.4)
EFFECTS = (1.0, 0.5, 0.25)
LEAST_BEFORE = 5


class Cell(NamedTuple):
    """Of worlds alike."""

    customers: int
    others: int
    spread: float
    covered: float
    """Share of intervals that hold the true effect."""
    false: float
    """Share of verdicts "improved" or "worse" where nothing had helped."""
    found: tuple[float, ...]
    """Share of verdicts "improved", by effect."""


def cells(runs: int, seed: int = 0) -> Iterator[Cell]:
    """Every cell of the table."""
    for customers in CUSTOMERS:
        for others in OTHERS:
            for spread in SPREADS:
                yield cell(customers, others, spread, runs, seed)


def cell(customers: int, others: int, spread: float, runs: int, seed: int = 0) -> Cell:
    """Worlds of one size; those of too few customers before are left out, as the service does."""
    covered, decided, improved = [], [], {true: [] for true in EFFECTS}
    for true in EFFECTS:
        rng = np.random.default_rng(seed)
        for _ in range(runs):
            ends = _judged(rng, customers, others, spread, true)
            if ends is None:
                continue
            low, high = ends
            covered.append(low <= np.log(true) <= high)
            improved[true].append(high < 0)
            if true == 1:
                decided.append(high < 0 or low > 0)
    found = tuple(float(np.mean(improved[true])) for true in EFFECTS[1:])
    return Cell(customers, others, spread, float(np.mean(covered)), float(np.mean(decided)), found)


def _judged(
    rng: np.random.Generator, customers: int, others: int, spread: float, true: float
) -> tuple[float, float] | None:
    shares = rng.uniform(0.03, 0.15, others + 1)
    common = np.exp(rng.uniform(np.log(0.5), np.log(2.0)))
    later = shares * common * np.exp(rng.normal(0, spread, others + 1))
    later[0] *= true
    before = rng.binomial(customers, shares)
    after = rng.binomial(customers, np.minimum(later, 0.9))
    if before[0] < LEAST_BEFORE:
        return None
    shifts = [
        share_shift(Counts(before=int(b), of_before=customers, after=int(a), of_after=customers))
        for b, a in zip(before, after, strict=True)
    ]
    found = effect(shifts[0], shifts[1:])
    return None if found is None else (found.low, found.high)


def tell(runs: int, seed: int) -> None:
    """Print the table."""
    scores.tell(runs, seed)
    print(f"\n95 % interval of what shipping did, {runs} worlds a cell and effect\n")
    head = f"{'customers':>9}{'compared':>10}{'spread':>8}{'covered':>9}"
    print(f"{head}{'false':>8}{'half found':>12}{'quarter found':>15}")
    for one in cells(runs, seed):
        world = f"{one.customers:>9}{one.others:>10}{one.spread:>8.1f}"
        print(f"{world}{one.covered:>9.3f}{one.false:>8.3f}{one.found[0]:>12.2f}{one.found[1]:>15.2f}", flush=True)
