"""A stand-in encoder: deterministic, no weights, likeness by shared words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np


class FakeEncoder:
    """Sum of one pseudo-random direction per word.

    Args:
        width: length of a vector.
    """

    def __init__(self, width: int = 32) -> None:
        self.width = width
        self.name = f"fake{width}"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(n_texts, width) float32, unit rows."""
        rows = np.zeros((len(texts), self.width), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.casefold().split() or [""]:
                row += self._direction(word)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)

    def _direction(self, word: str) -> np.ndarray:
        digest = hashlib.blake2b(word.encode("utf-8", "ignore"), digest_size=8).digest()
        rng = np.random.default_rng(int.from_bytes(digest, "big"))
        return rng.standard_normal(self.width).astype(np.float32)
