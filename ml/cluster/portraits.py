"""What themes are like, each looked at once for the same members however often it is asked about."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from ml.cluster.finder import describe
from ml.cluster.voters import MOST_MEMBERS, Voters, choose, least_likeness


@dataclass(frozen=True)
class Portrait:
    """One theme."""

    centroid: np.ndarray
    """(width,) float32, unit."""
    threshold: float
    """Cosine to the centroid under which a text does not belong."""
    voters: np.ndarray
    """Places of the members that speak for it, from its heart to its edge; see `cluster.voters`."""
    asked: float
    """What they ask of a text; see `least_likeness`."""


class Portraits:
    """Portraits of themes among some texts.

    A cut is moved in rounds until nothing moves any more, and from round to round nearly all themes keep
    their members.

    Args:
        rows: (n, width) float32, unit rows.
        most: voters per theme.
    """

    def __init__(self, rows: np.ndarray, most: int = MOST_MEMBERS) -> None:
        self._rows = rows
        self._most = most
        self._known: dict[bytes, Portrait] = {}

    def of(self, labels: np.ndarray) -> list[Portrait]:
        """The portrait of each label.

        Args:
            labels: (n,) int from 0 without gaps; below 0 for none.
        """
        return [self._of(own) for own in members(labels)]

    def describe(self, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """As `finder.describe`."""
        seen = self.of(labels)
        centres = np.array([each.centroid for each in seen], dtype=np.float32).reshape(len(seen), self._rows.shape[1])
        return centres, np.array([each.threshold for each in seen], dtype=np.float32)

    def voters(self, labels: np.ndarray) -> Voters:
        """Those that speak for the themes, with what they ask; labels as `of`."""
        seen = self.of(labels)
        places = np.concatenate([np.empty(0, dtype=np.int64), *(each.voters for each in seen)])
        thresholds = np.array([each.asked for each in seen], dtype=np.float32)
        return Voters(self._rows[places], labels[places].astype(np.int64), thresholds)

    def _of(self, own: np.ndarray) -> Portrait:
        key = hashlib.blake2b(own.tobytes(), digest_size=16).digest()
        if key not in self._known:
            self._known[key] = self._drawn(own)
        return self._known[key]

    def _drawn(self, own: np.ndarray) -> Portrait:
        rows, alone = self._rows[own], np.zeros(len(own), dtype=np.int64)
        centres, thresholds = describe(rows, alone)
        voters = own[choose(rows, alone, self._most)[0]]
        return Portrait(centres[0], float(thresholds[0]), voters, least_likeness(self._rows[voters]))


def members(labels: np.ndarray) -> list[np.ndarray]:
    """Places of each label, ascending.

    Args:
        labels: (n,) int from 0 without gaps; below 0 for none.
    """
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.searchsorted(labels[order], np.arange(int(labels.max(initial=-1)) + 1)))[1:]
