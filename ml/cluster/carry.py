"""Keep theme ids, and the texts in their themes, over re-clusterings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Past:
    """Which theme each of n texts had: read once, then asked about often."""

    of: np.ndarray
    """(n,) int64: place of the theme among `themes`; -1 for none or a new text."""
    themes: tuple[str, ...]
    """Ids, sorted."""

    @classmethod
    def read(cls, previous: Sequence[str | None] | Past) -> Past:
        """From the theme of each text before, None for none; as it is where it was read already."""
        if isinstance(previous, Past):
            return previous
        themes = tuple(sorted({theme for theme in previous if theme is not None}))
        place: dict[str | None, int] = {theme: at for at, theme in enumerate(themes)} | {None: -1}
        return cls(np.fromiter((place[theme] for theme in previous), np.int64, len(previous)), themes)

    def at(self, places: np.ndarray | Sequence[int]) -> Past:
        """Of some texts."""
        return Past(self.of[places], self.themes)

    def same(self, other: Past) -> bool:
        """Whether each text had the same theme."""
        return self.themes == other.themes and np.array_equal(self.of, other.of)


def match(
    previous: Sequence[str | None] | Past,
    labels: Sequence[int] | np.ndarray,
    fixed: Mapping[int, str] | None = None,
) -> dict[int, str]:
    """Which new label is which previous theme.

    One to one, so that the number of texts that keep their id is the largest possible. A theme
    that split lives on in its larger part; of themes that merged, the larger one lives on.

    Args:
        previous: theme id of each text before; None for none or a new text.
        labels: label of each text now; below 0 for none.
        fixed: labels whose theme is settled already; several may be one theme.
    """
    past, found, carried = Past.read(previous), np.asarray(labels, dtype=np.int64), dict(fixed or {})
    taken = set(carried.values())
    free = np.array([*(theme not in taken for theme in past.themes), False])
    both = (found >= 0) & free[past.of]
    if carried:
        both &= ~np.isin(found, list(carried))
    if not both.any():
        return carried
    now, row = np.unique(found[both], return_inverse=True)
    before, column = np.unique(past.of[both], return_inverse=True)
    pairs = np.bincount(row * len(before) + column, minlength=len(now) * len(before))
    common = pairs.reshape(len(now), len(before)).astype(float)
    smaller = np.minimum(_sizes(found)[now][:, None], _sizes(past.of)[before])
    for i, j in zip(*linear_sum_assignment(-common), strict=True):
        if common[i, j] >= ENOUGH * smaller[i, j]:
            carried[int(now[i])] = past.themes[before[j]]
    return carried


def _sizes(numbers: np.ndarray) -> np.ndarray:
    return np.bincount(numbers[numbers >= 0])


def settled(
    previous: Sequence[str | None] | Past,
    labels: np.ndarray,
    rows: np.ndarray,
    centroids: np.ndarray,
    thresholds: np.ndarray,
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
    past = Past.read(previous)
    label_of = {theme: label for label, theme in match(past, labels).items()}
    home = np.array([label_of.get(theme, -1) for theme in past.themes] + [-1])[past.of]
    away = np.flatnonzero((home >= 0) & (home != labels))
    if not len(away):
        return labels.copy()
    back, now = home[away], labels[away]
    nearness = np.einsum("ij,ij->i", rows[away], centroids[back])
    there = np.where(now >= 0, np.einsum("ij,ij->i", rows[away], centroids[now]), thresholds[back])
    out = labels.copy()
    stays = nearness >= np.minimum(thresholds[back], there - CLEARLY)
    out[away[stays]] = back[stays]
    return out


def revived(previous: Sequence[str | None] | Past, labels: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Labels, without gaps, after themes that were swallowed, though they stand apart, have come back: (n,) int.

    Cuts of a grown corpus differ in where they are fine and where they are coarse; that is no
    reason for a reader to lose a theme. One whose texts are no nearer to each other than to the
    theme that swallowed them is gone.

    Args:
        previous: theme id of each text before; None for none.
        labels: (n,) int, label of each text now; below 0 for none.
        rows: (n, width) float32, unit rows.
    """
    past = Past.read(previous)
    lives = set(match(past, labels).values())
    sizes = np.bincount(past.of + 1, minlength=len(past.themes) + 1)[1:]
    gone = [at for at, theme in enumerate(past.themes) if theme not in lives and sizes[at] >= FEWEST]
    out, following = labels.copy(), int(labels.max(initial=-1)) + 1
    for at in sorted(gone, key=lambda at: (-sizes[at], at)):
        own = np.flatnonzero(past.of == at)
        if _stands_apart(rows, out, own):
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
