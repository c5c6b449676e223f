"""Cut the neighbour graph into communities, and choose among the cuts."""

from __future__ import annotations

from collections.abc import Sequence

import graspologic_native
import numpy as np
from scipy import sparse

from ml.cluster.graph import centroids


def neighbour_graph(found: np.ndarray, cosines: np.ndarray) -> sparse.csr_matrix:
    """Symmetric weights, the squared cosine: (n, n), no diagonal.

    A pair that names each other counts twice a pair in which only one does. Raising the weight of
    pairs that share neighbours gained nothing on top; nor did Jaccard weights, scaling by each
    text's own neighbourhood, consensus over seeds, or averaging a text with its neighbours.
    """
    n, k = found.shape
    rows = np.repeat(np.arange(n), k)
    weights = np.maximum(cosines.ravel(), 0.03) ** 2
    near = sparse.csr_matrix((weights, (rows, found.ravel())), shape=(n, n))
    joined = (near + near.T).tocsr()
    joined.sort_indices()
    return joined


def communities(graph: sparse.csr_matrix, resolution: float, seed: int) -> np.ndarray:
    """Leiden by modularity: labels (n,) int64.

    Source:
        Traag, Waltman, van Eck, "From Louvain to Leiden", Scientific Reports 9, 5233 (2019).
    """
    _, found = graspologic_native.leiden_csr(
        graph.indptr.astype(np.int64),
        graph.indices.astype(np.int32),
        graph.data.astype(np.float64),
        graph.shape[0],
        resolution=resolution,
        seed=seed,
    )
    return np.fromiter(map(found.__getitem__, range(graph.shape[0])), np.int64, graph.shape[0])


def chosen(margins: Sequence[float], parts: Sequence[int], keep: float, fineness: float) -> int:
    """Which of several cuts, coarsest first, to show.

    The margin alone prefers few broad parts, so it is weighed with the number of parts to the power
    of `fineness`. What lies beyond the first cut whose margin falls below `keep` of the best does
    not count: there, crumbs are apart again, as any two sentences are.

    Args:
        margins: `centroid_margin` of each cut.
        parts: number of parts of each cut.
        keep: share of the best margin.
        fineness: 0 for the margin alone.
    """
    best = int(np.argmax(margins))
    last = next((i for i in range(best, len(margins)) if margins[i] < keep * margins[best]), len(margins))
    return int(np.argmax(np.asarray(margins[:last]) * np.asarray(parts[:last], dtype=float) ** fineness))


def centroid_margin(rows: np.ndarray, labels: np.ndarray) -> float:
    """Mean over rows of cosine to the own centroid minus cosine to the nearest other one.

    Rises while a cut separates what differs and falls when it separates what is alike: a
    simplified silhouette at the cost of one product per partition.
    """
    count = int(labels.max()) + 1
    if count < 2:
        return 0.0
    likeness = rows @ centroids(rows, labels, count).T
    index = np.arange(len(rows))
    own = likeness[index, labels]
    likeness[index, labels] = -np.inf
    return float(np.mean(own - likeness.max(axis=1)))
