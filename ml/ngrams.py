"""Hashed character n-grams, the eyes for Korean.

Korean puts its grammar into endings ("-았으면", "-나요", "-네요") that cross word boundaries and
change inside the syllable, so syllables and their jamo are both counted. Everything is numpy on
whole batches: no Python loop per n-gram.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
from scipy import sparse

from ml.text import readable

_PRIME = np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_BATCH = 2_000


class HashedNgrams:
    """Counts of character n-grams, hashed into a fixed number of columns.

    Args:
        bits: the matrix has 2**bits columns.
        sizes: lengths of the n-grams of characters, word boundaries included.
        jamo_sizes: lengths of the n-grams of letters inside the syllables (NFD); () for none.
    """

    def __init__(
        self,
        bits: int = 17,
        sizes: Sequence[int] = (1, 2, 3, 4),
        jamo_sizes: Sequence[int] = (),
    ) -> None:
        self.bits = bits
        self.sizes = tuple(sizes)
        self.jamo_sizes = tuple(jamo_sizes)

    @property
    def width(self) -> int:
        """Number of columns."""
        return 1 << self.bits

    def transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Damped counts, 1 + ln(count): (n_texts, 2**bits) float32, not yet weighted."""
        blocks = [self._block(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
        if not blocks:
            return sparse.csr_matrix((0, self.width), dtype=np.float32)
        return sparse.vstack(blocks, format="csr")

    def _block(self, texts: Sequence[str]) -> sparse.csr_matrix:
        padded = [f" {readable(text).casefold()} " for text in texts]
        keys = [self._keys(padded, size, salt=size) for size in self.sizes]
        if self.jamo_sizes:
            letters = [unicodedata.normalize("NFD", text) for text in padded]
            keys += [self._keys(letters, size, salt=64 + size) for size in self.jamo_sizes]
        unique, counts = np.unique(np.concatenate(keys), return_counts=True)
        rows = (unique >> np.uint64(self.bits)).astype(np.int32)
        columns = (unique & np.uint64(self.width - 1)).astype(np.int32)
        values = (1.0 + np.log(counts)).astype(np.float32)
        shape = (len(texts), self.width)
        return sparse.csr_matrix((values, (rows, columns)), shape=shape)

    def _keys(self, texts: Sequence[str], size: int, salt: int) -> np.ndarray:
        """Row number and column of every n-gram, packed: (n_ngrams,) uint64."""
        lengths = np.array([len(text) for text in texts])
        codes = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32)
        codes = codes.astype(np.uint64)
        rows = np.repeat(np.arange(len(texts), dtype=np.uint64), lengths)
        n = max(len(codes) - size + 1, 0)
        hashed = np.full(n, salt, dtype=np.uint64)
        for offset in range(size):
            hashed = (hashed ^ codes[offset : offset + n]) * _PRIME
            hashed ^= hashed >> np.uint64(29)
        inside = rows[:n] == rows[size - 1 : size - 1 + n]
        column = (hashed[inside] * _MIX) >> np.uint64(64 - self.bits)
        return (rows[:n][inside] << np.uint64(self.bits)) | column


def document_frequency_weights(counts: sparse.csr_matrix) -> np.ndarray:
    """Smoothed inverse document frequency per column: (width,) float32."""
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    return (np.log((1.0 + counts.shape[0]) / (1.0 + seen)) + 1.0).astype(np.float32)


def weighted(counts: sparse.csr_matrix, idf: np.ndarray) -> sparse.csr_matrix:
    """TF-IDF with unit rows; a row without n-grams stays zero."""
    matrix = counts.copy()
    matrix.data = matrix.data * idf[matrix.indices]
    squares = matrix.multiply(matrix).sum(axis=1)
    norms = np.sqrt(np.asarray(squares).ravel())
    matrix.data /= np.repeat(np.maximum(norms, 1e-12), np.diff(matrix.indptr)).astype(np.float32)
    return matrix
