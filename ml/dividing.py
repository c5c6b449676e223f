"""Part a theme because a person asks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ml.cluster.graph import unit
from ml.grouping import FoundTheme, Group
from ml.naming import reader_for
from ml.themes import space_of

_ROUNDS = 30


def divide(
    texts: Sequence[str],
    languages: Sequence[str],
    kinds: Sequence[str],
    embeddings: np.ndarray,
    parts: int | np.ndarray,
) -> tuple[np.ndarray, list[FoundTheme]]:
    """The parts of a theme, named apart from each other.

    Args:
        texts: of the theme; the next three have one entry for each.
        languages: as `Readings.language`.
        kinds: as `Readings.kind`.
        embeddings: (n, width) float32, unit rows.
        parts: how many, or the part of each text, from 0 without gaps.

    Returns:
        Part of each text (n,) int, the largest first if they were looked for; what each is like.
    """
    labels = (
        _by_size(_two_by_two(embeddings, parts)) if isinstance(parts, int) else np.unique(parts, return_inverse=True)[1]
    )
    language = Counter(languages).most_common(1)[0][0] if texts else "en"
    group = Group(
        space=space_of(Counter(kinds).most_common(1)[0][0] if texts else "other"),
        language=language,
        places=list(range(len(texts))),
        texts=list(texts),
        kinds=list(kinds),
        embeddings=embeddings,
        terms=reader_for(language).terms(list(texts)),
    )
    keys = {label: str(label) for label in range(int(labels.max(initial=-1)) + 1)}
    return group.themes(labels, frozenset(), keys)


def _two_by_two(rows: np.ndarray, parts: int) -> np.ndarray:
    """Halve the largest part until there are enough; halves lie around the two texts that differ most."""
    labels = np.zeros(len(rows), dtype=np.int64)
    for following in range(1, min(parts, len(rows))):
        largest = np.bincount(labels).argmax()
        own = np.flatnonzero(labels == largest)
        if len(own) < 2:
            break
        labels[own[_halves(rows[own])]] = following
    return labels


def _halves(rows: np.ndarray) -> np.ndarray:
    """Which rows belong to the second half: (n,) bool, never all or none."""
    first = rows[(rows @ rows.sum(axis=0)).argmin()]
    centres = np.stack([rows[(rows @ first).argmin()], first])
    nearer = np.zeros(len(rows), dtype=bool)
    for _ in range(_ROUNDS):
        margin = rows @ (centres[1] - centres[0])
        before, nearer = nearer, margin > 0
        if nearer.all() or not nearer.any():
            nearer = np.zeros(len(rows), dtype=bool)
            nearer[margin.argmax()] = True
        if (before == nearer).all():
            break
        centres = unit(np.stack([rows[~nearer].sum(axis=0), rows[nearer].sum(axis=0)]))
    return nearer


def _by_size(labels: np.ndarray) -> np.ndarray:
    order = np.argsort(-np.bincount(labels), kind="stable") if len(labels) else np.empty(0, dtype=np.int64)
    renumber = np.empty(len(order), dtype=np.int64)
    renumber[order] = np.arange(len(order))
    return renumber[labels]
