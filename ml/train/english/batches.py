"""What one step sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ml.train.batches import padded


@dataclass(frozen=True)
class Batch:
    """Some texts, where the teacher places them, and what people said about them."""

    ids: torch.Tensor
    """(n, longest) int64, 0 where a text has ended."""
    vectors: torch.Tensor
    """(n, width) float32, unit rows."""
    labels: torch.Tensor
    """(n,) int64."""
    weights: torch.Tensor
    """(n,) float32: how much each label counts; 0 where nobody said anything."""


@dataclass(frozen=True)
class Texts:
    """Texts to learn from."""

    cut: Sequence[Sequence[int]]
    """Token numbers of each."""
    vectors: np.ndarray
    """(n, width), unit rows: the teacher's."""
    labels: np.ndarray
    """(n,) int64, columns of `ml.classify.SENTIMENTS` or `ml.classify.KINDS`."""
    weights: np.ndarray
    """(n,) float32, see `Batch.weights`."""

    def at(self, places: np.ndarray) -> Batch:
        """Some of them."""
        return Batch(
            padded([self.cut[i] for i in places]),
            torch.from_numpy(self.vectors[places].astype(np.float32)),
            torch.from_numpy(self.labels[places]),
            torch.from_numpy(self.weights[places]),
        )
