"""Put an answer together from whole sentences of passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ml.drafting.agreement import Claim, Embed, contradiction
from ml.drafting.idle import is_idle, is_personal
from ml.drafting.sentences import sentences
from ml.drafting.words import content, covered
from ml.language import detect_all
from ml.questions.stripping import stripped

_MOST_PASSAGES, _MOST_CANDIDATES = 60, 600
_ANSWERS = 0.5
"""Score from which a sentence answers; below, it is no answer to this question."""
_BESIDE = 0.85
"""Share of the best sentence's score that further ones need."""
_FOLLOWS = 0.7
"""… and those right after one that is chosen, which go on with it."""
_MOST_SENTENCES, _MOST_CHARACTERS = 5, 700
_REPEATS = 0.9
"""Cosine from which a sentence only repeats another."""
_PASSAGE_SHARE = 0.25
"""How much the passage around a sentence counts: "It takes three days." says nothing by itself."""
_WORDS_SHARE = 0.5
_MOST_PAIRS = 40
"""Sentences that are compared with each other for contradictions, the likeliest answers first."""


@dataclass(frozen=True)
class Sourced:
    """A whole sentence, and where it stands."""

    text: str
    passage: str
    """Id of the passage."""
    start: int
    end: int
    """Characters of the passage's text: `text[start:end]` is the sentence."""
    score: float
    """How well it answers, 0 to 1."""


@dataclass(frozen=True)
class Conflict:
    """Two sentences of different passages that cannot both be right."""

    one: Sourced
    other: Sourced
    reason: str
    """See `agreement.conflicting`."""


@dataclass(frozen=True)
class Draft:
    """What passages say to a question; without sentences where they say nothing."""

    sentences: tuple[Sourced, ...]
    """In the order in which they are to be read."""
    conflicts: tuple[Conflict, ...]

    @property
    def text(self) -> str:
        """The sentences together."""
        return " ".join(one.text for one in self.sentences)


def draft_answer(question: str, passages: Sequence[tuple[str, str, str]], embed: Embed) -> Draft:
    """Pick and order sentences that answer a question.

    Args:
        question: as it was asked.
        passages: id, text, and kind of source each: `reply` of an agent's answer, out of which what was said to that
            one customer is left; anything else is read as a document.
        embed: makes vectors.
    """
    asked = stripped(question)
    found = _candidates(passages)
    if not asked or not found:
        return Draft((), ())
    texts = [one.text for one in found]
    vectors = embed([asked, *texts], detect_all([asked, *texts]))
    scores = _scores(asked, found, vectors[0], vectors[1:])
    chosen = _chosen(found, scores, vectors[1:])
    told = tuple(_scored(found[i], scores[i]) for i in _ordered(chosen, found, scores))
    return Draft(told, _conflicts(found, scores, vectors[1:], chosen))


def contradictions(
    question: str, answer: Sequence[tuple[str, str | None]], passages: Sequence[tuple[str, str, str]], embed: Embed
) -> list[tuple[int, Sourced, str]]:
    """What else answers a question, and cannot be right if a sentence of its answer is.

    Args:
        question: as it was asked.
        answer: sentences, and the passage that each was taken from, which cannot contradict it.
        passages: as those of `draft_answer`.
        embed: makes vectors.

    Returns:
        The place of the sentence in the answer, the other sentence, and why: see `agreement.conflicting`.
    """
    asked, found = stripped(question), _candidates(passages)
    if not asked or not found or not answer:
        return []
    texts = [asked, *(text for text, _ in answer), *(one.text for one in found)]
    vectors = embed(texts, detect_all(texts))
    own, others = vectors[1 : len(answer) + 1], vectors[len(answer) + 1 :]
    scores = _scores(asked, found, vectors[0], others)
    near = {i: Claim(found[i].text) for i in _near(scores)}
    told = []
    for place, (text, passage) in enumerate(answer):
        claim = Claim(text)
        for i, other in near.items():
            reason = contradiction(claim, other, float(own[place] @ others[i]))
            if reason and found[i].passage != passage:
                told.append((place, _scored(found[i], scores[i]), reason))
    return told


def _candidates(passages: Sequence[tuple[str, str, str]]) -> list[Sourced]:
    found = []
    for key, text, kind in passages[:_MOST_PASSAGES]:
        for start, end in sentences(text):
            sentence = text[start:end]
            if not is_idle(sentence) and not (kind == "reply" and is_personal(sentence)):
                found.append(Sourced(sentence, key, start, end, 0.0))
    return found[:_MOST_CANDIDATES]


def _scores(asked: str, found: Sequence[Sourced], question: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """How well each sentence answers: shared words and likeness, of itself and a little of its passage."""
    words = content(asked)
    own = np.array([_shared(words, content(one.text)) for one in found])
    alike = np.maximum(vectors @ question, 0.0)
    scores = _WORDS_SHARE * own + (1 - _WORDS_SHARE) * alike
    best = {one.passage: 0.0 for one in found}
    for one, score in zip(found, scores, strict=True):
        best[one.passage] = max(best[one.passage], float(score))
    return (1 - _PASSAGE_SHARE) * scores + _PASSAGE_SHARE * np.array([best[one.passage] for one in found])


def _shared(words: list[str], others: list[str]) -> float:
    hit = covered(words, others)
    return sum(hit) / len(hit) if hit else 0.0


def _chosen(found: Sequence[Sourced], scores: np.ndarray, vectors: np.ndarray) -> list[int]:
    """Places of the sentences that answer, without repetitions, as many as an answer holds."""
    top = float(scores.max())
    chosen: list[int] = []
    length = 0
    for i in np.argsort(-scores, kind="stable"):
        follows = any(found[i].passage == found[j].passage and i == j + 1 for j in chosen)
        if scores[i] < max(_ANSWERS, (_FOLLOWS if follows else _BESIDE) * top):
            continue
        repeats = any(float(vectors[i] @ vectors[j]) >= _REPEATS for j in chosen)
        if not repeats and length + len(found[i].text) <= _MOST_CHARACTERS and len(chosen) < _MOST_SENTENCES:
            chosen.append(int(i))
            length += len(found[i].text)
    return chosen


def _ordered(chosen: Sequence[int], found: Sequence[Sourced], scores: np.ndarray) -> list[int]:
    """Passage by passage, the one with the best sentence first, and as they stand there."""
    best: dict[str, float] = {}
    for i in chosen:
        best[found[i].passage] = max(best.get(found[i].passage, 0.0), float(scores[i]))
    return sorted(chosen, key=lambda i: (-best[found[i].passage], found[i].passage, found[i].start))


def _conflicts(
    found: Sequence[Sourced], scores: np.ndarray, vectors: np.ndarray, chosen: Sequence[int]
) -> tuple[Conflict, ...]:
    """Contradictions between what is chosen and what else answers, in other passages."""
    near = _near(scores)
    claims = {i: Claim(found[i].text) for i in {*near, *chosen}}
    conflicts = []
    for i in chosen:
        for j in near:
            if found[i].passage == found[j].passage or (j in chosen and j < i):
                continue
            if reason := contradiction(claims[i], claims[j], float(vectors[i] @ vectors[j])):
                conflicts.append(Conflict(_scored(found[i], scores[i]), _scored(found[j], scores[j]), reason))
    return tuple(conflicts)


def _near(scores: np.ndarray) -> list[int]:
    """Places of the sentences that are looked at for contradictions."""
    return [int(i) for i in np.argsort(-scores, kind="stable")[:_MOST_PAIRS] if scores[i] >= _ANSWERS]


def _scored(one: Sourced, score: float) -> Sourced:
    return replace(one, score=round(min(1.0, float(score)), 4))
