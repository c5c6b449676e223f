"""Networks that turn texts into vectors.

One protocol, three encoders: `OnnxEncoder` serves the pinned default, `TransformersEncoder` any
other model, `FakeEncoder` the tests. Use `ml.encoder.load.load_encoder`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np


class Encoder(Protocol):
    """Turns texts into unit vectors whose cosine is likeness of meaning."""

    name: str
    """Part of the model version: changes whenever the vectors do."""
    width: int

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(n_texts, width) float32, unit rows; an empty text gets some unit row too."""
        ...
