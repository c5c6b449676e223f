"""How good a network is while it trains, on development data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr
from tokenizers import Tokenizer

from ml.encoder import Encoder
from ml.encoder.export import Pooled
from ml.text import readable
from ml.train.corpora import rows
from ml.train.korean.pairs import stored
from ml.train.reading import read

_TOKENS = 96


class Progress:
    """Likeness of meaning (KorSTS dev) and finding the translation (top-1 of the parallel dev set).

    Args:
        data: folder of the data sets.
        encoder: places the English sides.
        tokenizer: cuts the Korean ones.
        network: what is looked at.
    """

    def __init__(self, data: Path, encoder: Encoder, tokenizer: Tokenizer, network: Pooled) -> None:
        self._tokenizer, self._network = tokenizer, network
        self._pairs = stored(data, "dev")
        self._english = encoder.encode([pair["en"] for pair in self._pairs])
        self._likeness = list(rows(data / "ko_en_sts" / "dev.jsonl"))

    def __call__(self) -> str:
        """Two figures, as a log says them."""
        first, second = (self._encode([row[name] for row in self._likeness]) for name in ("ko1", "ko2"))
        like = spearmanr((first * second).sum(1), [row["score"] for row in self._likeness])[0]
        found = (self._encode([pair["ko"] for pair in self._pairs]) @ self._english.T).argmax(1)
        return f"KorSTS {like:.3f}, top-1 {np.mean(found == np.arange(len(found))):.3f}"

    def _encode(self, texts: Sequence[str]) -> np.ndarray:
        cut = [found.ids[:_TOKENS] for found in self._tokenizer.encode_batch([readable(text) for text in texts])]
        return read(self._network, cut)[0]
