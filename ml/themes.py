"""Themes of a corpus: found per kind and language, named, and matched with those of before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ml.cluster.carry import match, settled
from ml.cluster.finder import ThemeFinder, describe
from ml.naming import Term, reader_for
from ml.naming.contrast import contrast
from ml.naming.duplicates import joined
from ml.naming.names import Name, choose_names
from ml.naming.quotes import representative
from ml.text import copy_key

THEME_KINDS = ("idea", "complaint", "question", "praise")
_READ_FOR_NAME = 200
"""Texts per theme that are read to name it: the nearest to its centroid."""
_RECOGNISABLE = 0.3
"""Share of a theme's texts that must hold one of its keywords; below, nobody could say what it is."""


@dataclass(frozen=True)
class FoundTheme:
    """What texts of one kind and language have in common."""

    key: str
    """Id carried from `previous`, or `new-…`, stable for the same texts."""
    kind: str
    language: str
    name: str
    keywords: tuple[str, ...]
    size: int
    """Texts, copies included."""
    centroid: np.ndarray
    """(width,) float32, unit."""
    threshold: float
    """Cosine to the centroid under which a new text does not belong; see `cluster.online`."""
    quotes: tuple[int, ...]
    """Places of the most telling texts in the corpus, best first."""


@dataclass(frozen=True)
class ThemeResult:
    """Themes, largest first, and the theme of each text."""

    assignments: tuple[str | None, ...]
    themes: tuple[FoundTheme, ...]


def find_themes(
    texts: Sequence[str],
    languages: Sequence[str],
    kinds: Sequence[str],
    embeddings: np.ndarray,
    previous: Sequence[str | None] | None = None,
    seed: int = 0,
) -> ThemeResult:
    """Find the themes of a corpus; every sequence has one entry per text.

    Args:
        texts: as customers wrote them.
        languages: `Readings.language`.
        kinds: `Readings.kind`; `other` gets no themes.
        embeddings: (n_texts, width) float32, unit rows.
        previous: theme of each text before, so that themes keep their ids; None for none.
        seed: the same input and seed give the same result.
    """
    groups: dict[tuple[str, str], list[int]] = {}
    for place, group in enumerate(zip(kinds, languages, strict=True)):
        if group[0] in THEME_KINDS:
            groups.setdefault(group, []).append(place)
    before = previous if previous is not None else [None] * len(texts)
    found: list[FoundTheme] = []
    labels = np.full(len(texts), -1, dtype=np.int64)
    for (kind, language), places in sorted(groups.items()):
        own_before = [before[i] for i in places]
        group = _Group(kind, language, places, [texts[i] for i in places], embeddings[places], own_before)
        own, themes = group.themes(seed)
        labels[places] = np.where(own >= 0, own + len(found), -1)
        found += themes
    carried = match(before, labels.tolist())
    found = [replace(theme, key=carried.get(i, theme.key)) for i, theme in enumerate(found)]
    assignments = tuple(found[label].key if label >= 0 else None for label in labels)
    return ThemeResult(assignments, tuple(sorted(found, key=lambda t: (-t.size, t.key))))


@dataclass(frozen=True)
class _Group:
    """The texts of one kind and language."""

    kind: str
    language: str
    places: list[int]
    texts: list[str]
    embeddings: np.ndarray
    previous: list[str | None]

    def themes(self, seed: int) -> tuple[np.ndarray, list[FoundTheme]]:
        """Label of each text, below 0 for none, and the themes in the order of the labels.

        A text that holds no telling term ("very good, thanks") has a kind but no theme: such texts
        resemble each other more than any two about one subject do.
        """
        terms = reader_for(self.language).terms(self.texts)
        telling = np.flatnonzero([bool(own) for own in terms])
        keys = [copy_key(text) or text for text in self.texts]
        found = ThemeFinder(seed=seed).fit(self.embeddings[telling], copies=[keys[i] for i in telling])
        labels = np.full(len(self.texts), -1, dtype=np.int64)
        labels[telling] = found.labels_
        labels = self._joined(labels, terms)
        centres, thresholds = describe(self.embeddings, labels)
        labels = settled(self.previous, labels, self.embeddings, centres, thresholds)
        placed = labels >= 0
        labels[placed] = np.unique(labels[placed], return_inverse=True)[1]  # a theme may have lost its last text
        centres, thresholds = describe(self.embeddings, labels)
        members, named = self._named(labels, centres, terms)
        held = [_held(name, [terms[i] for i in own]) for name, own in zip(named, members, strict=True)]
        kept = [i for i, share in enumerate(held) if np.mean(share > 0) >= _RECOGNISABLE]
        renumber = np.full(len(members) + 1, -1)
        renumber[kept] = np.arange(len(kept))
        return renumber[labels], [
            self._theme(members[i], named[i], centres[i], float(thresholds[i]), keys, held[i]) for i in kept
        ]

    def _joined(self, labels: np.ndarray, terms: Sequence[Sequence[Term]]) -> np.ndarray:
        """Labels after themes that would carry one name have become one."""
        centres, _ = describe(self.embeddings, labels)
        _, named = self._named(labels, centres, terms)
        return np.append(joined(named, centres), -1)[labels]

    def _theme(
        self,
        own: np.ndarray,
        name: Name,
        centroid: np.ndarray,
        threshold: float,
        keys: Sequence[str],
        held: np.ndarray,
    ) -> FoundTheme:
        quotes = representative([self.texts[i] for i in own], self.embeddings[own], centroid, held)
        return FoundTheme(
            key=self._fresh_key(own, keys),
            kind=self.kind,
            language=self.language,
            name=name.name,
            keywords=name.keywords,
            size=len(own),
            centroid=centroid,
            threshold=threshold,
            quotes=tuple(self.places[own[i]] for i in quotes),
        )

    def _named(
        self, labels: np.ndarray, centres: np.ndarray, terms: Sequence[Sequence[Term]]
    ) -> tuple[list[np.ndarray], list[Name]]:
        """Places of each theme's texts in the group, and its name."""
        members = [np.flatnonzero(labels == i) for i in range(len(centres))]
        nearest = [
            own[np.argsort(-(self.embeddings[own] @ centre), kind="stable")[:_READ_FOR_NAME]]
            for own, centre in zip(members, centres, strict=True)
        ]
        telling = contrast([[terms[i] for i in own] for own in nearest])
        return members, choose_names(telling, [_shortened(self.texts[own[0]]) for own in nearest])

    def _fresh_key(self, own: np.ndarray, keys: Sequence[str]) -> str:
        digest = hashlib.blake2b(f"{self.kind}|{self.language}".encode(), digest_size=6)
        for key in sorted({keys[i] for i in own}):
            digest.update(key.encode("utf-8", "ignore"))
        return f"new-{digest.hexdigest()}"


def _shortened(text: str, most: int = 30) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _held(name: Name, terms: Sequence[Sequence[Term]]) -> np.ndarray:
    """How much of a theme's wording each text holds: 1 a term of the name, ½ a keyword, 0 nothing."""
    keywords = set(name.keywords)
    shown = [{term.shown for term in own} for own in terms]
    in_name = [any(word in name.name.split(" · ") for word in own) for own in shown]
    return np.array([1.0 if a else 0.5 * bool(own & keywords) for a, own in zip(in_name, shown, strict=True)])
