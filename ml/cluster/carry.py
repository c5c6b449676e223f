"""Keep theme ids over re-clusterings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

ENOUGH = 0.5
"""Share of the smaller of the two that must be common."""
CLEARLY = 0.1
"""How much nearer (cosine) another theme must be before a text moves for that alone."""


def match(previous: Sequence[str | None], labels: Sequence[int]) -> dict[int, str]:
    """Which new label is which previous theme.

    One to one, so that the number of texts that keep their id is the largest possible. A theme
    that split lives on in its larger part; of themes that merged, the larger one lives on.

    Args:
        previous: theme id of each text before; None for none or a new text.
        labels: label of each text now; below 0 for none.
    """
    overlap = Counter(
        (label, theme) for theme, label in zip(previous, labels, strict=True) if theme is not None and label >= 0
    )
    if not overlap:
        return {}
    now = sorted({label for label, _ in overlap})
    before = sorted({theme for _, theme in overlap})
    common = np.zeros((len(now), len(before)))
    for (label, theme), size in overlap.items():
        common[now.index(label), before.index(theme)] = size
    sizes = Counter(labels), Counter(previous)
    carried = {}
    for i, j in zip(*linear_sum_assignment(-common), strict=True):
        smaller = min(sizes[0][now[i]], sizes[1][before[j]])
        if common[i, j] >= ENOUGH * smaller:
            carried[now[i]] = before[j]
    return carried


def settled(
    previous: Sequence[str | None], labels: np.ndarray, rows: np.ndarray, centroids: np.ndarray, thresholds: np.ndarray
) -> np.ndarray:
    """Labels after texts that still fit their old theme have stayed in it: (n,) int.

    A border runs a little differently with every new text; a reader should not see texts wander
    between two themes for that. It moves when it lies outside its old theme's threshold and its new
    theme is clearly nearer.

    Args:
        previous: theme id of each text before; None for none.
        labels: (n,) int, label of each text now; below 0 for none.
        rows: (n, width) float32, unit rows.
        centroids: (n_labels, width) float32, unit rows.
        thresholds: (n_labels,) float32; see `online.assign`.
    """
    home = {theme: label for label, theme in match(previous, labels.tolist()).items()}
    out = labels.copy()
    for place, theme in enumerate(previous):
        label = home.get(theme) if theme is not None else None
        if label is None or label == labels[place]:
            continue
        nearness = float(rows[place] @ centroids[label])
        now = float(rows[place] @ centroids[labels[place]]) if labels[place] >= 0 else thresholds[label]
        if nearness >= min(thresholds[label], now - CLEARLY):
            out[place] = label
    return out
