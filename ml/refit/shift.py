"""What is added to the scores of the shipped heads, small enough for a database."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from scipy import sparse

from ml.classify import HEAD_LANGUAGES
from ml.classify.heads import softmax
from ml.ngrams import HashedNgrams, document_frequency_weights, weighted

WORDS = HashedNgrams(bits=13, sizes=(2, 3, 4))
"""A company's own words are few; folding them into 8,192 columns costs no accuracy that we could measure."""
_CONSTANT = 0.3
"""Value of the constant column: leaning to a kind whatever the text says is penalised harder than any word."""
_FLOOR = 1e-4
"""Least probability that a head's opinion is taken for; it may be sure, and yet be corrected."""


@dataclass(frozen=True)
class Features:
    """What a shift reads of a text."""

    idf: np.ndarray
    """(2**bits,) float32."""

    @classmethod
    def fitted(cls, texts: Sequence[str]) -> Self:
        """With the rarity that each n-gram has in these texts."""
        return cls(document_frequency_weights(WORDS.transform(texts)))

    def of(self, texts: Sequence[str], dense: np.ndarray | None) -> sparse.csr_matrix:
        """(n_texts, 1 + 2**bits + width) float32: a constant, TF-IDF in unit rows, the encoder's unit rows.

        Args:
            texts: (n_texts,).
            dense: (n_texts, width) float32 as the heads get it; None: they read no vectors of this encoder.
        """
        constant = sparse.csr_matrix(np.full((len(texts), 1), _CONSTANT, dtype=np.float32))
        blocks = [constant, weighted(WORDS.transform(texts), self.idf)]
        if dense is not None and dense.shape[1]:
            blocks.append(sparse.csr_matrix(dense))
        return sparse.hstack(blocks, format="csr")


@dataclass(frozen=True)
class Shift:
    """A workspace's corrections as weights."""

    base: str
    """Version of the analyser that it was fitted beside; beside another one it means nothing."""
    features: Features
    kinds: np.ndarray | None
    """(n_features, 5) float32; None: nobody corrected enough kinds."""
    feelings: np.ndarray | None
    """(n_features, 3) float32; None: nobody corrected enough sentiments."""
    heads: tuple[str, ...] = HEAD_LANGUAGES
    """Languages whose heads people corrected; what was said of English must not move Korean."""

    def applied(
        self,
        texts: Sequence[str],
        heads: Sequence[str],
        dense: np.ndarray | None,
        kinds: np.ndarray,
        feelings: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray]:
        """The heads' probabilities of kinds and sentiments, shifted: the same shapes, rows sum to one.

        Args:
            texts: (n_texts,) as the heads read them.
            heads: the language of the head that read each.
            dense: see `Features.of`.
            kinds: (n_texts, 5) float32.
            feelings: (n_texts, 3) float32.
        """
        read = self.features.of(texts, dense)
        corrected = np.isin(heads, self.heads)[:, None]
        return (
            np.where(corrected, shifted(kinds, read, self.kinds), kinds),
            np.where(corrected, shifted(feelings, read, self.feelings), feelings),
        )

    def damped(self, strength: float) -> Self:
        """The same shift at a part of its strength, 0 to 1."""
        kinds, feelings = (
            None if each is None else each * np.float32(strength) for each in (self.kinds, self.feelings)
        )
        return replace(self, kinds=kinds, feelings=feelings)

    def packed(self) -> bytes:
        """As an .npz file in half precision."""
        arrays = {
            "base": np.array(self.base),
            "heads": np.array(self.heads),
            "idf": self.features.idf.astype(np.float16),
        }
        for name, weights in (("kinds", self.kinds), ("feelings", self.feelings)):
            if weights is not None:
                arrays[name] = weights.astype(np.float16)
        file = io.BytesIO()
        np.savez_compressed(file, **arrays)
        return file.getvalue()

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        """The shift that `packed` wrote."""
        with np.load(io.BytesIO(packed), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        weights = {name: arrays[name].astype(np.float32) if name in arrays else None for name in ("kinds", "feelings")}
        # a shift of before knows no heads: it moved them all
        heads = tuple(arrays["heads"].tolist()) if "heads" in arrays else HEAD_LANGUAGES
        return cls(
            base=str(arrays["base"]), features=Features(arrays["idf"].astype(np.float32)), heads=heads, **weights
        )

    @property
    def version(self) -> str:
        """Digest of the weights."""
        digest = hashlib.sha256(" ".join((self.base, *self.heads)).encode())
        for weights in (self.features.idf, self.kinds, self.feelings):
            digest.update(b"" if weights is None else weights.astype("<f2").tobytes())
        return digest.hexdigest()[:6]


def scores(probabilities: np.ndarray) -> np.ndarray:
    """Log-probabilities with a floor: same shape, float32."""
    return np.log(np.maximum(probabilities, _FLOOR)).astype(np.float32)


def shifted(probabilities: np.ndarray, read: sparse.csr_matrix, weights: np.ndarray | None) -> np.ndarray:
    """Probabilities after a shift of their scores; unchanged without one."""
    return probabilities if weights is None else softmax(scores(probabilities) + read @ weights)
