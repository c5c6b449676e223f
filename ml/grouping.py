"""The texts of one space and language: which belong together, and what their themes are called."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ml.cluster.carry import Past, revived, settled
from ml.cluster.constraints import hold
from ml.cluster.finder import ThemeFinder
from ml.cluster.portraits import Portrait, Portraits, members
from ml.cluster.voters import vote
from ml.cluster.wording import WORDING_SHARE, beside_wording
from ml.naming import Term
from ml.naming.contrast import contrast
from ml.naming.duplicates import joined
from ml.naming.names import Name, choose_names
from ml.naming.quotes import held, representative
from ml.naming.shortlist import Candidate
from ml.text import copy_key

PRAISE, VOICED = "praise", "voiced"
_NAMED_KINDS = ("complaint", "idea", "question")
"""What a theme of the voiced space can be; of a tie the earlier wins."""
_SAID = 0.1
"""Share of a voiced theme's texts that must be a complaint, idea or question: `other` alone is no theme. Not
more, for plain reports ("the parcel came on Tuesday") often pass for `other`."""
_READ_FOR_NAME = 200
"""Texts per theme that are read to name it: the nearest to its centroid."""
_RECOGNISABLE = 0.15
"""Share of a theme's texts that must hold one of its keywords; below, nobody could say what it is."""


@dataclass(frozen=True)
class Anchor:
    """A place in a space and language around which a theme's texts lie."""

    space: str
    language: str
    centroid: np.ndarray
    """(width,) float32, unit."""
    threshold: float
    """Cosine to the centroid under which a part of a text does not belong; see `evidence`."""
    voters: tuple[int, ...] = ()
    """Places in the corpus of the texts that speak for it; see `cluster.voters`."""
    voter_threshold: float = 1.0
    """Likeness to them under which a new text does not belong."""


@dataclass(frozen=True)
class FoundTheme:
    """What texts of one space and language have in common; of several, where a person joined them."""

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
    """As its first anchor's."""
    quotes: tuple[int, ...]
    """Places of the most telling texts in the corpus, best first."""
    anchors: tuple[Anchor, ...]
    """Where new texts find it: one, unless a person joined what lies apart."""
    voices: int = 0
    """How many people speak of it; see `ml.voices`."""
    candidates: tuple[Candidate, ...] = ()
    """Ways to call it, the name among them or not; see `naming.ranking`."""

    @property
    def space(self) -> str:
        """Of its first anchor."""
        return self.anchors[0].space


@dataclass(frozen=True)
class Group:
    """The texts of one space and language."""

    space: str
    language: str
    places: list[int]
    texts: list[str]
    kinds: list[str]
    embeddings: np.ndarray
    terms: list[list[Term]]

    def cut(self, seed: int) -> np.ndarray:
        """What clustering alone makes of the texts, below 0 for none: (n,) int. Dear.

        A text that holds no telling term ("very good, thanks") takes no part: such texts resemble each
        other more than any two about one subject do.
        """
        telling = np.flatnonzero(self._telling)
        share = WORDING_SHARE.get(self.language, 0.0)
        words = [[term.key for term in self.terms[i]] for i in telling]
        rows = beside_wording(self.embeddings[telling], words, share)
        labels = np.full(len(self.texts), -1, dtype=np.int64)
        labels[telling] = ThemeFinder(seed=seed).fit(rows, copies=[self._copy_keys[i] for i in telling]).labels_
        return self.joined(labels)

    def arranged(self, cut: np.ndarray, previous: Past, held: Collection[str]) -> tuple[np.ndarray, dict[int, str]]:
        """The cut with what readers know in it: labels from 0 without gaps, and the theme of those that are held.

        What the clustering left over joins the theme whose members it is like enough to, as a text that
        comes in tomorrow would; but praise that names nothing has no theme.
        """
        rows = self.embeddings
        if (cut < 0).all() and (previous.of < 0).all():
            return cut, {}
        labels = revived(previous, cut, rows)
        labels = settled(previous, labels, rows, *self._portraits.describe(labels))
        labels, fixed = hold(previous, labels, rows, held)
        placed = labels >= 0
        numbers, labels[placed] = np.unique(labels[placed], return_inverse=True)
        waiting = np.flatnonzero(~placed & (self._telling | (self.space != PRAISE)))
        labels[waiting] = vote(rows[waiting], self._portraits.voters(labels))
        return labels, {int(np.searchsorted(numbers, label)): theme for label, theme in fixed.items()}

    def themes(
        self, labels: np.ndarray, common: frozenset[str], keys: Mapping[int, str]
    ) -> tuple[np.ndarray, list[FoundTheme]]:
        """The themes that are worth showing, in the order of the labels that come with them.

        Args:
            labels: as `arranged` answered.
            common: keys of terms that are said everywhere and name nothing.
            keys: themes that readers know, by label; they are shown in any case.
        """
        portraits = self._portraits.of(labels)
        own_of, named = self._named(labels, common)
        telling = [held(name, [self.terms[i] for i in own]) for name, own in zip(named, own_of, strict=True)]
        kept = [i for i in range(len(own_of)) if i in keys or self._worth_showing(own_of[i], telling[i])]
        renumber = np.full(len(own_of) + 1, -1)
        renumber[kept] = np.arange(len(kept))
        return renumber[labels], [
            self._theme(keys.get(i), own_of[i], named[i], self._anchor(portraits[i]), telling[i]) for i in kept
        ]

    @cached_property
    def _portraits(self) -> Portraits:
        return Portraits(self.embeddings)

    @cached_property
    def _copy_keys(self) -> list[str]:
        return [copy_key(text) or text for text in self.texts]

    @cached_property
    def _telling(self) -> np.ndarray:
        return np.array([bool(own) for own in self.terms], dtype=bool)

    def _worth_showing(self, own: np.ndarray, telling: np.ndarray) -> bool:
        said = np.mean([self.kinds[i] != "other" for i in own])
        return bool(np.mean(telling > 0) >= _RECOGNISABLE and said >= _SAID)

    def _kind(self, own: np.ndarray) -> str:
        if self.space == PRAISE:
            return "praise"
        counts = Counter(self.kinds[i] for i in own)
        return max(_NAMED_KINDS, key=lambda kind: counts[kind])

    def joined(self, labels: np.ndarray) -> np.ndarray:
        """Labels after themes that would carry one name have become one."""
        centres, _ = self._portraits.describe(labels)
        _, named = self._named(labels, frozenset())
        return np.append(joined(named, centres), -1)[labels]

    def _anchor(self, seen: Portrait) -> Anchor:
        places = tuple(self.places[i] for i in seen.voters)
        return Anchor(self.space, self.language, seen.centroid, seen.threshold, places, seen.asked)

    def _theme(self, key: str | None, own: np.ndarray, name: Name, anchor: Anchor, telling: np.ndarray) -> FoundTheme:
        quotes = representative([self.texts[i] for i in own], self.embeddings[own], anchor.centroid, telling)
        return FoundTheme(
            key=key or self._fresh_key(own),
            kind=self._kind(own),
            language=self.language,
            name=name.name,
            keywords=name.keywords,
            candidates=name.candidates,
            size=len(own),
            centroid=anchor.centroid,
            threshold=anchor.threshold,
            quotes=tuple(self.places[own[i]] for i in quotes),
            anchors=(anchor,),
        )

    def _named(self, labels: np.ndarray, common: frozenset[str]) -> tuple[list[np.ndarray], list[Name]]:
        """Places of each theme's texts in the group, and its name."""
        own_of = members(labels)
        nearest = [
            own[np.argsort(-(self.embeddings[own] @ seen.centroid), kind="stable")[:_READ_FOR_NAME]]
            for own, seen in zip(own_of, self._portraits.of(labels), strict=True)
        ]
        telling = contrast([[self.terms[i] for i in own] for own in nearest], common)
        return own_of, choose_names(telling, [_shortened(self.texts[own[0]]) for own in nearest])

    def _fresh_key(self, own: np.ndarray) -> str:
        digest = hashlib.blake2b(f"{self.space}|{self.language}".encode(), digest_size=6)
        for key in sorted({self._copy_keys[i] for i in own}):
            digest.update(key.encode("utf-8", "ignore"))
        return f"new-{digest.hexdigest()}"


def _shortened(text: str, most: int = 30) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
