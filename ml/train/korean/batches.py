"""What one step sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ml.train.batches import padded


@dataclass(frozen=True)
class Batch:
    """What one step sees."""

    ids: torch.Tensor
    """(n, longest) int64, 0 where a sentence has ended."""
    wanted: torch.Tensor
    """(n, width) float32 unit rows, or (n,) int64 labels."""


@dataclass(frozen=True)
class Translated:
    """Korean sentences, and where their translations lie."""

    cut: Sequence[Sequence[int]]
    """Token numbers of each."""
    targets: np.ndarray
    """(n, width), unit rows."""

    def at(self, places: np.ndarray) -> Batch:
        """Some of them."""
        wanted = torch.from_numpy(self.targets[places].astype(np.float32))
        return Batch(padded([self.cut[i] for i in places]), wanted)

    def drawn(self, count: int, rng: np.random.Generator) -> torch.Tensor:
        """(count, width), targets drawn by chance."""
        return torch.from_numpy(self.targets[rng.integers(len(self.targets), size=count)].astype(np.float32))


@dataclass(frozen=True)
class Felt:
    """Reviews, and how their writers felt."""

    cut: Sequence[Sequence[int]]
    """Token numbers of each."""
    labels: np.ndarray
    """(n,) int64, columns of `ml.classify.SENTIMENTS`."""

    def at(self, places: np.ndarray) -> Batch:
        """Some of them."""
        return Batch(padded([self.cut[i] for i in places]), torch.from_numpy(self.labels[places]))
