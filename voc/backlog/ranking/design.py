"""Scores and what was raised beside them, as the numbers that a regression needs; aggregated by customer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array

POINTS = 10.0
"""Every scale is told in points of ten."""


class Occasion(NamedTuple):
    """One time that a customer gave a score, and the themes they raised beside it."""

    customer: str
    score: float
    scale: int
    """The highest score that could be given."""
    themes: tuple[str, ...]


class Design(NamedTuple):
    """Sums over each customer's occasions, so that weighing customers weighs the normal equations.

    A customer's occasions weigh 1 together, so that one loud customer counts once. Columns are the themes, then one
    constant for each scale.
    """

    themes: list[str]
    scales: int
    pairs: np.ndarray
    """(n_pairs, 2) int: the columns that occur together, the lower first."""
    products: csr_array
    """(n_pairs, n_customers): sum of weights of the occasions where a pair occurs."""
    moments: csr_array
    """(n_columns, n_customers): sum of weight × score."""
    squares: np.ndarray
    """(n_customers,) float64: sum of weight × score²."""
    raised: np.ndarray
    """(n_themes,) int: customers with a score who raised each."""

    @property
    def customers(self) -> int:
        """Those who gave a score."""
        return len(self.squares)


def build(occasions: Sequence[Occasion], themes: Sequence[str]) -> Design:
    """The design of the occasions; themes that are not among `themes` are left out."""
    ordered = sorted(occasions)
    names: dict[str, int] = {}
    customer = np.array([names.setdefault(each.customer, len(names)) for each in ordered], dtype=np.int64)
    weight = 1.0 / np.bincount(customer)[customer]
    tops = np.array([each.scale for each in ordered])
    levels, scale = np.unique(tops, return_inverse=True)
    score = _comparable(np.array([each.score for each in ordered]) / tops * POINTS, scale, weight)
    place = {theme: at for at, theme in enumerate(themes)}
    columns = [sorted({place[theme] for theme in each.themes if theme in place}) for each in ordered]
    shape = (len(themes), len(levels), len(names))
    return _summed(list(themes), columns, scale, customer, weight, score, shape)


def _comparable(score: np.ndarray, scale: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Scores standardised within their scale, times the spread within scales: points of ten about the mean."""
    total = np.bincount(scale, weight)
    mean = np.bincount(scale, weight * score) / total
    square = np.bincount(scale, weight * (score - mean[scale]) ** 2)
    own = np.sqrt(square / total)
    pooled = np.sqrt(square.sum() / total.sum())
    return (score - mean[scale]) / np.where(own > 0, own, 1.0)[scale] * pooled


def _summed(
    themes: list[str],
    columns: Sequence[Sequence[int]],
    scale: np.ndarray,
    customer: np.ndarray,
    weight: np.ndarray,
    score: np.ndarray,
    shape: tuple[int, int, int],
) -> Design:
    from scipy.sparse import csr_array

    n_themes, n_scales, n_customers = shape
    whole = [[*own, n_themes + int(level)] for own, level in zip(columns, scale, strict=True)]
    rows = np.array([(at, a, b) for at, own in enumerate(whole) for i, a in enumerate(own) for b in own[i:]])
    at, width = rows[:, 0], n_themes + n_scales
    codes, pair = np.unique(rows[:, 1] * width + rows[:, 2], return_inverse=True)
    products = csr_array((weight[at], (pair, customer[at])), shape=(len(codes), n_customers))
    single = rows[rows[:, 1] == rows[:, 2]]
    at = single[:, 0]
    moments = csr_array(((weight * score)[at], (single[:, 1], customer[at])), shape=(width, n_customers))
    raisers = np.unique(single[single[:, 1] < n_themes, 1] * n_customers + customer[at[single[:, 1] < n_themes]])
    return Design(
        themes,
        n_scales,
        np.stack([codes // width, codes % width], axis=1),
        products,
        moments,
        np.bincount(customer, weight * score**2),
        np.bincount(raisers // n_customers, minlength=n_themes),
    )
