"""Keep theme ids over re-clusterings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

ENOUGH = 0.5
"""Share of the smaller of the two that must be common."""


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
