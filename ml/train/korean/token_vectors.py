"""Where each token alone belongs: a gated mean of token vectors, trained against the encoder."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
import torch

from ml.train.batches import padded
from ml.train.korean.loss import distilled

_log = logging.getLogger(__name__)
_WIDTH, _BATCH = 192, 1_024


class GatedMean(torch.nn.Module):
    """Gated mean of token vectors, one linear layer, unit length.

    Args:
        tokens: size of the vocabulary.
        width_out: length of a vector.
    """

    def __init__(self, tokens: int, width_out: int) -> None:
        super().__init__()
        self.table = torch.nn.Embedding(tokens, _WIDTH, padding_idx=0)
        torch.nn.init.normal_(self.table.weight, std=0.02)
        self.gate = torch.nn.Embedding(tokens, 1, padding_idx=0)
        torch.nn.init.zeros_(self.gate.weight)
        self.layer = torch.nn.Linear(_WIDTH, width_out, bias=False)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """(n, tokens) int64, 0 for none, to (n, width_out) unit rows."""
        weight = torch.exp(self.gate(ids)) * (ids > 0).unsqueeze(-1)
        mean = (self.table(ids) * weight).sum(1) / weight.sum(1).clamp(min=1e-6)
        return torch.nn.functional.normalize(self.layer(mean), dim=1)


def fit(
    cut: Sequence[Sequence[int]], targets: np.ndarray, tokens: int, *, epochs: int = 8, seed: int = 0
) -> np.ndarray:
    """Place every token in the encoder's space.

    Args:
        cut: token numbers of each Korean sentence.
        targets: (n, width) unit rows, the encoder's vectors of the translations.
        tokens: size of the vocabulary.
        epochs: passes over the sentences.
        seed: of order and first weights.

    Returns:
        (tokens, width) float32, unit rows.
    """
    torch.manual_seed(seed)
    network = GatedMean(tokens, targets.shape[1])
    optimiser = torch.optim.Adam(network.parameters(), lr=3e-3)
    steps = epochs * (len(cut) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps, pct_start=0.05)
    for epoch in range(epochs):
        losses = []
        order = torch.randperm(len(cut)).tolist()
        for start in range(0, len(order) - _BATCH + 1, _BATCH):
            chosen = order[start : start + _BATCH]
            wanted = torch.from_numpy(targets[chosen].astype(np.float32))
            loss = distilled(network(padded([cut[i] for i in chosen])), wanted, wanted)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
        _log.info("token vectors: epoch %d, loss %.4f", epoch + 1, float(np.mean(losses)))
    placed = network.layer(network.table.weight).detach()
    return torch.nn.functional.normalize(placed, dim=1).numpy()
