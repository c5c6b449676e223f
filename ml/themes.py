"""Themes of a corpus: found per space of kinds and language, named, and matched with those of before."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ml.cluster.carry import match, settled
from ml.cluster.finder import ThemeFinder, describe
from ml.cluster.online import assign
from ml.cluster.wording import WORDING_SHARE, beside_wording
from ml.naming import Term, reader_for
from ml.naming.contrast import contrast
from ml.naming.duplicates import joined
from ml.naming.names import Name, choose_names
from ml.naming.quotes import representative
from ml.text import copy_key

_NAMED_KINDS = ("complaint", "idea", "question")
"""What a theme of the voiced space can be; of a tie the earlier wins."""
_VOICED, _PRAISE = "voiced", "praise"
_SAID = 0.25
"""Share of a voiced theme's texts that must be a complaint, idea or question: `other` alone is no theme."""
_READ_FOR_NAME = 200
"""Texts per theme that are read to name it: the nearest to its centroid."""
_RECOGNISABLE = 0.3
"""Share of a theme's texts that must hold one of its keywords; below, nobody could say what it is."""


def space_of(kind: str) -> str:
    """Where themes of a kind are looked for, and where a new text of that kind finds its theme.

    People complain about, ask about and ask for the same thing, and often one sentence could pass
    for either; so everything but praise is looked at together.
    """
    return _PRAISE if kind == "praise" else _VOICED


@dataclass(frozen=True)
class FoundTheme:
    """What texts of one space and language have in common."""

    key: str
    """Id carried from `previous`, or `new-…`, stable for the same texts."""
    kind: str
    """The commonest among its texts, `other` left aside."""
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
        kinds: `Readings.kind`; see `space_of`.
        embeddings: (n_texts, width) float32, unit rows.
        previous: theme of each text before, so that themes keep their ids; None for none.
        seed: the same input and seed give the same result.
    """
    groups: dict[tuple[str, str], list[int]] = {}
    for place, (kind, language) in enumerate(zip(kinds, languages, strict=True)):
        groups.setdefault((space_of(kind), language), []).append(place)
    before = previous if previous is not None else [None] * len(texts)
    terms = _terms(texts, languages)
    found: list[FoundTheme] = []
    labels = np.full(len(texts), -1, dtype=np.int64)
    for (space, language), places in sorted(groups.items()):
        group = _Group(
            space,
            language,
            places,
            texts=[texts[i] for i in places],
            kinds=[kinds[i] for i in places],
            embeddings=embeddings[places],
            terms=[terms[i] for i in places],
            previous=[before[i] for i in places],
        )
        own, themes = group.themes(seed)
        labels[places] = np.where(own >= 0, own + len(found), -1)
        found += themes
    carried = match(before, labels.tolist())
    found = [replace(theme, key=carried.get(i, theme.key)) for i, theme in enumerate(found)]
    assignments = tuple(found[label].key if label >= 0 else None for label in labels)
    return ThemeResult(assignments, tuple(sorted(found, key=lambda t: (-t.size, t.key))))


def _terms(texts: Sequence[str], languages: Sequence[str]) -> list[list[Term]]:
    """Terms of every text; each language is read once, for a reader may be dear to start."""
    out: list[list[Term]] = [[] for _ in texts]
    for language in sorted(set(languages)):
        places = [i for i, spoken in enumerate(languages) if spoken == language]
        for place, own in zip(places, reader_for(language).terms([texts[i] for i in places]), strict=True):
            out[place] = own
    return out


@dataclass(frozen=True)
class _Group:
    """The texts of one space and language."""

    space: str
    language: str
    places: list[int]
    texts: list[str]
    kinds: list[str]
    embeddings: np.ndarray
    terms: list[list[Term]]
    previous: list[str | None]

    def themes(self, seed: int) -> tuple[np.ndarray, list[FoundTheme]]:
        """Label of each text, below 0 for none, and the themes in the order of the labels.

        A text that holds no telling term ("very good, thanks") has a kind but no theme: such texts
        resemble each other more than any two about one subject do.
        """
        telling = np.array([bool(own) for own in self.terms], dtype=bool)
        keys = [copy_key(text) or text for text in self.texts]
        labels = self._joined(self._cut(np.flatnonzero(telling), keys, seed))
        centres, thresholds = describe(self.embeddings, labels)
        labels = settled(self.previous, labels, self.embeddings, centres, thresholds)
        waiting = np.flatnonzero(telling & (labels < 0))
        labels[waiting] = assign(self.embeddings[waiting], centres, thresholds)
        placed = labels >= 0
        labels[placed] = np.unique(labels[placed], return_inverse=True)[1]  # a theme may have lost its last text
        centres, thresholds = describe(self.embeddings, labels)
        members, named = self._named(labels, centres)
        held = [_held(name, [self.terms[i] for i in own]) for name, own in zip(named, members, strict=True)]
        kept = [i for i in range(len(members)) if self._worth_showing(members[i], held[i])]
        renumber = np.full(len(members) + 1, -1)
        renumber[kept] = np.arange(len(kept))
        return renumber[labels], [
            self._theme(members[i], named[i], centres[i], float(thresholds[i]), keys, held[i]) for i in kept
        ]

    def _cut(self, telling: np.ndarray, keys: Sequence[str], seed: int) -> np.ndarray:
        """Label of each text of the group."""
        share = WORDING_SHARE.get(self.language, 0.0)
        words = [[term.key for term in self.terms[i]] for i in telling]
        rows = beside_wording(self.embeddings[telling], words, share)
        labels = np.full(len(self.texts), -1, dtype=np.int64)
        labels[telling] = ThemeFinder(seed=seed).fit(rows, copies=[keys[i] for i in telling]).labels_
        return labels

    def _worth_showing(self, own: np.ndarray, held: np.ndarray) -> bool:
        said = np.mean([self.kinds[i] != "other" for i in own])
        return bool(np.mean(held > 0) >= _RECOGNISABLE and said >= _SAID)

    def _kind(self, own: np.ndarray) -> str:
        if self.space == _PRAISE:
            return "praise"
        counts = Counter(self.kinds[i] for i in own)
        return max(_NAMED_KINDS, key=lambda kind: counts[kind])

    def _joined(self, labels: np.ndarray) -> np.ndarray:
        """Labels after themes that would carry one name have become one."""
        centres, _ = describe(self.embeddings, labels)
        _, named = self._named(labels, centres)
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
            kind=self._kind(own),
            language=self.language,
            name=name.name,
            keywords=name.keywords,
            size=len(own),
            centroid=centroid,
            threshold=threshold,
            quotes=tuple(self.places[own[i]] for i in quotes),
        )

    def _named(self, labels: np.ndarray, centres: np.ndarray) -> tuple[list[np.ndarray], list[Name]]:
        """Places of each theme's texts in the group, and its name."""
        members = [np.flatnonzero(labels == i) for i in range(len(centres))]
        nearest = [
            own[np.argsort(-(self.embeddings[own] @ centre), kind="stable")[:_READ_FOR_NAME]]
            for own, centre in zip(members, centres, strict=True)
        ]
        telling = contrast([[self.terms[i] for i in own] for own in nearest])
        return members, choose_names(telling, [_shortened(self.texts[own[0]]) for own in nearest])

    def _fresh_key(self, own: np.ndarray, keys: Sequence[str]) -> str:
        digest = hashlib.blake2b(f"{self.space}|{self.language}".encode(), digest_size=6)
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
