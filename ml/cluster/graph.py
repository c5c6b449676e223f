"""Nearest neighbours, and the graph that they make."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.linalg import eigh

from ml.threads import each

EXACT_BELOW = 20_000
"""Above, cells are searched instead of all pairs. Not sooner: at 10,000 texts all pairs take half a second, and
the neighbours that cells miss (one in twenty) cost themes .01 to .02 of adjusted mutual information."""
_BLOCK = 1_024
_PROBES = 16
_COLUMNS = 16


def principal(embeddings: np.ndarray, components: int) -> np.ndarray:
    """Leading components of the centred rows, back to unit length: (n, ≤ components) float32."""
    centred = embeddings - embeddings.mean(axis=0)
    if len(centred) < centred.shape[1]:  # the same components by way of the smaller of two matrices
        values, axes = _leading(centred @ centred.T, components)
        return unit(axes * np.sqrt(np.maximum(values, 0)))
    return unit(centred @ _leading(centred.T @ centred, components)[1])


def _leading(matrix: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The largest eigenvalues of a symmetric matrix, largest first, and their vectors as columns."""
    width = len(matrix)
    values, vectors = eigh(matrix, subset_by_index=[max(0, width - count), width - 1], check_finite=False)
    return values[::-1], vectors[:, ::-1]


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows scaled to length one; a zero row stays zero: same shape, float32."""
    norms = np.linalg.norm(rows, axis=-1, keepdims=True)
    return (rows / np.maximum(norms, 1e-12)).astype(np.float32)


def centroids(rows: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    """Unit mean of each label's rows; labels below 0 belong to none: (count, width) float32."""
    return unit(sums(rows, labels, count))


def sums(rows: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    """Sum of each label's rows; labels below 0 belong to none: (count, width) float32.

    One sparse product: `np.add.at` takes twenty times as long.
    """
    member = np.flatnonzero(labels >= 0)
    of = sparse.csr_matrix((np.ones(len(member), np.float32), (labels[member], member)), shape=(count, len(rows)))
    return of @ rows


def neighbours(rows: np.ndarray, k: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The k nearest other rows by cosine.

    Returns:
        Indices (n, k) int and cosines (n, k) float32, unordered.
    """
    k = min(k, len(rows) - 1)
    if len(rows) < EXACT_BELOW:
        return _exact(rows, k)
    return _by_cells(rows, k, seed)


def _exact(rows: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    def block(start: int) -> tuple[np.ndarray, np.ndarray]:
        stop = min(start + _BLOCK, len(rows))
        likeness = rows[start:stop] @ rows.T
        likeness[np.arange(stop - start), np.arange(start, stop)] = -2.0
        return _largest(likeness, k)

    found, cosines = zip(*each(block, range(0, len(rows), _BLOCK)), strict=True)
    return np.concatenate(found), np.concatenate(cosines)


def _by_cells(rows: np.ndarray, k: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """An inverted file: each cell's rows look only into the cells nearest to theirs."""
    centres, cell = _cells(rows, int(np.sqrt(len(rows))), seed)
    order = np.argsort(cell, kind="stable")
    bounds = np.searchsorted(cell[order], np.arange(len(centres) + 1))
    near = np.argsort(-(centres @ centres.T), axis=1, kind="stable")
    found = np.zeros((len(rows), k), dtype=np.int64)
    cosines = np.full((len(rows), k), -2.0, dtype=np.float32)
    for number in range(len(centres)):
        own = order[bounds[number] : bounds[number + 1]]
        if not len(own):
            continue
        pool = _pool(order, bounds, near[number], at_least=k + 1)
        likeness = rows[own] @ rows[pool].T
        likeness[own[:, None] == pool[None, :]] = -2.0
        best, cosines[own] = _largest(likeness, k)
        found[own] = pool[best]
    return found, cosines


def _cells(rows: np.ndarray, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    centres = rows[rng.choice(len(rows), count, replace=False)]
    for _ in range(4):
        cell = _nearest(rows, centres)
        summed = sums(rows, cell, count)
        empty = np.bincount(cell, minlength=count) == 0
        summed[empty] = centres[empty]
        centres = unit(summed)
    return centres, _nearest(rows, centres)


def _nearest(rows: np.ndarray, centres: np.ndarray) -> np.ndarray:
    blocks = [rows[i : i + _BLOCK] @ centres.T for i in range(0, len(rows), _BLOCK)]
    return np.concatenate([block.argmax(axis=1) for block in blocks])


def _pool(order: np.ndarray, bounds: np.ndarray, near: np.ndarray, at_least: int) -> np.ndarray:
    chosen: list[np.ndarray] = []
    size = 0
    for probe, cell in enumerate(near):
        if probe >= _PROBES and size >= at_least:
            break
        chosen.append(order[bounds[cell] : bounds[cell + 1]])
        size += len(chosen[-1])
    return np.concatenate(chosen)


def _largest(likeness: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """The k largest of each row, exactly.

    They lie in the k groups of columns whose maxima are largest; so one pass of maxima leaves few
    to choose among, and takes a quarter of the time of partitioning whole rows.
    """
    groups = likeness.shape[1] // _COLUMNS
    if groups <= k:
        return _partitioned(likeness, k)
    even = groups * _COLUMNS
    maxima = likeness[:, :even].reshape(len(likeness), _COLUMNS, groups).max(axis=1)
    promising, _ = _partitioned(maxima, k)
    candidates = (promising[:, :, None] + groups * np.arange(_COLUMNS)).reshape(len(likeness), -1)
    rest = np.broadcast_to(np.arange(even, likeness.shape[1]), (len(likeness), likeness.shape[1] - even))
    candidates = np.hstack([candidates, rest])
    best, values = _partitioned(np.take_along_axis(likeness, candidates, axis=1), k)
    return np.take_along_axis(candidates, best, axis=1), values


def _partitioned(values: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    best = np.argpartition(-values, k - 1, axis=1)[:, :k]
    return best, np.take_along_axis(values, best, axis=1)
