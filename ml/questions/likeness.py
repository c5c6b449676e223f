"""How much two questions ask the same: the encoder's cosine and that of what is written, together.

The encoder knows that "top up" and "add money" are one; letters know that "12월 3일" and "12월 4일" are not, and that a
product's name counts. Each misses what the other sees, and the sum of both is ahead of either (`tests.bench faq`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from scipy import sparse

from ml.ngrams import HashedNgrams, document_frequency_weights, weighted

_NGRAMS = HashedNgrams(bits=18, sizes=(1, 2, 3))
_WRITTEN_SHARE = {"ko": 0.6, "en": 0.2}
_OTHERS_SHARE = 0.3


def written_share(language: str) -> float:
    """How much letters count beside the encoder, 0 to 1.

    Much in Korean, whose syllables carry more than letters do, and whose network is the younger.
    """
    return _WRITTEN_SHARE.get(language, _OTHERS_SHARE)


class Letters:
    """What is written, by pieces of one to three characters, each weighted by how few of the fitted texts hold it."""

    weights_: np.ndarray
    """(columns,) float32."""

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn how rare each piece is."""
        self.weights_ = document_frequency_weights(_NGRAMS.transform(texts))
        return self

    def transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Unit rows: (n, columns) float32."""
        return weighted(_NGRAMS.transform(texts), self.weights_)
