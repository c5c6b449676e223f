"""How good a network is while it trains, on development data."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.stats import spearmanr
from sklearn.metrics import f1_score
from tokenizers import Tokenizer

from ml.classify import KINDS, SENTIMENTS
from ml.encoder.export import Pooled
from ml.text import readable
from ml.train import kinds
from ml.train.corpora import rows
from ml.train.reading import read

_TOKENS = 128


class Progress:
    """Side of reviews, macro-F1 of kinds by the network alone, and likeness of meaning (STS-B dev).

    Args:
        data: folder of the data sets.
        tokenizer: the network's.
        network: what is looked at.
    """

    def __init__(self, data: Path, tokenizer: Tokenizer, network: Pooled) -> None:
        self._tokenizer, self._network = tokenizer, network
        self._reviews = [row for row in rows(data / "en_play_reviews" / "dev.jsonl.gz") if row["label"] != "neutral"]
        self._kinds = kinds.english_dev(data)
        self._likeness = list(rows(data / "ko_en_sts" / "dev.jsonl"))

    def __call__(self) -> str:
        """Four figures, as a log says them."""
        felt = self._read([row["text"] for row in self._reviews])[1]
        happy = felt[:, SENTIMENTS.index("positive")] > felt[:, SENTIMENTS.index("negative")]
        right = happy == np.array([row["label"] == "positive" for row in self._reviews])
        told = self._read([row["text"] for row in self._kinds])[2].argmax(1)
        wanted = [row["label"] for row in self._kinds]
        each = f1_score(wanted, [KINDS[i] for i in told], average=None, labels=list(KINDS))
        first, second = (self._read([row[name] for row in self._likeness])[0] for name in ("en1", "en2"))
        like = spearmanr((first * second).sum(1), [row["score"] for row in self._likeness])[0]
        per_kind = " ".join(f"{score:.2f}" for score in each)
        return f"reviews {right.mean():.4f}, kinds {each.mean():.4f} ({per_kind}), STS {like:.4f}"

    def _read(self, texts: list[str]) -> tuple[np.ndarray, ...]:
        cut = self._tokenizer.encode_batch([readable(text) for text in texts])
        return read(self._network, [found.ids[:_TOKENS] for found in cut])
