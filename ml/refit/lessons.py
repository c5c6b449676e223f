"""What people said about readings, as targets for a fit."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from scipy import sparse

from ml.classify import KINDS, SENTIMENTS
from ml.refit.sample import columns
from ml.refit.shift import scores
from ml.text import copy_key

MOOD_EDGE = 0.25
"""Sentiment beyond it counts as negative or positive."""


class Lesson(NamedTuple):
    """One text and what a person says that it is; a confirmation teaches as a correction does."""

    text: str
    kind: str | None = None
    sentiment: float | None = None
    """−1 to 1."""


class Opinions(NamedTuple):
    """What the shipped heads make of n texts, and from what."""

    texts: list[str]
    """As the heads read them."""
    kinds: np.ndarray
    """(n, 5) float32."""
    feelings: np.ndarray
    """(n, 3) float32."""
    dense: np.ndarray | None
    """(n, width) float32, as the heads get it."""
    heads: list[str]
    """Language of the head that read each text."""

    def of(self, chosen: Sequence[int]) -> Opinions:
        """Those of some texts."""
        at = np.asarray(chosen, dtype=np.intp)
        dense = None if self.dense is None else self.dense[at]
        texts, heads = ([column[i] for i in at] for column in (self.texts, self.heads))
        return Opinions(texts, self.kinds[at], self.feelings[at], dense, heads)


class HasOpinions(Protocol):
    """As `ml.pipeline.Analyser` offers it."""

    version: str

    def opinions(self, texts: Sequence[str]) -> Opinions:
        """Of texts as they came in."""
        ...


class Task(NamedTuple):
    """All that one head is to learn."""

    read: sparse.csr_matrix
    """(n, n_features) float32."""
    offsets: np.ndarray
    """(n, n_labels) float32: the shipped head's scores."""
    wanted: np.ndarray
    """(n,) int: what people said."""
    fold: np.ndarray
    """(n,) int from 0: copies of one text are never on both sides."""

    def of(self, chosen: np.ndarray) -> Task:
        """Some of it."""
        return Task(self.read[chosen], self.offsets[chosen], self.wanted[chosen], self.fold[chosen])


def mood(sentiment: float) -> str:
    """The label of a sentiment."""
    return "negative" if sentiment < -MOOD_EDGE else "positive" if sentiment > MOOD_EDGE else "neutral"


def kind_task(lessons: Sequence[Lesson], read: sparse.csr_matrix, opinions: Opinions, folds: int) -> Task:
    """The lessons about kinds."""
    at = [i for i, lesson in enumerate(lessons) if lesson.kind is not None]
    wanted = columns([lessons[i].kind or "" for i in at], KINDS)
    return Task(read[at], scores(opinions.kinds[at]), wanted, _folds([opinions.texts[i] for i in at], folds))


def mood_task(lessons: Sequence[Lesson], read: sparse.csr_matrix, opinions: Opinions, folds: int) -> Task:
    """The lessons about sentiment."""
    said = [(i, lesson.sentiment) for i, lesson in enumerate(lessons) if lesson.sentiment is not None]
    at = [i for i, _ in said]
    wanted = columns([mood(sentiment) for _, sentiment in said], SENTIMENTS)
    return Task(read[at], scores(opinions.feelings[at]), wanted, _folds([opinions.texts[i] for i in at], folds))


def _folds(texts: Sequence[str], folds: int) -> np.ndarray:
    digests = [hashlib.sha256(copy_key(text).encode("utf-8", "surrogatepass")).digest()[0] for text in texts]
    return np.array(digests, dtype=np.int64) % folds
