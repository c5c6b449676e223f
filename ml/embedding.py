"""One unit vector per text in which cosine means likeness, within a language.

The vector is two blocks side by side: the encoder's, for languages that the encoder understands,
and a *lexical* one, a projection of hashed character n-grams, for those it is blind to. English
lives in the first block, Korean in the second, other languages half in each. So Korean and
English are orthogonal: their themes are found apart, until a bilingual encoder joins them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from ml.encoder import Encoder
from ml.ngrams import HashedNgrams, weighted

LEXICAL_SPACE = HashedNgrams(bits=15, sizes=(1, 2, 3))
_ENCODER_SHARE = {"en": 1.0, "ko": 0.0}
_OTHER_SHARE = 0.5


@dataclass(frozen=True)
class LexicalProjection:
    """Hashed n-grams to a short dense vector, fitted by `ml.train.projection`."""

    idf: np.ndarray
    """(2**bits,) float32."""
    table: np.ndarray
    """(2**bits, width) float32."""
    version: str

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the weights; their digest is the version."""
        with np.load(path, allow_pickle=False) as file:
            table = file["table"].astype(np.float32) * file["scale"]
            idf = file["idf"].astype(np.float32)
        return cls(idf, table, hashlib.sha256(path.read_bytes()).hexdigest()[:6])

    @property
    def width(self) -> int:
        """Length of one vector."""
        return int(self.table.shape[1])

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(n_texts, width) float32, unit rows; zero for a text without a single character."""
        rows = weighted(LEXICAL_SPACE.transform(texts), self.idf) @ self.table
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)


@dataclass(frozen=True)
class TextEmbedder:
    """Encoder and lexical projection in one vector."""

    encoder: Encoder
    lexical: LexicalProjection

    @property
    def width(self) -> int:
        """Length of one vector: the encoder's and the projection's."""
        return self.encoder.width + self.lexical.width

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """The encoder's rows and the joined rows.

        The encoder, by far the dearest step, reads only texts of languages that it understands.

        Returns:
            (n_texts, encoder.width) float32, zero where the encoder was not asked, and
            (n_texts, width) float32, unit rows.
        """
        share = np.array([_ENCODER_SHARE.get(lang, _OTHER_SHARE) for lang in languages], np.float32)
        meaning = np.zeros((len(texts), self.encoder.width), dtype=np.float32)
        asked = np.flatnonzero(share > 0)
        if len(asked):
            meaning[asked] = self.encoder.encode([texts[i] for i in asked])
        words = np.zeros((len(texts), self.lexical.width), dtype=np.float32)
        lexical = np.flatnonzero(share < 1)
        if len(lexical):
            words[lexical] = self.lexical.encode([texts[i] for i in lexical])
        joined = np.hstack([np.sqrt(share)[:, None] * meaning, np.sqrt(1.0 - share)[:, None] * words])
        return meaning, _unit(joined)


def _unit(rows: np.ndarray) -> np.ndarray:
    """Unit rows; a row of zeros (nothing to read) becomes the last axis rather than nothing."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    empty = norms[:, 0] < 1e-6
    rows[empty] = 0.0
    rows[empty, -1] = 1.0
    norms[empty] = 1.0
    return (rows / norms).astype(np.float32)
