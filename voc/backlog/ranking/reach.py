"""How many customers a theme reaches: a share, made cautious."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from voc.backlog.domain import INTERVAL, Mentions

THEMES_TO_COMPARE = 5
LEAST_SHARE = 1e-12
"""A quantile may underflow to 0, which has no logarithm."""


class Prior(NamedTuple):
    """Beta distribution of the share of customers that a theme reaches here."""

    a: float
    b: float


class Reach(NamedTuple):
    """Shares of active customers, (n_themes,) float64 each: shrunk, and the ends of the 80 % interval."""

    mid: np.ndarray
    low: np.ndarray
    high: np.ndarray


def fit_prior(mentions: Sequence[Mentions], active: int) -> Prior:
    """A Beta prior by the method of moments over all themes' shares.

    The less themes differ beyond what sampling scatters, the more each is drawn to the mean, up to the weight
    of all active customers; with too few themes to tell, by one pseudo-customer.

    Source:
        Casella, "An Introduction to Empirical Bayes Data Analysis", The American Statistician, 1985.
    """
    shares = [theme.customers / active for theme in mentions]
    mean = min(max(sum(shares) / len(shares), 1e-6), 1 - 1e-6)
    strength = 1.0
    if len(shares) >= THEMES_TO_COMPARE:
        variance = sum((share - mean) ** 2 for share in shares) / (len(shares) - 1)
        between = variance - mean * (1 - mean) / active
        told = mean * (1 - mean) / between - 1 if between > 0 else active
        strength = min(max(told, 1.0), float(active))
    return Prior(a=mean * strength, b=(1 - mean) * strength)


def estimate(customers: Sequence[int], active: int, prior: Prior) -> Reach:
    """The shares of themes that so many of the active customers raised."""
    from scipy.special import betaincinv

    a, b = _posterior(customers, active, prior)
    tail = (1 - INTERVAL) / 2
    mid = a / (a + b)
    low = np.minimum(np.maximum(betaincinv(a, b, tail), LEAST_SHARE), mid)
    return Reach(mid, low, np.maximum(betaincinv(a, b, 1 - tail), mid))


def draws(
    customers: Sequence[int], active: int, prior: Prior, replicates: int, random: np.random.Generator
) -> np.ndarray:
    """Shares as they may be: (replicates, n_themes) float64 from the posterior."""
    a, b = _posterior(customers, active, prior)
    return np.maximum(random.beta(a, b, (replicates, len(a))), LEAST_SHARE)


def _posterior(customers: Sequence[int], active: int, prior: Prior) -> tuple[np.ndarray, np.ndarray]:
    counts = np.asarray(customers, dtype=np.float64)
    return prior.a + counts, prior.b + np.maximum(active - counts, 0.0)
