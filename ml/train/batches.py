"""Sentences of like length side by side, so that little is padding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch

_MIXED_BATCHES = 32
"""Sentences are sorted by length among so many batches, so that a batch is still a chance selection."""


def padded(cut: Sequence[Sequence[int]]) -> torch.Tensor:
    """(n, longest) int64, 0 where a sentence has ended; an empty one holds the unknown token."""
    out = torch.zeros((len(cut), max(1, *map(len, cut))), dtype=torch.long)
    for row, ids in zip(out, cut, strict=True):
        row[: max(1, len(ids))] = torch.tensor(list(ids) or [1])
    return out


def endless(cut: Sequence[Sequence[int]], size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Batches of places, pass after pass.

    Args:
        cut: token numbers of each sentence.
        size: places in a batch.
        rng: decides the order.
    """
    lengths = np.array([len(ids) for ids in cut])
    while True:
        order = rng.permutation(len(lengths))
        batches: list[np.ndarray] = []
        for start in range(0, len(order), size * _MIXED_BATCHES):
            block = order[start : start + size * _MIXED_BATCHES]
            block = block[np.argsort(lengths[block], kind="stable")]
            batches += [block[i : i + size] for i in range(0, len(block) - size + 1, size)]
        for number in rng.permutation(len(batches)):
            yield batches[number]
