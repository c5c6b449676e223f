"""What training makes small."""

from __future__ import annotations

import torch

_TEMPERATURE = 0.05


_SAME = 0.9
"""Targets as like as this are translations of one sentence, and are told from each other no further."""


def distilled(found: torch.Tensor, wanted: torch.Tensor, others: torch.Tensor) -> torch.Tensor:
    """One minus cosine to the wanted vector, and telling it from many others.

    The targets stand still, so that thousands of others cost no more than a product of matrices.

    Args:
        found: (n, width) unit rows.
        wanted: (n, width) unit rows.
        others: (m, width) unit rows, drawn from all targets.
    """
    own = (found * wanted).sum(1, keepdim=True)
    rest = (found @ others.T).masked_fill(wanted @ others.T > _SAME, -1.0)
    scores = torch.cat([own, rest], dim=1) / _TEMPERATURE
    contrast = torch.nn.functional.cross_entropy(scores, torch.zeros(len(found), dtype=torch.long))
    return 3.0 * (1.0 - own.mean()) + 0.5 * contrast
