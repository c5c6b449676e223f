"""The upper level of the tree: themes about one thing, over kinds and languages, make an area."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from ml.cluster.carry import match
from ml.cluster.graph import unit

_FEWEST = 4
"""Themes below which a second level tells nothing."""
_OWN_MEAN = 5
"""Themes of one language from which their own mean is known well enough to be taken off."""
_CLEARLY = 0.15
"""How much nearer (cosine, means taken off) another area must be before a theme leaves its own."""


def find_areas(
    keys: Sequence[str],
    centroids: np.ndarray,
    languages: Sequence[str],
    sizes: Sequence[int],
    before: Mapping[str, str],
    placed: Mapping[str, str],
) -> dict[str, str]:
    """Area of each theme, by theme key; where there are few themes, only of those that had one.

    Ward's method on centroids without the mean of their language, for what sets all Korean themes
    apart from all English ones is the language. 1.2 times the square root of the number of themes
    comes near the number of domains in HWU64 (8 of 18, AMI of texts .65) and CLINC150 (11 of 10, .61).

    Args:
        keys: of the themes.
        centroids: (n_themes, width) float32, unit rows.
        languages: of the themes.
        sizes: texts of the themes.
        before: area that each theme had; new themes have none.
        placed: area that a person chose.
    """
    if len(keys) < _FEWEST:
        return {key: area for key in keys if (area := placed.get(key) or before.get(key))}
    rows = _without_language(centroids, languages)
    count = round(1.2 * np.sqrt(len(keys)))
    cut = fcluster(linkage(rows, "ward"), count, "maxclust") - 1
    had = [placed.get(key) or before.get(key) for key in keys]
    weights = [max(1, round(np.sqrt(size))) for size in sizes]
    carried = match(np.repeat(np.array(had, dtype=object), weights).tolist(), np.repeat(cut, weights).tolist())
    names = {label: carried.get(label) or _fresh([keys[i] for i in np.flatnonzero(cut == label)]) for label in set(cut)}
    found = [names[label] for label in cut]
    return {key: placed.get(key) or _settled(i, found, had, rows) for i, key in enumerate(keys)}


def _settled(place: int, found: Sequence[str], had: Sequence[str | None], rows: np.ndarray) -> str:
    """Where the cut puts a theme, unless it had an area that is hardly further away."""
    own, now = had[place], found[place]
    if own is None or own == now or own not in found:
        return now
    stay, go = (unit(rows[[i for i, area in enumerate(found) if area == each]].sum(axis=0)) for each in (own, now))
    return now if rows[place] @ go - rows[place] @ stay > _CLEARLY else own


def _without_language(centroids: np.ndarray, languages: Sequence[str]) -> np.ndarray:
    rows = centroids - centroids.mean(axis=0)
    for language in set(languages):
        own = np.array([each == language for each in languages])
        if own.sum() >= _OWN_MEAN:
            rows[own] = centroids[own] - centroids[own].mean(axis=0)
    return unit(rows)


def _fresh(keys: Sequence[str]) -> str:
    return "new-" + hashlib.blake2b("|".join(sorted(keys)).encode(), digest_size=6).hexdigest()
