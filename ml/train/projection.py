"""Fit the lexical projection: truncated SVD of hashed n-gram TF-IDF over Korean text."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
from sklearn.utils.extmath import randomized_svd

from ml.embedding import LEXICAL_SPACE
from ml.ngrams import document_frequency_weights, weighted
from ml.train.corpora import rows

_FILES = {"ko_app_reviews": 60_000, "ko_nsmc": 25_000}
_MIN_SYLLABLES = 8


def fit(data: Path, out: Path, *, width: int = 128, seed: int = 0) -> None:
    """Write `idf`, `table` (int8) and `scale` to an .npz file.

    Components are scaled by the root of their singular value: raw SVD lets the first few, which
    carry only style and length, drown the rest.
    """
    texts = korean_texts(data, seed)
    counts = LEXICAL_SPACE.transform(texts)
    idf = document_frequency_weights(counts)
    _, strengths, axes = randomized_svd(
        weighted(counts, idf), width, n_iter=3, random_state=seed, power_iteration_normalizer="QR"
    )
    table = (axes / np.sqrt(strengths)[:, None]).T
    scale = np.abs(table).max(axis=0) / 127.0
    np.savez_compressed(
        out,
        idf=idf.astype(np.float16),
        table=np.round(table / scale).astype(np.int8),
        scale=scale.astype(np.float32),
    )


def korean_texts(data: Path, seed: int) -> list[str]:
    """Reviews long enough to be about something."""
    texts: list[str] = []
    for source, most in _FILES.items():
        found = [r["text"] for r in rows(data / source / "train.jsonl.gz")]
        random.Random(seed).shuffle(found)
        texts += [text for text in found if len(text) >= _MIN_SYLLABLES][:most]
    comments = rows(data / "ko_kote" / "val_as_train.jsonl.gz")
    return texts + [r["text"] for r in comments]
