"""What training makes small."""

from __future__ import annotations

import torch

_TEMPERATURE = 0.05


def distilled(found: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """One minus cosine to the wanted vector, and telling it from those of the rest of the batch.

    Args:
        found: (n, width) unit rows.
        wanted: (n, width) unit rows.
    """
    likeness = found @ wanted.T
    contrast = torch.nn.functional.cross_entropy(likeness / _TEMPERATURE, torch.arange(len(found)))
    return 3.0 * (1.0 - likeness.diagonal().mean()) + 0.5 * contrast
