"""Groups of two languages that ask the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

LEAST = 0.65
"""Cosine of two groups' centres under which they are not linked: three of four translations of ninety questions lie
above it."""
CLEARLY = 0.03
"""How much nearer (cosine) it must be than any other that does not ask the same as it: a group that holds two questions
lies between their translations. Of 300 questions translated by people, among 150 others a side, 251 of 263 links are
right without it, and 251 of 262 with it."""


def links(centres: np.ndarray, languages: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Pairs of groups, of different languages, each clearly the other's nearest in that language and near enough.

    Args:
        centres: (n_groups, width) float32, unit rows, in one space for all languages.
        languages: of the groups.

    Returns:
        Places of two groups each, the lower first, in order.
    """
    found = set()
    for one in sorted(set(languages)):
        for other in sorted(set(languages)):
            if one < other:
                found |= _between(
                    centres, *([i for i, own in enumerate(languages) if own == each] for each in (one, other))
                )
    return tuple(sorted(found))


def _between(centres: np.ndarray, one: list[int], other: list[int]) -> set[tuple[int, int]]:
    likeness = centres[one] @ centres[other].T
    there, back = likeness.argmax(axis=1), likeness.argmax(axis=0)
    return {
        (min(one[i], other[j]), max(one[i], other[j]))
        for i, j in enumerate(there)
        if back[j] == i
        and likeness[i, j] >= LEAST
        and _is_clear(likeness[i], int(j), centres[other])
        and _is_clear(likeness[:, j], i, centres[one])
    }


def _is_clear(likeness: np.ndarray, best: int, centres: np.ndarray) -> bool:
    """Whether no group that asks something else is about as near as the nearest."""
    elsewhere = likeness[centres @ centres[best] < LEAST]
    return not elsewhere.size or bool(likeness[best] - elsewhere.max() >= CLEARLY)
