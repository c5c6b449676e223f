"""Cut the questions of one language into groups that ask the same."""

from __future__ import annotations

from collections.abc import Sequence

import graspologic_native
import numpy as np
from scipy import sparse

from ml.cluster.graph import neighbours, unit
from ml.questions.likeness import Letters, written_share
from ml.text import copy_key

_FLOOR = {"ko": 0.3, "en": 0.4}
"""Likeness up to which two questions have nothing in common but their language and trade; by language."""
_ALIKE = {"ko": 0.16, "en": 0.08}
"""Likeness beyond that, on average over a group, from which questions ask the same. Korean sets ask for one question
in many words, the English one for one intent. Both hold for 400 questions as for 5,000."""
_NEIGHBOURS = 120
_AT_ONCE = 50_000
"""Pairs whose letters are compared together; more take more memory."""
FEWEST = 2
"""Questions of a group; what was asked once is in none."""


def partition(texts: Sequence[str], language: str, embeddings: np.ndarray, seed: int = 0) -> np.ndarray:
    """The group of each question: (n,) int64, -1 of those in none. Copies are always together.

    Leiden communities under the constant Potts model: two questions are better off together when they are more alike
    than `_ALIKE`, whatever the size of the corpus, which modularity does not promise.

    Args:
        texts: of one language, stripped.
        language: of them all.
        embeddings: (n, width) float32, unit rows.
        seed: of the search.

    Source:
        Traag, Van Dooren, Nesterov, "Narrow scope for resolution-limit-free community detection", Physical Review E
        84, 016114 (2011).
    """
    if not texts:
        return np.empty(0, dtype=np.int64)
    firsts, copies = np.unique([copy_key(text) for text in texts], return_index=True, return_inverse=True)[1:]
    rows = unit(np.stack([embeddings[copies == i].mean(axis=0) for i in range(len(firsts))]))
    graph = _graph([texts[i] for i in firsts], language, rows, seed)
    found = np.unique(_communities(graph, _ALIKE.get(language, _ALIKE["en"]), seed), return_inverse=True)[1][copies]
    sizes = np.bincount(found)
    kept = sizes[found] >= FEWEST
    labels = np.full(len(texts), -1, dtype=np.int64)
    labels[kept] = np.unique(found[kept], return_inverse=True)[1]
    return labels


def _graph(texts: Sequence[str], language: str, rows: np.ndarray, seed: int) -> sparse.csr_matrix:
    """How much nearest neighbours are alike beyond what is asked for: symmetric, (n, n)."""
    size = len(texts)
    if size < 2:
        return sparse.csr_matrix((size, size))
    near, cosines = neighbours(rows, _NEIGHBOURS, seed)
    one, other = np.repeat(np.arange(size), near.shape[1]), near.ravel()
    share = written_share(language)
    letters = Letters().fit(texts).transform(texts)
    same = np.concatenate([_products(letters, *ends) for ends in zip(*_parts(one, other), strict=True)])
    beyond = (1 - share) * cosines.ravel() + share * same - _FLOOR.get(language, _FLOOR["en"])
    kept = beyond > 0
    graph = sparse.csr_matrix((beyond[kept], (one[kept], other[kept])), shape=(size, size))
    graph = graph.maximum(graph.T).tocsr()
    graph.sort_indices()
    return graph


def _parts(*ends: np.ndarray) -> list[list[np.ndarray]]:
    return [np.array_split(each, max(1, len(each) // _AT_ONCE)) for each in ends]


def _products(letters: sparse.csr_matrix, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.asarray(letters[one].multiply(letters[other]).sum(axis=1)).ravel()


def _communities(graph: sparse.csr_matrix, resolution: float, seed: int) -> np.ndarray:
    """Labels (n,) int64; a question that is like no other is alone."""
    if not graph.nnz:  # the library panics where nothing is like anything
        return np.arange(graph.shape[0], dtype=np.int64)
    _, found = graspologic_native.leiden_csr(
        graph.indptr.astype(np.int64),
        graph.indices.astype(np.int32),
        graph.data.astype(np.float64),
        graph.shape[0],
        resolution=resolution,
        use_modularity=False,
        seed=seed,
    )
    return np.fromiter((found.get(node, -1 - node) for node in range(graph.shape[0])), np.int64, graph.shape[0])
