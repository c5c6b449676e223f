"""Weeks in which nothing changed, and weeks in which one theme rises: how often do we raise an alert?

Themes have usual weekly numbers of people drawn from an exponential distribution of the mean given, and one half more.
A week is Poisson, or negative binomial with variance m + m²/k; `bursts` has k = 1 for one half of the themes and 100
for the other. Each week is looked at on seven days, as the service does, each time at the last seven of them beside the
eight weeks before.
"""

from collections.abc import Iterator

import numpy as np

from voc.insights.trends.emerging import rises
from voc.insights.trends.weeks import Weeks

BEFORE = 8
DAYS = 7
SCATTERS = {"Poisson": (), "k = 20": (20.0,), "k = 5": (5.0,), "k = 2": (2.0,), "bursts": (1.0, 100.0)}
"""Values of k; none for Poisson."""
SIZES = ((3, 10.0), (10, 10.0), (30, 3.0), (30, 10.0), (30, 40.0))
"""Themes, and their mean people a week."""
FACTORS = (1.5, 2.0, 3.0, 5.0)
USUAL = (3.0, 10.0, 30.0, 100.0)
"""People a week of the theme that rises."""


def false_alerts(runs: int, seed: int = 0) -> Iterator[tuple[int, float, dict[str, float]]]:
    """Of weeks in which nothing changed: themes, their mean, and the share that alerted by kind of scatter."""
    for themes, mean in SIZES:
        rng = np.random.default_rng(seed)
        alerted = {
            name: sum(bool(_found(_people(rng, _usual(rng, themes, mean), ks))) for _ in range(runs)) / runs
            for name, ks in SCATTERS.items()
        }
        yield themes, mean, alerted


def power(runs: int, ks: tuple[float, ...], seed: int = 0) -> Iterator[tuple[float, dict[float, float]]]:
    """Of weeks in which one theme of thirty rises: its usual number, and the share that found it by factor."""
    for usual in USUAL:
        rng = np.random.default_rng(seed)
        found = {}
        for factor in FACTORS:
            means = np.append(usual, _usual(rng, 29, 10.0))
            found[factor] = sum(0 in _found(_people(rng, means, ks, factor)) for _ in range(runs)) / runs
        yield usual, found


def _usual(rng: np.random.Generator, themes: int, mean: float) -> np.ndarray:
    """People a week: (themes,) float64."""
    return rng.exponential(mean, themes) + 0.5


def _people(rng: np.random.Generator, means: np.ndarray, ks: tuple[float, ...], factor: float = 1.0) -> np.ndarray:
    """People by theme and day: (themes, 70) int64; in the last week the first theme has `factor` times as many."""
    weekly = np.repeat(means[:, None], BEFORE + 2, axis=1)
    if ks:
        shapes = rng.permutation(np.resize(ks, len(means)))[:, None]
        weekly = weekly * rng.gamma(shapes, 1 / shapes, weekly.shape)
    weekly[0, -1] *= factor
    return rng.poisson(np.repeat(weekly / DAYS, DAYS, axis=1))


def _found(people: np.ndarray) -> set[int]:
    """Themes that any of the seven looks of the last week alerts of."""
    return {theme for end in range(people.shape[1] - DAYS + 1, people.shape[1] + 1) for theme in _look(people, end)}


def _look(people: np.ndarray, end: int) -> set[int]:
    ends = [end - DAYS * back for back in range(BEFORE, -1, -1)]
    weeks = np.array([people[:, last - DAYS : last].sum(axis=1) for last in ends]).T.tolist()
    themes = {str(number): Weeks(before=tuple(counts[:-1]), now=counts[-1]) for number, counts in enumerate(weeks)}
    together = [sum(column) for column in zip(*weeks, strict=True)]
    everybody = Weeks(before=tuple(together[:-1]), now=together[-1])
    return {int(rise.theme) for rise in rises(themes, everybody) if rise.emerging}


def tell(runs: int, seed: int) -> None:
    """Print the tables."""
    print(f"Share of weeks with a false alert, seven looks each, {runs} weeks a cell; nothing changed\n")
    print(f"{'themes':>6}{'people a week':>15}" + "".join(f"{name:>10}" for name in SCATTERS))
    for themes, mean, alerted in false_alerts(runs, seed):
        print(f"{themes:>6}{mean:>15.0f}" + "".join(f"{alerted[name]:>10.3f}" for name in SCATTERS), flush=True)
    for name in ("Poisson", "k = 20"):
        print(f"\nShare of weeks in which the one of thirty themes that rises is found; {name}\n")
        print(f"{'people a week':>15}" + "".join(f"{f'× {factor:g}':>10}" for factor in FACTORS))
        for usual, found in power(runs, SCATTERS[name], seed):
            print(f"{usual:>15.0f}" + "".join(f"{found[factor]:>10.2f}" for factor in FACTORS), flush=True)
