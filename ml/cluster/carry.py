"""Keep theme ids, and the texts in their themes, over re-clusterings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from ml.cluster.graph import unit

ENOUGH = 0.5
"""Share of the smaller of the two that must be common."""
CLEARLY = 0.2
"""How much nearer (cosine) another theme must be before a text moves for that alone."""
APART = 0.03
"""How much nearer (cosine) a theme's texts must be to each other than to the theme that would swallow them."""
FEWEST = 3
"""Texts that a theme must still have to live on by itself."""


def match(
    previous: Sequence[str | None], labels: Sequence[int], fixed: Mapping[int, str] | None = None
) -> dict[int, str]:
    """Which new label is which previous theme.

    One to one, so that the number of texts that keep their id is the largest possible. A theme
    that split lives on in its larger part; of themes that merged, the larger one lives on.

    Args:
        previous: theme id of each text before; None for none or a new text.
        labels: label of each text now; below 0 for none.
        fixed: labels whose theme is settled already; several may be one theme.
    """
    carried = dict(fixed or {})
    settled = set(carried.values())
    overlap = Counter(
        (label, theme)
        for theme, label in zip(previous, labels, strict=True)
        if theme is not None and label >= 0 and label not in carried and theme not in settled
    )
    if not overlap:
        return carried
    now = sorted({label for label, _ in overlap})
    before = sorted({theme for _, theme in overlap})
    place = {label: i for i, label in enumerate(now)}, {theme: j for j, theme in enumerate(before)}
    common = np.zeros((len(now), len(before)))
    for (label, theme), size in overlap.items():
        common[place[0][label], place[1][theme]] = size
    sizes = Counter(labels), Counter(previous)
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


def revived(previous: Sequence[str | None], labels: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Labels, without gaps, after themes that were swallowed, though they stand apart, have come back: (n,) int.

    Cuts of a grown corpus differ in where they are fine and where they are coarse; that is no
    reason for a reader to lose a theme. One whose texts are no nearer to each other than to the
    theme that swallowed them is gone.

    Args:
        previous: theme id of each text before; None for none.
        labels: (n,) int, label of each text now; below 0 for none.
        rows: (n, width) float32, unit rows.
    """
    lives = set(match(previous, labels.tolist()).values())
    members: dict[str, list[int]] = {}
    for place, theme in enumerate(previous):
        if theme is not None and theme not in lives:
            members.setdefault(theme, []).append(place)
    out, following = labels.copy(), int(labels.max(initial=-1)) + 1
    for _, places in sorted(members.items(), key=lambda item: (-len(item[1]), item[0])):
        own = np.array(places)
        if len(own) >= FEWEST and _stands_apart(rows, out, own):
            out[own] = following
            following += 1
    placed = out >= 0
    out[placed] = np.unique(out[placed], return_inverse=True)[1]  # one may have taken all that another held
    return out


def _stands_apart(rows: np.ndarray, labels: np.ndarray, own: np.ndarray) -> bool:
    """Whether texts are nearer to each other than to the rest of the theme that most of them are in now."""
    inside = labels[own][labels[own] >= 0]
    if not len(inside):
        return True
    rival = np.setdiff1d(np.flatnonzero(labels == np.bincount(inside).argmax()), own)
    if not len(rival):
        return True
    total = rows[own].sum(axis=0)
    without_self = unit(total - rows[own])
    among = np.einsum("ij,ij->i", rows[own], without_self)
    away = rows[own] @ unit(rows[rival].sum(axis=0))
    return bool(np.mean(among - away) >= APART)
