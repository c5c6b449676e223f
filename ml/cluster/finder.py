"""Find themes among vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np

from ml.cluster.graph import centroids, neighbours, principal
from ml.cluster.partition import centroid_margin, communities, neighbour_graph
from ml.cluster.search import Cut, Search

RESOLUTIONS = (0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.0, 16.0)
MOST_NEIGHBOURS = 20
_SEARCHED_BELOW = 3_000
"""Texts below which every resolution is tried: one takes 20 ms."""
_STRAY = 3.0
"""Standard deviations below the mean cosine to the centroid of its theme at which a text belongs to none."""


class ThemeFinder:
    """Leiden communities of the graph of nearest neighbours.

    Of the cuts over a grid of resolutions one is chosen by how far its parts lie apart and by how
    many they are; see `partition.chosen`. Cuts into fewer parts than ¾ of the cube root of the
    number of texts do not run: two halves of a corpus are apart, and tell nobody anything. Nor do
    cuts into more than n^0.77 · 0.255 (16 of 215 texts, 125 of 3,100): of few texts, any three that
    resemble each other would be a theme, and what a hundred said falls into crumbs.

    The order of the texts makes no difference.

    Args:
        neighbours: edges per text; None grows with the square root of the number of texts up to
            `MOST_NEIGHBOURS`: of 200 texts twenty neighbours are those of another subject.
        components: of the principal component analysis before.
        resolutions: the grid, rising.
        keep: share of the best margin below which a cut is too fine.
        fineness: how much the number of parts counts beside the margin.
        min_size: fewest distinct texts of a theme; None scales with the square root of their
            number.
        texts_per_row: how many texts a row stands for, on average: what is fit for a corpus is
            judged by its texts.
        seed: of everything random.
    """

    labels_: np.ndarray
    """(n,) int64; -1 where no theme fits."""
    centroids_: np.ndarray
    """(n_themes, width) float32, unit rows; largest theme first."""
    thresholds_: np.ndarray
    """(n_themes,) float32: the cosine to the centroid under which a text does not belong."""

    def __init__(
        self,
        *,
        neighbours: int | None = None,
        components: int = 96,
        resolutions: Sequence[float] = RESOLUTIONS,
        keep: float = 0.7,
        fineness: float = 0.3,
        min_size: int | None = None,
        texts_per_row: float = 1.0,
        seed: int = 0,
    ) -> None:
        self.neighbours = neighbours
        self.components = components
        self.resolutions = tuple(resolutions)
        self.keep = keep
        self.fineness = fineness
        self.min_size = min_size
        self.texts_per_row = texts_per_row
        self.seed = seed

    def fit(self, embeddings: np.ndarray, copies: Sequence[str] | None = None) -> Self:
        """Find the themes.

        Args:
            embeddings: (n, width) float32, unit rows.
            copies: a key per text, equal for copies of one sentence: they count once, so no theme
                is made of them. None: equal vectors are copies.
        """
        rows = np.asarray(embeddings, dtype=np.float32)
        distinct, of = _distinct(rows, [row.tobytes() for row in rows] if copies is None else copies)
        self._settle(rows[distinct], self._cut(rows[distinct]))
        self.labels_ = self.labels_[of]
        return self

    def _cut(self, rows: np.ndarray) -> np.ndarray:
        n = len(rows)
        if n < 2 * self._fewest(n):
            return np.zeros(n, dtype=np.int64)
        reduced = principal(rows, min(self.components, n - 1))
        k = self.neighbours or int(np.clip(round(0.55 * np.sqrt(n)), 3, MOST_NEIGHBOURS))
        graph = neighbour_graph(*neighbours(reduced, k, self.seed))
        fewest, most = suitable(n * self.texts_per_row)

        def cut(resolution: float) -> Cut:
            labels = communities(graph, resolution, self.seed)
            return Cut(labels, int(labels.max()) + 1, centroid_margin(reduced, labels))

        search = Search(cut, self.resolutions, fewest, most, self.keep, self.fineness)
        return search.best(thorough=n < _SEARCHED_BELOW).labels

    def _settle(self, rows: np.ndarray, labels: np.ndarray) -> None:
        """Drop strays and small themes, number the rest by size."""
        labels = labels.copy()
        count = int(labels.max(initial=-1)) + 1
        cosines = _own_cosines(rows, labels, centroids(rows, labels, count))
        for label in range(count):
            member = np.flatnonzero(labels == label)
            if len(member):
                labels[member[cosines[member] < _lower(cosines[member], _STRAY)]] = -1
        sizes = np.bincount(labels[labels >= 0], minlength=count)
        kept = [i for i in np.argsort(-sizes, kind="stable") if sizes[i] >= self._fewest(len(rows))]
        renumber = np.full(count + 1, -1)
        renumber[kept] = np.arange(len(kept))
        self.labels_ = renumber[labels]
        self.centroids_, self.thresholds_ = describe(rows, self.labels_)

    def _fewest(self, n: int) -> int:
        texts = n * self.texts_per_row
        return self.min_size or max(3, round(np.sqrt(texts) / 7 / self.texts_per_row))


def _distinct(rows: np.ndarray, keys: Sequence[str] | Sequence[bytes]) -> tuple[np.ndarray, np.ndarray]:
    """Places of one text per key, in an order that depends on the texts alone, and which of them each text is."""
    number = {key: place for place, key in enumerate(sorted(set(keys)))}
    numbers = np.array([number[key] for key in keys], dtype=np.int64)  # of strings, numpy makes a table of the longest
    order = np.lexsort((*rows.T[:2], numbers))
    _, first, of = np.unique(numbers[order], return_index=True, return_inverse=True)
    back = np.empty_like(of)
    back[order] = of
    return order[first], back


def suitable(n: float) -> tuple[float, float]:
    """Fewest and most parts that n texts may be cut into."""
    return 0.75 * float(np.cbrt(n)), 0.255 * n**0.77


def describe(rows: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Centroid and threshold of each label: (n_labels, width) and (n_labels,) float32.

    Args:
        rows: (n, width) float32, unit rows.
        labels: (n,) int from 0 without gaps; below 0 for none.
    """
    count = int(labels.max(initial=-1)) + 1
    centres = centroids(rows, labels, count)
    cosines = _own_cosines(rows, labels, centres)
    lowest = [_lower(cosines[labels == label], 1.5) for label in range(count)]
    return centres, np.array(lowest, dtype=np.float32)


def _own_cosines(rows: np.ndarray, labels: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Cosine of each row to its own centroid, 0 where it has none: (n,) float32."""
    own = np.zeros(len(rows), dtype=np.float32)
    member = labels >= 0
    own[member] = np.einsum("ij,ij->i", rows[member], centres[labels[member]])
    return own


def _lower(cosines: np.ndarray, deviations: float) -> float:
    """So many standard deviations below the mean of a theme's own members."""
    return float(cosines.mean() - deviations * cosines.std())
