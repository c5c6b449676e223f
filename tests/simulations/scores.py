"""Scores of themes that are shipped, and of themes that are not: how often is a change found that nothing made?

A world has one shipped theme and some to compare with, of which between 2 and 60 customers gave stars in either
window. Stars are 1 to 5: a normal around the theme's own mean, between 1.5 and 4.5, with a deviation of 1.2, rounded.
Between the windows all means move by the same, up to half a star either way, and each by an amount of its own, normal
with the spread given; the shipped one's by its effect, too.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from voc.backlog.shipping.domain import Answer, Metric
from voc.backlog.shipping.measuring import Heard, judge

GIVEN = ((5, 3), (20, 3), (20, 20), (100, 100))
OTHERS = (5, 10, 20)
SPREADS = (0.0, 0.3)
EFFECTS = (0.0, 1.0, 2.0)
"""Stars."""
FEWEST, MOST, DEVIATION = 2, 60, 1.2


class Cell(NamedTuple):
    """Of worlds alike."""

    before: int
    after: int
    others: int
    spread: float
    false: float
    """Share of verdicts "improved" or "worse" where nothing had helped."""
    found: tuple[float, ...]
    """Share of verdicts "improved", by effect."""


def cells(runs: int, seed: int = 0) -> Iterator[Cell]:
    """Every cell of the table."""
    for before, after in GIVEN:
        for others in OTHERS:
            for spread in SPREADS:
                yield cell(before, after, others, spread, runs, seed)


def cell(before: int, after: int, others: int, spread: float, runs: int, seed: int = 0) -> Cell:
    """Worlds in which so many gave stars to the shipped theme, before and after."""
    answers = []
    for true in EFFECTS:
        rng = np.random.default_rng(seed)
        answers.append([_judged(rng, before, after, others, spread, true) for _ in range(runs)])
    false = float(np.mean([each != Answer.no_evidence for each in answers[0]]))
    found = tuple(float(np.mean([each == Answer.improved for each in some])) for some in answers[1:])
    return Cell(before, after, others, spread, false, found)


def _judged(rng: np.random.Generator, before: int, after: int, others: int, spread: float, true: float) -> Answer:
    means = rng.uniform(1.5, 4.5, others + 1)
    later = means + rng.uniform(-0.5, 0.5) + rng.normal(0, spread, others + 1)
    later[0] += true
    windows = [
        _heard(rng, means, [before, *rng.integers(FEWEST, MOST, others)]),
        _heard(rng, later, [after, *rng.integers(FEWEST, MOST, others)]),
    ]
    return judge(Metric.score, "0", [str(n + 1) for n in range(others)], *windows, left_out=0).answer


def _heard(rng: np.random.Generator, means: np.ndarray, given: list[int]) -> Heard:
    scores = {
        str(n): [float(score) for score in 2 * np.clip(np.round(rng.normal(mean, DEVIATION, number)), 1, 5)]
        for n, (mean, number) in enumerate(zip(means, given, strict=True))
    }
    raised = {theme: len(some) for theme, some in scores.items()}
    return Heard(customers=sum(raised.values()), raised=raised, scores=scores)


def tell(runs: int, seed: int) -> None:
    """Print the table."""
    print(f"verdicts by mean score, {runs} worlds a cell and effect\n")
    head = f"{'before':>9}{'after':>7}{'compared':>10}{'spread':>8}{'false':>8}"
    print(f"{head}{'one star found':>16}{'two found':>11}")
    for one in cells(runs, seed):
        world = f"{one.before:>9}{one.after:>7}{one.others:>10}{one.spread:>8.1f}{one.false:>8.3f}"
        print(f"{world}{one.found[0]:>16.2f}{one.found[1]:>11.2f}", flush=True)
