"""Run a network that is being trained over many texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from ml.encoder.export import Pooled
from ml.train.batches import padded

_BATCH = 128


def read(network: Pooled, cut: Sequence[Sequence[int]]) -> tuple[np.ndarray, ...]:
    """What a network answers, a (n, columns) float32 array per output: vectors, then feelings and kinds.

    Args:
        network: is left ready to serve, no longer to train.
        cut: token numbers of each text.
    """
    order = np.argsort([len(ids) for ids in cut], kind="stable")
    found: list[tuple[np.ndarray, ...]] = []
    network.eval()
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for begin in range(0, len(order), _BATCH):
            ids = padded([cut[i] for i in order[begin : begin + _BATCH]])
            found.append(tuple(each.float().numpy() for each in network(ids, (ids > 0).long())))
    back = np.argsort(order, kind="stable")
    return tuple(np.vstack(each)[back] for each in zip(*found, strict=True))
