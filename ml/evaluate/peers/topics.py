"""BERTopic: as it comes, with its outliers reassigned, with `min_topic_size` scaled to n, and with both.

All get the vectors, so its encoder costs nothing; the last two begin with the first one's UMAP, which costs most, and
are counted as if they had made one. A warm-up before the first set leaves numba's compiling out of the clock.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ml.evaluate.clock import Took, timed
from ml.evaluate.peers import digest, installed, remembered

_SAMPLE = 64
_SAME = 0.01
"""Mean difference of cosines among the first texts below which vectors count as those of the kept answer: int8
rounds by what else is in a batch, and what stands beside the meaning may get wider."""
VARIANTS = ("default", "reassigned", "scaled", "scaled, reassigned")


@dataclass(frozen=True)
class Topics:
    """What one variant makes of a corpus."""

    labels: np.ndarray
    """(n,) int, -1 for outliers."""
    names: dict[int, str]
    """BERTopic's own: the four first words of each topic, joined by spaces."""
    took: Took
    """Everything after the vectors, names included."""


def scaled_size(n: int) -> int:
    """`min_topic_size` for n texts: BERTopic's 10, or a third of a percent of them."""
    return max(10, round(n / 300))


def topics(texts: Sequence[str], vectors: np.ndarray, cache: Path, *, again: bool = False) -> dict[str, Topics] | None:
    """Topics by variant; None without BERTopic.

    Args:
        texts: n texts.
        vectors: (n, width) float32, unit rows.
        cache: where answers are kept.
        again: do not take the kept one.
    """
    found = installed("bertopic")
    if found is None:
        return None
    likeness = (vectors[:_SAMPLE] @ vectors[:_SAMPLE].T).round(3).tolist()
    kept = remembered(
        cache / "peers" / f"bertopic-{digest(found, list(texts))}.json",
        lambda: _all(list(texts), vectors) | {"likeness": likeness},
        good=lambda kept: not again and float(np.abs(np.subtract(kept["likeness"], likeness)).mean()) < _SAME,
    )
    return {name: _read(kept[name]) for name in VARIANTS}


def _all(texts: list[str], vectors: np.ndarray) -> dict[str, Any]:
    from bertopic import BERTopic

    _warm_up()
    language = "multilingual" if _is_korean(texts) else "english"
    plain = BERTopic(language=language)
    plain.umap_model = clocked = _Clocked(plain.umap_model)
    first = _fitted(plain, texts, vectors, Took(0.0, 0.0))
    scaled = BERTopic(language=language, min_topic_size=scaled_size(len(texts)), umap_model=_Known(clocked.reduced))
    second = _fitted(scaled, texts, vectors, clocked.took)
    return dict(zip(VARIANTS, (*first, *second), strict=True))


def _is_korean(texts: Sequence[str]) -> bool:
    """What BERTopic takes for English it strips of all letters but Latin ones."""
    return sum(any("가" <= letter <= "힣" for letter in text) for text in texts) > len(texts) / 2


def _fitted(model: Any, texts: list[str], vectors: np.ndarray, before: Took) -> tuple[dict[str, Any], dict[str, Any]]:
    """A model's topics, and the same with each outlier reassigned to the topic whose vector is nearest."""
    (labels, _), took = timed(lambda: model.fit_transform(texts, vectors))
    took = _sum(took, before)
    moved, moving = labels, Took(0.0, 0.0)
    if -1 in labels and max(labels) >= 0:
        moved, moving = timed(lambda: model.reduce_outliers(texts, labels, strategy="embeddings", embeddings=vectors))
    return _written(labels, model, took), _written(moved, model, _sum(took, moving))


class _Clocked:
    """A UMAP that tells what it took, and keeps what it answered."""

    took: Took
    reduced: np.ndarray

    def __init__(self, umap: Any) -> None:
        self._umap = umap

    def fit_transform(self, vectors: np.ndarray, y: Any = None) -> np.ndarray:
        self.reduced, self.took = timed(lambda: self._umap.fit_transform(vectors, y=y))
        return self.reduced


class _Known:
    """Answers what a UMAP made of the same vectors before."""

    def __init__(self, reduced: np.ndarray) -> None:
        self._reduced = reduced

    def fit_transform(self, vectors: np.ndarray, y: Any = None) -> np.ndarray:
        return self._reduced


@cache
def _warm_up() -> None:
    from bertopic import BERTopic

    logging.getLogger("BERTopic").setLevel(logging.ERROR)
    said = [f"{a} {b}" for a in ("card", "parcel", "app", "price") for b in range(100)]
    BERTopic().fit_transform(said, np.random.default_rng(0).standard_normal((len(said), 64)).astype(np.float32))


def _written(labels: Sequence[int], model: Any, took: Took) -> dict[str, Any]:
    names = {topic: " ".join(words.split("_")[1:]) for topic, words in model.topic_labels_.items()}
    return {"labels": [int(label) for label in labels], "names": names, "took": [took.wall, took.processor]}


def _read(kept: dict[str, Any]) -> Topics:
    names = {int(topic): name for topic, name in kept["names"].items()}
    return Topics(np.array(kept["labels"], dtype=np.int64), names, Took(*kept["took"]))


def _sum(one: Took, other: Took) -> Took:
    return Took(one.wall + other.wall, one.processor + other.processor)
