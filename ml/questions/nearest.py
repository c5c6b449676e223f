"""What is known already, ranked for a question that comes in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse

from ml.language import detect_all
from ml.questions.likeness import Letters, written_share
from ml.questions.stripping import stripped

Embed = Callable[[Sequence[str], Sequence[str]], np.ndarray]
"""Texts and their languages to (n, width) float32, unit rows."""
OFFERED = {"ko": 0.57, "en": 0.61}
"""Likeness under which nothing is offered, by language of both questions. Of banking questions that nobody has
answered, one in thirty is offered an answer to another, of Korean requests one in fifty, of lone remarks one in
twelve; measured on those halves of the sets in `tests.bench faq` that constants are chosen on."""
OFFERED_OVER_LANGUAGES = 0.7
"""Two of three translations of ninety questions lie above it, and one in thirteen questions of another meaning."""
_SOFTNESS = 0.1
"""Of the maximum over the wordings of a question: one that is like all of them is nearer than one like a single one."""
_CROWD, _CROWD_SHARE = 10, 0.25
"""A wording that many others are like is near to everything; so much of its likeness to as many others is taken off."""


@dataclass(frozen=True)
class Near:
    """One of the known questions, for a question that came in."""

    place: int
    """In what was given as known."""
    likeness: float
    """At most 1."""
    offered: bool
    """Whether it is near enough that people would take one for the other."""


class KnownQuestions:
    """Questions that have an answer, each in one or more wordings, and how like them others are."""

    def fit(self, wordings: Sequence[Sequence[str]], languages: Sequence[Sequence[str]], vectors: np.ndarray) -> Self:
        """Take in what is known.

        Args:
            wordings: of each question the canonical one and its aliases; one without any is like nothing.
            languages: of each wording.
            vectors: (n_wordings, width) float32, unit rows, in that order.
        """
        texts = [text for one in wordings for text in one]
        self._places = np.repeat(np.arange(len(wordings)), [len(one) for one in wordings])
        self._languages = np.array([language for one in languages for language in one], dtype=object)
        self._vectors = vectors
        self._letters = Letters().fit(texts)
        self._written = self._letters.transform(texts)
        self._count = len(wordings)
        self._crowd = self._crowds(self._likeness(self._written, self._languages, vectors))
        return self

    def likeness(self, texts: Sequence[str], languages: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        """Of each text to each known question: (n, n_known) float32. Over languages only the encoder counts.

        Args:
            texts: stripped.
            languages: one for each.
            vectors: (n, width) float32, unit rows.

        Source:
            Radovanović, Nanopoulos, Ivanović, "Hubs in space", JMLR 11 (2010), on what is near to everything.
        """
        own = self._likeness(self._letters.transform(texts), languages, vectors) - _CROWD_SHARE * self._crowd
        found = np.full((len(texts), self._count), -1.0, dtype=np.float32)
        for place in np.unique(self._places):
            each = own[:, self._places == place]
            found[:, place] = _SOFTNESS * np.log(np.exp(each / _SOFTNESS).mean(axis=1))
        return found

    def _likeness(self, written: sparse.csr_matrix, languages: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        """To each wording: (n, n_wordings)."""
        share = np.zeros((len(vectors), len(self._languages)), dtype=np.float32)
        for place, language in enumerate(languages):
            share[place, self._languages == language] = written_share(language)
        return (1 - share) * (vectors @ self._vectors.T) + share * (written @ self._written.T).toarray()

    def _crowds(self, likeness: np.ndarray) -> np.ndarray:
        """How like the nearest wordings of other questions each is, beyond the mean of that: (n_wordings,)."""
        others = np.where(self._places[:, None] == self._places, 0.0, likeness)
        crowd = np.sort(others, axis=1)[:, -_CROWD:].mean(axis=1)
        return crowd - crowd.mean()


def nearest_questions(question: str, known: Sequence[Sequence[str]], embed: Embed) -> list[Near]:
    """All that is known, the likeliest to be asked first; nothing for a question without words.

    Args:
        question: as somebody asked it, in any language.
        known: of each the canonical question and its aliases, in any language.
        embed: makes vectors.
    """
    asked = stripped(question)
    texts = [text for one in known for text in one]
    if not asked or not texts:
        return []
    spoken, *languages = detect_all([asked, *texts])
    vectors = embed([asked, *texts], [spoken, *languages])
    each = iter(languages)
    by_question = [[next(each) for _ in one] for one in known]
    likeness = KnownQuestions().fit(known, by_question, vectors[1:]).likeness([asked], [spoken], vectors[:1])[0]
    order = np.argsort(-likeness, kind="stable")
    return [Near(int(i), float(likeness[i]), _is_offered(float(likeness[i]), spoken, by_question[i])) for i in order]


def _is_offered(likeness: float, spoken: str, languages: Sequence[str]) -> bool:
    return likeness >= (OFFERED.get(spoken, OFFERED["en"]) if spoken in languages else OFFERED_OVER_LANGUAGES)
