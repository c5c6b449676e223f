"""What themes cost in points of score: a joint ridge model, and how sure it is.

All themes are in one model, so that a theme that merely rides along with another does not take over its effect.
Themes of praise and questions stay out of it: whoever no longer has to complain may well praise, so holding praise
fixed would hide a part of what mending brings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from voc.backlog.domain import INTERVAL, WEAK_BELOW_CUSTOMERS, Driver
from voc.backlog.ranking.design import Design, Occasion, build

FEWEST_RAISERS = 10
"""Customers with a score who raised a theme, below which its scores say nothing of it."""
REPLICATES = 400
_BATCH = 50
"""Replicates at once: 36 MB at 300 themes."""
_PENALTIES = np.logspace(-3, 5, 161)
_JITTER = 1e-9


class Drivers(NamedTuple):
    """Of the themes that enough customers with a score raised."""

    themes: dict[str, Driver]
    costs: dict[str, np.ndarray]
    """(replicates,) float64 per theme: what it may cost, in points of ten; the same entry belongs together."""
    customers: int
    """With a score."""
    penalty: float
    """Of the ridge; in customers: a theme that so many raised is drawn half-way to no effect."""


NONE = Drivers({}, {}, 0, 0.0)


class _Equations(NamedTuple):
    """Normal equations of the themes, the constants projected out; one entry per replicate."""

    gram: np.ndarray
    """(replicates, n_themes, n_themes)."""
    moment: np.ndarray
    """(replicates, n_themes)."""
    square: np.ndarray
    """(replicates,): what the constants leave of the scores' squares."""
    shares: np.ndarray
    """(replicates, n_themes): of the customers' weight, what raised each theme."""


def fit(
    occasions: Sequence[Occasion], themes: Sequence[str], *, replicates: int = REPLICATES, seed: int = 0
) -> Drivers:
    """Cost and expected gain of each theme.

    Effects are normal about zero; their spread and the noise, and thereby the penalty, are those under which the scores
    are likeliest (restricted likelihood). Each replicate weighs the customers anew and draws the point that effects are
    shrunk to from their prior: replicates of a ridge alone all lean to zero and are too sure, these spread like the
    posterior, however the scores scatter.

    Args:
        occasions: scores, any scale; told in points of ten.
        themes: the columns of the model.

    Source:
        Hoerl and Kennard, "Ridge Regression", Technometrics 12, 1970; Patterson and Thompson, "Recovery of inter-block
        information when block sizes are unequal", Biometrika 58, 1971 (the penalty); Rubin, "The Bayesian Bootstrap",
        Annals of Statistics 9, 1981 (weights by customer); Papandreou and Yuille, "Gaussian sampling by local
        perturbations", NIPS 2010, and Newton, Polson and Xu, "Weighted Bayesian bootstrap for scalable posterior
        distributions", Canadian Journal of Statistics 49, 2021 (a prior drawn anew).
    """
    customers = len({each.customer for each in occasions})
    if customers < WEAK_BELOW_CUSTOMERS or not themes:
        return NONE._replace(customers=customers)
    design = build(occasions, sorted(themes))
    random = np.random.default_rng(seed)
    whole = _equations(design, np.ones((design.customers, 1)))
    penalty, noise = _penalty(whole, design.customers - design.scales)
    (effects,) = _solved(whole, penalty, np.zeros((1, len(design.themes))))
    drawn, shares = [], []
    for start in range(0, replicates, _BATCH):
        size = min(_BATCH, replicates - start)
        weights = random.standard_exponential((design.customers, size))
        own = _equations(design, weights / weights.mean(axis=0))
        centres = random.standard_normal((size, len(design.themes))) * np.sqrt(noise / penalty)
        drawn.append(_solved(own, penalty, centres))
        shares.append(own.shares)
    costs = -np.concatenate(drawn)
    return _told(design, -effects, whole.shares[0], costs, costs * np.concatenate(shares), penalty)


def _equations(design: Design, weights: np.ndarray) -> _Equations:
    """The sums under weights of the customers: (n_customers, replicates)."""
    n, width = len(design.themes), len(design.themes) + design.scales
    gram = np.zeros((weights.shape[1], width, width))
    first, second = design.pairs.T
    gram[:, first, second] = gram[:, second, first] = (design.products @ weights).T
    moment = (design.moments @ weights).T
    constants = gram[:, n:, n:] + _JITTER * np.eye(design.scales)
    leverage = np.linalg.solve(constants, np.concatenate([gram[:, n:, :n], moment[:, n:, None]], axis=2))
    crossed = gram[:, :n, n:]
    return _Equations(
        gram[:, :n, :n] - crossed @ leverage[:, :, :n],
        moment[:, :n] - (crossed @ leverage[:, :, n:])[:, :, 0],
        design.squares @ weights - (moment[:, None, n:] @ leverage[:, :, n:])[:, 0, 0],
        np.diagonal(gram, axis1=1, axis2=2)[:, :n] / weights.sum(axis=0)[:, None],
    )


def _penalty(whole: _Equations, freedom: int) -> tuple[float, float]:
    """The penalty under which the scores are likeliest, and the variance of the noise: noise ÷ spread of effects."""
    values, vectors = np.linalg.eigh(whole.gram[0])
    values = np.maximum(values, 0.0)
    projected = (vectors.T @ whole.moment[0]) ** 2
    held = values[None, :] + _PENALTIES[:, None]
    noise = np.maximum(whole.square[0] - (projected / held).sum(axis=1), _JITTER) / freedom
    badness = freedom * np.log(noise) + np.log(held / _PENALTIES[:, None]).sum(axis=1)
    best = int(np.argmin(badness))
    return float(_PENALTIES[best]), float(noise[best])


def _solved(equations: _Equations, penalty: float, centres: np.ndarray) -> np.ndarray:
    """Effects under a penalty on their distance from `centres`: (replicates, n_themes)."""
    held = equations.gram + penalty * np.eye(equations.gram.shape[1])
    return np.linalg.solve(held, (equations.moment + penalty * centres)[:, :, None])[:, :, 0]


def _told(
    design: Design, cost: np.ndarray, share: np.ndarray, costs: np.ndarray, gains: np.ndarray, penalty: float
) -> Drivers:
    tail = (1 - INTERVAL) / 2
    ends = np.quantile(costs, [tail, 1 - tail], axis=0)
    gain_ends = np.quantile(gains, [tail, 1 - tail], axis=0)
    enough = [at for at in range(len(design.themes)) if design.raised[at] >= FEWEST_RAISERS]
    return Drivers(
        {
            design.themes[at]: Driver(
                customers=int(design.raised[at]),
                cost=float(cost[at]),
                cost_low=min(float(ends[0, at]), float(cost[at])),
                cost_high=max(float(ends[1, at]), float(cost[at])),
                gain=float(cost[at] * share[at]),
                gain_low=min(float(gain_ends[0, at]), float(cost[at] * share[at])),
                gain_high=max(float(gain_ends[1, at]), float(cost[at] * share[at])),
            )
            for at in enough
        },
        {design.themes[at]: costs[:, at] for at in enough},
        design.customers,
        penalty,
    )
