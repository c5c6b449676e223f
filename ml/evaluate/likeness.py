"""Likeness of meaning against people's: STS-B in English and Korean, row by row the same sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.stats import spearmanr

from ml.evaluate import Figure, floors
from ml.evaluate.peers import NOT_INSTALLED, sentences
from ml.evaluate.run import Run
from ml.train.corpora import rows

Sides = Mapping[str, np.ndarray]
_PAIRS = (
    ("likeness, Korean: Spearman", "ko1", "ko2"),
    ("… English", "en1", "en2"),
    ("… Korean beside English", "ko1", "en2"),
)


def measure(run: Run) -> list[Figure]:
    """Spearman of cosine and the score that people gave."""
    found = list(rows(run.data / "ko_en_sts" / "dev.jsonl"))
    wanted = [row["score"] for row in found]
    texts = {side: [row[side] for row in found] for side in ("ko1", "ko2", "en1", "en2")}
    ours = {side: run.analyser.read(own).embeddings for side, own in texts.items()}
    theirs = _peer(run, texts)
    figures = []
    for what, left, right in _PAIRS:
        one, other = floors.rows(texts[left], texts[right])
        plain = np.asarray(one.multiply(other).sum(axis=1)).ravel()
        figures.append(
            Figure(
                what,
                _spearman(ours, left, right, wanted),
                f"{spearmanr(plain, wanted).statistic:.3f}",
                f"{len(found)} pairs",
                _spearman(theirs, left, right, wanted) if theirs else NOT_INSTALLED,
            )
        )
    return figures


def _peer(run: Run, texts: Mapping[str, Sequence[str]]) -> Sides | None:
    if not sentences.available():
        return None
    return {side: sentences.kept(own, run.cache, run.threads) for side, own in texts.items()}


def _spearman(sides: Sides, left: str, right: str, wanted: Sequence[float]) -> str:
    return f"{spearmanr(np.einsum('ij,ij->i', sides[left], sides[right]), wanted).statistic:.3f}"
