"""Give the texts of a shard their themes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from ml.cluster.carry import CLEARLY
from ml.cluster.graph import unit
from ml.cluster.shards import Merged, assign
from ml.grouping import Anchor
from ml.sharded.dealing import GroupPlan
from ml.sharded.summing import Told
from ml.themes import space_of


@dataclass(frozen=True)
class Standing:
    """What all shards are told."""

    plans: Sequence[GroupPlan]
    keys: Sequence[str]
    """Of the themes."""
    anchors: Sequence[Sequence[Anchor]]
    """Of each theme."""
    centroids: Sequence[np.ndarray]
    """Per group (n_micros, width) float32: unit rows of the micro-clusters of all shards."""
    themes: Sequence[np.ndarray]
    """Per group (n_micros,) int64: place of their theme among `keys`; -1 for none."""
    held: Collection[str] = ()
    """Themes whose texts stay, whatever they resemble."""

    @classmethod
    def of(
        cls,
        plans: Sequence[GroupPlan],
        told: Sequence[Told],
        of_micros: Sequence[np.ndarray],
        themes: Sequence[tuple[str, Sequence[Anchor]]],
        held: Collection[str],
    ) -> Standing:
        """From what the shards told and what the reducer made of it, in the order of the shards.

        Args:
            plans: of all groups.
            told: by the shards.
            of_micros: `Reduced.of_micros`.
            themes: key and anchors of each.
            held: as in `ml.themes.find_themes`.
        """
        centroids, found = [], []
        for place in range(len(plans)):
            centroids.append(unit(np.concatenate([each.sums[place] for each in told])))
            firsts = [sum(map(len, each.sums[:place])) for each in told]
            own = [
                numbers[first : first + len(each.sums[place])]
                for each, numbers, first in zip(told, of_micros, firsts, strict=True)
            ]
            found.append(np.concatenate(own))
        return cls(plans, [key for key, _ in themes], [own for _, own in themes], centroids, found, held)


def placed(
    languages: Sequence[str],
    kinds: Sequence[str],
    embeddings: np.ndarray,
    previous: Sequence[str | None],
    own: Told,
    of_micros: np.ndarray,
    standing: Standing,
) -> list[str | None]:
    """The theme of each text of a shard.

    A text goes where those nearest to it are, unless it still fits the theme that it had; see `ml.cluster.carry`.

    Args:
        languages: as in `summed_up`, and
        kinds: likewise,
        embeddings: likewise,
        previous: likewise.
        own: what this shard has told.
        of_micros: `Reduced.of_micros` of this shard.
        standing: what all are told.
    """
    groups = {(plan.space, plan.language): place for place, plan in enumerate(standing.plans)}
    of = np.array([groups[space_of(kind), spoken] for kind, spoken in zip(kinds, languages, strict=True)], dtype=int)
    found = np.full(len(kinds), -1, dtype=np.int64)
    found[own.micro >= 0] = of_micros[own.micro[own.micro >= 0]]
    number = {key: place for place, key in enumerate(standing.keys)}
    had = np.array([number.get(theme, -1) if theme else -1 for theme in previous], dtype=np.int64)
    for place, plan in enumerate(standing.plans):
        at = np.flatnonzero(of == place)
        if plan.per_micro > 1:
            heard = at[own.micro[at] >= 0]
            found[heard] = assign(embeddings[heard], Merged(standing.centroids[place], standing.themes[place]))
            found[at] = _settled(embeddings[at], had[at], found[at], plan, standing)
    keys = [standing.keys[i] if i >= 0 else None for i in found[own.stand_in].tolist()]
    return [was if was in standing.held else key for was, key in zip(previous, keys, strict=True)]


def _settled(rows: np.ndarray, had: np.ndarray, found: np.ndarray, plan: GroupPlan, standing: Standing) -> np.ndarray:
    """Themes after texts that still fit their old one have stayed in it: (n,) int64; as `carry.settled`."""
    centres = np.zeros((len(standing.keys) + 1, rows.shape[1]), dtype=np.float32)
    thresholds = np.full(len(standing.keys) + 1, np.inf, dtype=np.float32)  # the last: of no theme
    for theme, anchors in enumerate(standing.anchors):
        for anchor in anchors:
            if (anchor.space, anchor.language) == (plan.space, plan.language):
                centres[theme], thresholds[theme] = anchor.centroid, anchor.threshold
    was = np.einsum("ij,ij->i", rows, centres[had])
    now = np.where(found >= 0, np.einsum("ij,ij->i", rows, centres[found]), thresholds[had])
    fits = was >= np.minimum(thresholds[had], now - CLEARLY)
    return np.where((had >= 0) & np.isfinite(thresholds[had]) & fits, had, found)
