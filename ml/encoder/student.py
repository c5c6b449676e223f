"""The Korean student: places Korean near where the English encoder places its translation.

A gated mean of token vectors and one layer, a few megabytes, numpy only. `ml.train.student` fits it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from tokenizers import Tokenizer

from ml.text import readable

MAX_TOKENS = 64
_BATCH = 2_000


@dataclass(frozen=True)
class KoreanStudent:
    """Token vectors with gates, and the layer that carries their mean into the encoder's space."""

    tokenizer: Tokenizer
    table: np.ndarray
    """(n_tokens, width_in) float32, each row already times its gate."""
    gate: np.ndarray
    """(n_tokens,) float32, above 0; token 0 is padding and weighs nothing."""
    layer: np.ndarray
    """(width_in, width) float32."""
    name: str
    """Changes whenever the weights do."""

    @classmethod
    def load(cls, tokenizer: Path, weights: Path) -> Self:
        """Read the committed weights."""
        with np.load(weights, allow_pickle=False) as file:
            gate = np.exp(file["gate"].astype(np.float32))
            table = file["table"].astype(np.float32) * file["scale"].astype(np.float32) * gate[:, None]
            layer = file["layer"].astype(np.float32)
        digest = hashlib.sha256(weights.read_bytes() + tokenizer.read_bytes()).hexdigest()
        return cls(Tokenizer.from_file(str(tokenizer)), table, gate, layer, f"ko-{digest[:6]}")

    @property
    def width(self) -> int:
        """Length of one vector."""
        return int(self.layer.shape[1])

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(n_texts, width) float32, unit rows; zero for a text without a known token."""
        rows = [self._block(texts[i : i + _BATCH]) for i in range(0, len(texts), _BATCH)]
        return np.vstack(rows) if rows else np.zeros((0, self.width), dtype=np.float32)

    def _block(self, texts: Sequence[str]) -> np.ndarray:
        found = self.tokenizer.encode_batch([readable(text).casefold() for text in texts])
        tokens = [encoding.ids[:MAX_TOKENS] for encoding in found]
        flat = np.array([token for ids in tokens for token in ids], dtype=np.int64)
        sums = np.zeros((len(texts), self.table.shape[1]), dtype=np.float32)
        filled = np.flatnonzero([len(ids) > 0 for ids in tokens])
        if len(filled):
            starts = np.cumsum([0] + [len(tokens[i]) for i in filled[:-1]])
            weight = np.add.reduceat(self.gate[flat], starts)
            sums[filled] = np.add.reduceat(self.table[flat], starts, axis=0) / weight[:, None]
        rows = sums @ self.layer
        return (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)).astype(np.float32)
