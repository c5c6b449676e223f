"""Which texts are most likely meant as one that a person corrected."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ml.classify import KINDS
from ml.refit.lessons import HasOpinions

NEAR_COPY = 0.8
"""Likeness from which two texts that were read alike are wrong alike more often than not; see `ml.evaluate`."""
_DOUBT = 0.3
"""Weight of the model's own doubt beside likeness."""


def merits(likeness: np.ndarray, wanted: np.ndarray, best: np.ndarray) -> np.ndarray:
    """(n,) float32, the higher the likelier: how like it is, and how near the model was to the person's word.

    Args:
        likeness: (n,) cosine to the corrected text.
        wanted: (n,) the model's probability of what the person said.
        best: (n,) its probability of its own reading.
    """
    return (likeness + _DOUBT * np.log((wanted + 1e-3) / np.maximum(best, 1e-3))).astype(np.float32)


def ranked(analyser: HasOpinions, texts: Sequence[str], likeness: Sequence[float], kind: str) -> list[float]:
    """The merit of each text as one like it that a person called `kind`."""
    kinds = analyser.opinions(texts).kinds
    return merits(np.asarray(likeness), kinds[:, KINDS.index(kind)], kinds.max(axis=1)).tolist()
