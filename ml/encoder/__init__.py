"""Networks that turn texts into vectors.

One protocol, three encoders: `OnnxEncoder` serves the pinned default, `TransformersEncoder` any
other model, `FakeEncoder` the tests. Use `ml.encoder.load.load_encoder`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

import numpy as np


class Encoder(Protocol):
    """Turns texts into unit vectors whose cosine is likeness of meaning."""

    name: str
    """Part of the model version: changes whenever the vectors do."""
    width: int

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(n_texts, width) float32, unit rows; an empty text gets some unit row too."""
        ...


@runtime_checkable
class TellingEncoder(Encoder, Protocol):
    """An encoder whose network also scores what a text says, such as its kind."""

    told: Mapping[str, int]
    """Columns of scores by what they score: `feelings` (as `ml.classify.SENTIMENTS`), `kinds` (as `KINDS`)."""

    def read(self, texts: Sequence[str]) -> np.ndarray:
        """(n_texts, width + all columns of `told`) float32: unit rows, and beside them the scores in that order."""
        ...
