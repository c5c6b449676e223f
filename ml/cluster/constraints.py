"""What a person decided about themes, kept while everything around it is found afresh.

A theme is *held* once somebody merged, split or pinned it: its texts stay together and apart from
all others. It still grows, by the new texts of those clusters that are mostly its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from ml.cluster.carry import Past
from ml.cluster.graph import unit

_MOSTLY = 0.5
"""Share of a cluster's texts with a theme that must be held ones for its new texts to join them."""
_AT_ALL = 0.2
"""… and of all its texts, or a few strays of a held theme would draw in what is new."""
_LEAST = 3
"""Texts below which what the held themes left behind is no cluster any more."""


def hold(
    previous: Sequence[str | None] | Past, labels: np.ndarray, rows: np.ndarray, held: Collection[str]
) -> tuple[np.ndarray, dict[int, str]]:
    """Labels in which every held theme has one of its own, and which label is which held theme.

    Args:
        previous: theme of each text before; None for none or a new text.
        labels: (n,) int, label of each text now; below 0 for none.
        rows: (n, width) float32, unit rows.
        held: ids of themes that a person shaped.

    Returns:
        Labels (n,) int, new numbers after the old ones, which may have gaps now; theme by new label.
    """
    past = Past.read(previous)
    present = set(np.unique(past.of).tolist())
    ids = [place for place, theme in enumerate(past.themes) if theme in held and place in present]
    if not ids:
        return labels, {}
    number = np.full(len(past.themes) + 1, -1, dtype=np.int64)
    number[ids] = np.arange(len(ids))
    of, known = number[past.of], past.of >= 0
    first = int(labels.max(initial=-1)) + 1
    out = np.where(of >= 0, first + of, labels)
    for label in np.unique(labels[(labels >= 0) & (of >= 0)]):
        own = np.flatnonzero(labels == label)
        theirs, rest = own[of[own] >= 0], own[of[own] < 0]
        if len(theirs) >= max(_MOSTLY * known[own].sum(), _AT_ALL * len(own)):
            out[rest] = first + _nearest(rows, of, theirs, rest)
        elif len(rest) < _LEAST:
            out[rest] = -1
    return out, {first + number: past.themes[place] for number, place in enumerate(ids)}


def _nearest(rows: np.ndarray, of: np.ndarray, theirs: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Which held theme each of the rest is nearest to, of those with a fair part in the cluster."""
    present, counts = np.unique(of[theirs], return_counts=True)
    present = present[counts >= 0.25 * counts.max()]
    centres = unit(np.stack([rows[theirs[of[theirs] == place]].sum(axis=0) for place in present]))
    return present[(rows[rest] @ centres.T).argmax(axis=1)]
