"""Apply the heads of each text's language."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from scipy import sparse

from ml.checkpoints import MINILM
from ml.classify import HEAD_LANGUAGES, KINDS, SENTIMENTS, heads_of
from ml.classify.heads import LinearHead
from ml.ngrams import HashedNgrams, weighted

SPACE = HashedNgrams(bits=17, sizes=(1, 2, 3, 4), jamo_sizes=(3, 4, 5, 6))
"""Jamo n-grams are worth .03 macro-F1 on Korean kinds."""
_VECTOR_SHARE = {"en": 1.0, "ko": 0.3}
"""How loud vectors are beside n-grams: few Korean rows are labelled by hand, and at full length their 384 columns are
learnt by heart (macro-F1 .744 in cross-validation, .771 without them, .775 so)."""
_DAMPED = 0.15
WORDS_ALONE = "words."
"""Before the name of a head that reads n-grams alone, beside an encoder that is not ours."""


@dataclass(frozen=True)
class HeadReader:
    """The trained heads for kind and sentiment.

    Sentiment is read from text alone; kind also sees the sentiment's scores, learned from far
    more data (stars), beside the n-grams and the dense vector.
    """

    idf: np.ndarray
    """(2**bits,) float32."""
    heads: Mapping[str, LinearHead]
    """`kind.ko`, `sentiment.en`, …, `words.kind.en`, …"""
    version: str

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the weights; their digest is the version."""
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        names = [name.removesuffix(".labels") for name in arrays if name.endswith(".labels")]
        return cls(
            idf=arrays["idf"].astype(np.float32),
            heads={name: LinearHead.unpacked(name, arrays) for name in names},
            version=hashlib.sha256(path.read_bytes()).hexdigest()[:6],
        )

    def read(
        self, texts: Sequence[str], languages: Sequence[str], dense: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Probabilities of each kind and each sentiment.

        Args:
            texts: (n_texts,).
            languages: one per text.
            dense: (n_texts, columns) float32, `Seen.joined` of the networks that the heads were fitted beside; None
                for another encoder: n-grams alone decide.

        Returns:
            (n_texts, 5) and (n_texts, 3) float32, columns as in `KINDS` and `SENTIMENTS`.
        """
        ngrams = self.ngrams(texts)
        kinds = np.zeros((len(texts), len(KINDS)), dtype=np.float32)
        feelings = np.zeros((len(texts), len(SENTIMENTS)), dtype=np.float32)
        spoken = np.array(heads_of(languages))
        for language in HEAD_LANGUAGES:
            at = np.flatnonzero(spoken == language)
            if len(at):
                sentiment, kind = (self._head(f"{task}.{language}", dense) for task in ("sentiment", "kind"))
                feelings[at] = sentiment.probabilities(ngrams[at], _seen(dense, at, len(sentiment.dense)))
                own = _seen(dense, at, max(0, len(kind.dense) - len(SENTIMENTS)))
                seen = kind_inputs(own, feelings[at], language) if len(kind.dense) else own
                kinds[at] = kind.probabilities(ngrams[at], seen)
        return kinds, feelings

    def _head(self, name: str, dense: np.ndarray | None) -> LinearHead:
        """The head of this name; without vectors the one that never saw any, where there is one."""
        return self.heads.get(WORDS_ALONE + name, self.heads[name]) if dense is None else self.heads[name]

    def ngrams(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """(n_texts, 2**bits) TF-IDF, unit rows."""
        return weighted(SPACE.transform(texts), self.idf)


def _seen(dense: np.ndarray | None, at: np.ndarray, width: int) -> np.ndarray:
    """What a head that was fitted on so many columns sees of them: zeros where there are none for it."""
    return np.zeros((len(at), width), dtype=np.float32) if dense is None or not width else dense[at, :width]


def kind_inputs(dense: np.ndarray, feelings: np.ndarray, language: str) -> np.ndarray:
    """What the kind head sees beside n-grams: what the networks say, and damped sentiment scores.

    Args:
        dense: (n, columns) float32, `Seen.joined`.
        feelings: (n, 3) float32, probabilities by the sentiment head.
        language: one of `HEAD_LANGUAGES`.
    """
    scores = np.log(np.maximum(feelings, 1e-4))
    scores -= scores.mean(axis=1, keepdims=True)
    vectors, told = np.split(dense, [MINILM.width], axis=1)
    return np.hstack([_VECTOR_SHARE[language] * vectors, _DAMPED * told, _DAMPED * scores]).astype(np.float32)
