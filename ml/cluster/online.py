"""Give one text, or a few, to themes that exist."""

from __future__ import annotations

import numpy as np


def assign(embeddings: np.ndarray, centroids: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    """The nearest theme whose own threshold the text passes, else -1.

    A threshold lies 1.5 standard deviations below the mean cosine of the theme's own members: a
    tight theme is strict, a broad one lenient. What fits nowhere waits for the next clustering.

    Args:
        embeddings: (n, width) float32, unit rows.
        centroids: (n_themes, width) float32, unit rows.
        thresholds: (n_themes,) float32.

    Returns:
        (n,) int64.
    """
    if not len(centroids):
        return np.full(len(embeddings), -1, dtype=np.int64)
    cosines = embeddings @ centroids.T
    cosines[cosines < thresholds[None, :]] = -2.0
    nearest = cosines.argmax(axis=1)
    found = cosines[np.arange(len(nearest)), nearest] > -2.0
    return np.where(found, nearest, -1).astype(np.int64)
