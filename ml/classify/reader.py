"""Apply the heads of each text's language."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from scipy import sparse

from ml.classify import HEAD_LANGUAGES, KINDS, SENTIMENTS
from ml.classify.heads import LinearHead
from ml.ngrams import HashedNgrams, weighted

SPACE = HashedNgrams(bits=17, sizes=(1, 2, 3, 4), jamo_sizes=(3, 4, 5, 6))
"""Jamo n-grams are worth .03 macro-F1 on Korean kinds."""


@dataclass(frozen=True)
class HeadReader:
    """The trained heads for kind and sentiment.

    Sentiment is read from text alone; kind also sees the sentiment's scores, learned from far
    more data (stars), beside the n-grams and the dense vector.
    """

    idf: np.ndarray
    """(2**bits,) float32."""
    heads: Mapping[str, LinearHead]
    """`kind.ko`, `sentiment.en`, …"""
    version: str

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the weights; their digest is the version."""
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        names = [f"{task}.{lang}" for task in ("kind", "sentiment") for lang in HEAD_LANGUAGES]
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
            dense: (n_texts, width) float32, unit rows of the encoder that the heads were fitted on; None for
                another encoder: n-grams alone decide.

        Returns:
            (n_texts, 5) and (n_texts, 3) float32, columns as in `KINDS` and `SENTIMENTS`.
        """
        ngrams = self.ngrams(texts)
        kinds = np.zeros((len(texts), len(KINDS)), dtype=np.float32)
        feelings = np.zeros((len(texts), len(SENTIMENTS)), dtype=np.float32)
        spoken = np.array([lang if lang in HEAD_LANGUAGES else "en" for lang in languages])
        for language in HEAD_LANGUAGES:
            at = np.flatnonzero(spoken == language)
            if len(at):
                sentiment = self.heads[f"sentiment.{language}"]
                own = np.zeros((len(at), len(sentiment.dense)), dtype=np.float32)
                if dense is not None and own.shape[1]:
                    own[:] = dense[at]
                feelings[at] = sentiment.probabilities(ngrams[at], own)
                beside = kind_inputs(own, feelings[at])
                kinds[at] = self.heads[f"kind.{language}"].probabilities(ngrams[at], beside)
        return kinds, feelings

    def ngrams(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """(n_texts, 2**bits) TF-IDF, unit rows."""
        return weighted(SPACE.transform(texts), self.idf)


def kind_inputs(dense: np.ndarray, feelings: np.ndarray) -> np.ndarray:
    """What the kind head sees beside n-grams: the dense vector and damped sentiment scores."""
    scores = np.log(np.maximum(feelings, 1e-4))
    scores -= scores.mean(axis=1, keepdims=True)
    return np.hstack([dense, 0.15 * scores]).astype(np.float32)
