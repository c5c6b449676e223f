"""Find the best of the cuts over a grid of resolutions without making all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from ml.cluster.partition import chosen
from ml.threads import each


class Cut(NamedTuple):
    """One way to part the texts."""

    labels: np.ndarray
    """(n,) int64."""
    parts: int
    margin: float
    """See `partition.centroid_margin`."""


class Search:
    """Cuts that were made so far, by resolution.

    Cuts are what finding themes waits for. Every second resolution is tried first, outwards from the middle of the
    grid: finer until there are too many parts or the margin has broken down, coarser until there are too few. Then the
    two beside the best. On Banking77, CLINC150, HWU64, StackOverflow and paraKQC that chooses the cut that trying all
    twelve does, after six to eight.

    Args:
        cut: makes a cut.
        resolutions: the grid, rising: the number of parts rises with it.
        fewest: parts below which a cut does not run; if all have fewer, the most parts that there are.
        most: parts above which it does not.
        keep: see `partition.chosen`.
        fineness: likewise.
    """

    def __init__(
        self,
        cut: Callable[[float], Cut],
        resolutions: Sequence[float],
        fewest: float,
        most: float,
        keep: float,
        fineness: float,
    ) -> None:
        self._cut = cut
        self._resolutions = resolutions
        self._fewest = fewest
        self._most = most
        self._keep = keep
        self._fineness = fineness
        self._made: dict[int, Cut] = {}

    def best(self, *, thorough: bool) -> Cut:
        """The cut to show; `thorough` tries every resolution."""
        count = len(self._resolutions)
        if not thorough:
            tried = list(range(count))[1::2]
            middle = len(tried) // 2
            each(lambda walk: walk(), [lambda: self._down(tried[:middle]), lambda: self._up(tried[middle:])])
            if runnable := self._running(self._fewest):
                found = self._choose(runnable)
                self._make(at for at in (found - 1, found + 1) if 0 <= at < count)
                return self._made[self._choose(self._running(self._fewest))]
        self._make(range(count))
        fewest = min(self._fewest, max(cut.parts for cut in self._made.values()))
        return self._made[self._choose(self._running(fewest) or [self._nearest(fewest)])]

    def _down(self, places: Sequence[int]) -> None:
        for at in reversed(places):
            self._made[at] = made = self._cut(self._resolutions[at])
            if made.parts < self._fewest:
                break

    def _up(self, places: Sequence[int]) -> None:
        best = 0.0
        for at in places:
            self._made[at] = made = self._cut(self._resolutions[at])
            best = max(best, made.margin)
            if made.parts >= self._fewest and (made.parts > self._most or made.margin < self._keep * best):
                break

    def _make(self, places: Iterable[int]) -> None:
        missing = [at for at in places if at not in self._made]
        made = each(lambda at: self._cut(self._resolutions[at]), missing)
        self._made |= dict(zip(missing, made, strict=True))

    def _running(self, fewest: float) -> list[int]:
        """Places of the cuts whose number of parts suits the number of texts."""
        most = max(self._most, fewest)
        return sorted(at for at, cut in self._made.items() if fewest <= cut.parts <= most)

    def _nearest(self, fewest: float) -> int:
        """Place of the cut that comes nearest to running."""
        return min(sorted(self._made), key=lambda at: abs(self._made[at].parts - max(self._most, fewest)))

    def _choose(self, places: Sequence[int]) -> int:
        cuts = [self._made[at] for at in places]
        return places[chosen([c.margin for c in cuts], [c.parts for c in cuts], self._keep, self._fineness)]
