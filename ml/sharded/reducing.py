"""From what all shards have told to themes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ml.arranging import Arranged, arrange
from ml.cluster.finder import ThemeFinder
from ml.cluster.graph import unit
from ml.grouping import FoundTheme, Group
from ml.sharded.dealing import GroupPlan
from ml.sharded.summing import Told
from ml.themes import described, grouped
from ml.voices import FEWEST_VOICES

DESCRIBED_BY = 150
"""Texts that a theme is named after and measured by; smaller themes by all of theirs."""
KNOWN_BY = 60
"""Of each theme that readers know, wherever its texts are now."""


@dataclass(frozen=True)
class Sample:
    """The texts that `Reducer.wanted` asked for, one entry each; fields as in `ml.themes.find_themes`."""

    texts: Sequence[str]
    languages: Sequence[str]
    kinds: Sequence[str]
    embeddings: np.ndarray


@dataclass(frozen=True)
class Reduced:
    """What was found."""

    themes: tuple[FoundTheme, ...]
    """As `ml.themes.find_themes` finds them; quotes and voters are places in the sample."""
    assignments: tuple[str | None, ...]
    """The theme of each text of the sample."""
    of_micros: tuple[np.ndarray, ...]
    """Per shard (n_micros,) int64: place among `themes`; -1 for none."""


class _Micros(Group):
    """Micro-clusters in the place of texts: each has something to tell."""

    @property
    def _telling(self) -> np.ndarray:
        return np.ones(len(self.places), dtype=bool)


class Reducer:
    """Cuts and describes; reads no text but a sample.

    Args:
        plans: of all groups.
        told: by the shards, in a fixed order.
        seed: of everything random.
    """

    def __init__(self, plans: Sequence[GroupPlan], told: Sequence[Told], seed: int = 0) -> None:
        self._plans = plans
        self._told = told
        self._seed = seed
        self._numbers = _numbers(plans, told)
        self._groups = [self._micros(place) for place in range(len(plans))]
        self._cuts = [self._cut(place) for place in range(len(plans))]
        self._wanted = self._choose()

    @property
    def wanted(self) -> list[tuple[int, int]]:
        """Shard and place of the texts that describe the themes, in the order that they are wanted in."""
        return [(shard, place) for shard, place, _ in self._wanted]

    def reduced(self, sample: Sample, held: Collection[str] = (), lasting: Collection[str] = ()) -> Reduced:
        """The themes; `held` and `lasting` as in `ml.themes.find_themes`."""
        groups = {
            (group.space, group.language): group
            for group in grouped(sample.texts, sample.languages, sample.kinds, sample.embeddings)
        }
        shown = [groups.get((plan.space, plan.language)) for plan in self._plans]
        micros = np.array([micro for _, _, micro in self._wanted], dtype=np.int64)
        cuts = [
            _joined(cut, group, micros, own.places[0] if own.places else 0)
            for cut, group, own in zip(self._cuts, shown, self._groups, strict=True)
        ]
        before = self._before()
        arranged = arrange(self._groups, cuts, before, set(held), set(lasting))
        told = [
            (group, _seen(labels, keys, group, micros, own.places[0]))
            for group, own, (labels, keys) in zip(shown, self._groups, arranged, strict=True)
            if group is not None and own.places
        ]
        found = described([group for group, _ in told], [seen for _, seen in told], len(sample.texts))
        theme_of = self._theme_of(arranged, shown, micros, found.assignments)
        themes = self._counted(found.themes, theme_of, {*before, *held, *lasting})
        number = {theme.key: place for place, theme in enumerate(themes)}
        numbers = np.array([number.get(key, -1) if key else -1 for key in theme_of], dtype=np.int64)
        kept = tuple(key if key in number else None for key in found.assignments)
        return Reduced(themes, kept, tuple(numbers[own] for own in self._numbers))

    def _micros(self, place: int) -> _Micros:
        """All micro-clusters of a group; they are numbered group by group, and within by shard."""
        rows = unit(np.concatenate([told.sums[place] for told in self._told]))
        first = sum(len(told.sums[i]) for i in range(place) for told in self._told)
        count, plan = len(rows), self._plans[place]
        nothing = [""] * count
        return _Micros(
            plan.space, plan.language, list(range(first, first + count)), nothing, nothing, rows, [[]] * count
        )

    def _cut(self, place: int) -> np.ndarray:
        rows, plan = self._groups[place].embeddings, self._plans[place]
        if not len(rows):
            return np.empty(0, dtype=np.int64)
        worded = np.concatenate([told.worded[place] for told in self._told])
        sums = np.concatenate([told.sums[place] for told in self._told])
        copies = np.concatenate([self._copies(told, place) for told in self._told])
        keys = [f"{copy}" if copy else f"# {number}" for number, copy in enumerate(copies.tolist())]
        finder = ThemeFinder(texts_per_row=plan.per_micro, seed=self._seed)
        return finder.fit(unit(plan.wording.beside(sums, worded)), copies=keys).labels_

    def _copies(self, told: Told, place: int) -> np.ndarray:
        first = sum(map(len, told.sums[:place]))
        return told.copies[first : first + len(told.sums[place])]

    def _before(self) -> list[str | None]:
        out: list[str | None] = [None] * sum(len(told.copies) for told in self._told)
        for told, own in zip(self._told, self._numbers, strict=True):
            for number, theme in zip(own.tolist(), told.before, strict=True):
                out[number] = theme
        return out

    def _choose(self) -> list[tuple[int, int, int]]:
        """Shard, place and micro-cluster of texts of every label, and of every theme of before, drawn evenly."""
        labels = np.concatenate([np.empty(0, np.int64), *self._cuts])
        firsts = np.cumsum([0, *(int(cut.max(initial=-1)) + 1 for cut in self._cuts)])
        offset = np.repeat(firsts[:-1], [len(cut) for cut in self._cuts])
        at, before = [], self._before()
        for shard, (told, own) in enumerate(zip(self._told, self._numbers, strict=True)):
            places = np.flatnonzero(told.micro >= 0)
            at.append(np.stack([np.full(len(places), shard), places, own[told.micro[places]]], axis=1))
        texts = np.concatenate([np.empty((0, 3), np.int64), *at])
        number = {theme: place for place, theme in enumerate(sorted({each for each in before if each}))}
        theme = np.array([number[each] if each else -1 for each in before], dtype=np.int64)
        label = np.where(labels >= 0, labels + offset, -1)
        chosen = _drawn(label[texts[:, 2]], DESCRIBED_BY, self._seed) | _drawn(theme[texts[:, 2]], KNOWN_BY, self._seed)
        return [(int(shard), int(place), int(micro)) for shard, place, micro in texts[chosen]]

    def _theme_of(
        self, arranged: Arranged, shown: Sequence[Group | None], micros: np.ndarray, found: Sequence[str | None]
    ) -> list[str | None]:
        """Key of the theme of every micro-cluster: what the sample of its label was found to be."""
        out: list[str | None] = []
        for own, group, (labels, _) in zip(self._groups, shown, arranged, strict=True):
            themes: dict[int, str | None] = {}
            for place in group.places if group is not None and own.places else ():
                themes[int(labels[micros[place] - own.places[0]])] = found[place]
            out += [themes.get(label) if label >= 0 else None for label in labels.tolist()]
        return out

    def _counted(
        self, themes: Sequence[FoundTheme], theme_of: Sequence[str | None], known: Collection[str | None]
    ) -> tuple[FoundTheme, ...]:
        """Themes with their texts and voices in all shards, without new ones that too few people speak of."""
        sizes: dict[str, int] = {}
        voices: dict[str, set[int]] = {}
        for told, own in zip(self._told, self._numbers, strict=True):
            micro = told.micro[told.stand_in]
            for label, voice in zip(micro.tolist(), told.voice.tolist(), strict=True):
                key = theme_of[own[label]] if label >= 0 else None
                if key is not None:
                    sizes[key] = sizes.get(key, 0) + 1
                    voices.setdefault(key, set()).add(voice)
        counted = [
            replace(theme, size=sizes.get(theme.key, 0), voices=len(voices.get(theme.key, ()))) for theme in themes
        ]
        kept = [theme for theme in counted if theme.key in known or theme.voices >= FEWEST_VOICES]
        return tuple(sorted(kept, key=lambda theme: (-theme.voices, -theme.size, theme.key)))


def _numbers(plans: Sequence[GroupPlan], told: Sequence[Told]) -> list[np.ndarray]:
    """Number over all shards of each micro-cluster of each shard."""
    own: list[list[np.ndarray]] = [[] for _ in told]
    first = 0
    for place in range(len(plans)):
        for shard, each in enumerate(told):
            count = len(each.sums[place])
            own[shard].append(np.arange(first, first + count))
            first += count
    return [np.concatenate([np.empty(0, np.int64), *each]) for each in own]


def _drawn(labels: np.ndarray, most: int, seed: int) -> np.ndarray:
    """Whether each is among `most` of its label; below 0 is no label: (n,) bool."""
    order = np.random.default_rng(seed).permutation(len(labels))
    order = order[np.argsort(labels[order], kind="stable")]
    begins = np.searchsorted(labels[order], labels[order])
    drawn = np.zeros(len(labels), dtype=bool)
    drawn[order] = (np.arange(len(order)) - begins < most) & (labels[order] >= 0)
    return drawn


def _joined(cut: np.ndarray, group: Group | None, micros: np.ndarray, first: int) -> np.ndarray:
    """The cut after themes that would carry one name have become one; see `Group.joined`."""
    if group is None or not len(cut):
        return cut
    was = cut[micros[group.places] - first]
    becomes = np.full(int(cut.max(initial=-1)) + 2, -1, dtype=np.int64)
    becomes[was] = group.joined(was)
    becomes[-1] = -1
    return becomes[cut]


def _seen(
    labels: np.ndarray, keys: Mapping[int, str], group: Group, micros: np.ndarray, first: int
) -> tuple[np.ndarray, dict[int, str]]:
    """What was arranged, as the sample shows it: labels without gaps, and the themes that are known."""
    own = labels[micros[group.places] - first]
    present, numbered = np.unique(own, return_inverse=True)
    none = int((present < 0).sum())
    number = {int(label): place - none for place, label in enumerate(present)}
    return numbered - none, {number[label]: theme for label, theme in keys.items() if label in number}
