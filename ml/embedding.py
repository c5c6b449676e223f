"""One unit vector per text in which cosine means likeness, within a language.

The vector is two blocks side by side. The first is the space of meaning: the encoder's for
English and, for Korean, that of a small student which learned to place a sentence where the
encoder places its translation. The second is *lexical*, a projection of hashed character n-grams:
it keeps apart what the student, which never saw an app's own words, cannot tell. Cosine compares
texts of one language; across languages it is only a hint, so themes are found per language.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from ml.encoder import Encoder
from ml.encoder.student import KoreanStudent
from ml.ngrams import HashedNgrams, weighted

LEXICAL_SPACE = HashedNgrams(bits=15, sizes=(1, 2, 3))
_MEANING_SHARE = {"en": 1.0, "ko": 0.75}
"""Share of the squared length that the space of meaning gets; the rest is lexical."""
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
    """Encoder or student, and lexical projection, in one vector."""

    encoder: Encoder
    student: KoreanStudent | None
    """Reads Korean in the default encoder's place; None leaves Korean to the encoder."""
    lexical: LexicalProjection

    @property
    def name(self) -> str:
        """Changes whenever a vector of any language does."""
        student = f"+{self.student.name}" if self.student else ""
        return f"{self.encoder.name}{student}+char{self.lexical.width}-{self.lexical.version}"

    @property
    def width(self) -> int:
        """Length of one vector: the encoder's and the projection's."""
        return self.encoder.width + self.lexical.width

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """The rows of meaning and the joined rows.

        Beside a student the encoder, by far the dearest step, reads no Korean.

        Returns:
            (n_texts, encoder.width) float32, unit rows, and (n_texts, width) float32, unit rows.
        """
        korean = np.array([lang == "ko" and self.student is not None for lang in languages], dtype=bool)
        share = np.array([_MEANING_SHARE.get(lang, _OTHER_SHARE) for lang in languages], np.float32)
        meaning = np.zeros((len(texts), self.encoder.width), dtype=np.float32)
        words = np.zeros((len(texts), self.lexical.width), dtype=np.float32)
        if self.student is not None:
            _fill(meaning, texts, korean, self.student.encode)
        _fill(meaning, texts, ~korean, self.encoder.encode)
        _fill(words, texts, share < 1, self.lexical.encode)
        joined = np.hstack([np.sqrt(share)[:, None] * meaning, np.sqrt(1.0 - share)[:, None] * words])
        return meaning, _unit(joined)


def _fill(
    rows: np.ndarray, texts: Sequence[str], chosen: np.ndarray, encode: Callable[[Sequence[str]], np.ndarray]
) -> None:
    """Write the vectors of the chosen texts into their rows."""
    at = np.flatnonzero(chosen)
    if len(at):
        rows[at] = encode([texts[i] for i in at])


def _unit(rows: np.ndarray) -> np.ndarray:
    """Unit rows; a row of zeros (nothing to read) becomes the last axis rather than nothing."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    empty = norms[:, 0] < 1e-6
    rows[empty] = 0.0
    rows[empty, -1] = 1.0
    norms[empty] = 1.0
    return (rows / norms).astype(np.float32)
