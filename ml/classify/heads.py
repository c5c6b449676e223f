"""Linear heads over hashed n-grams and one dense vector, small enough to commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse


@dataclass(frozen=True)
class LinearHead:
    """A multinomial logistic regression with calibrated confidence."""

    labels: tuple[str, ...]
    table: np.ndarray
    """(2**bits, n_labels) float32: a weight per hashed n-gram."""
    dense: np.ndarray
    """(width, n_labels) float32: a weight per dimension of the dense vector; width may be 0."""
    bias: np.ndarray
    """(n_labels,) float32."""
    temperature: float
    """Divides the scores; above 1 the fitted scores were too sure of themselves."""

    def probabilities(self, ngrams: sparse.csr_matrix, dense: np.ndarray) -> np.ndarray:
        """(n_texts, n_labels) float32, rows sum to one.

        Args:
            ngrams: (n_texts, 2**bits) TF-IDF, unit rows.
            dense: (n_texts, width) float32.
        """
        scores = np.asarray(ngrams @ self.table) + dense @ self.dense + self.bias
        return softmax(scores / self.temperature)

    def packed(self, name: str) -> dict[str, np.ndarray]:
        """Arrays for an .npz file; the table becomes int8 with one scale per label."""
        scale = np.maximum(np.abs(self.table).max(axis=0), 1e-12) / 127.0
        return {
            f"{name}.labels": np.array(self.labels),
            f"{name}.table": np.round(self.table / scale).astype(np.int8),
            f"{name}.scale": scale.astype(np.float32),
            f"{name}.dense": self.dense.astype(np.float32),
            f"{name}.bias": self.bias.astype(np.float32),
            f"{name}.temperature": np.float32(self.temperature),
        }

    @classmethod
    def unpacked(cls, name: str, arrays: Mapping[str, np.ndarray]) -> Self:
        """The head that `packed` wrote under this name."""
        return cls(
            labels=tuple(str(label) for label in arrays[f"{name}.labels"]),
            table=arrays[f"{name}.table"].astype(np.float32) * arrays[f"{name}.scale"],
            dense=arrays[f"{name}.dense"],
            bias=arrays[f"{name}.bias"],
            temperature=float(arrays[f"{name}.temperature"]),
        )


def softmax(scores: np.ndarray) -> np.ndarray:
    """Rows of scores to rows of probabilities: same shape, float32."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)


def best(probabilities: np.ndarray, labels: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """The likeliest label of each row and its probability: list of n, (n,) float32."""
    winner = probabilities.argmax(axis=1)
    return [labels[i] for i in winner], probabilities[np.arange(len(winner)), winner]
