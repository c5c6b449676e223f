"""The sentences that stand for a theme."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from ml.naming import Term
from ml.naming.names import Name
from ml.text import copy_key

_PLAIN = range(12, 221)
"""Characters: shorter says too little, longer is not read."""


def representative(
    texts: Sequence[str], embeddings: np.ndarray, centroid: np.ndarray, telling: np.ndarray, most: int = 5
) -> list[int]:
    """Places of the texts nearest the centroid, copies left out.

    Texts of a comfortable length that hold a word of the theme's name come first: a reader checks
    the name against the quotes.

    Args:
        texts: the theme's own.
        embeddings: (n_texts, width) float32, unit rows.
        centroid: (width,) float32, unit.
        telling: (n_texts,) 0 to 1: how much of the theme's name each text holds.
        most: how many.
    """
    nearness = embeddings @ centroid
    nearness = nearness - 0.5 * np.array([len(text) not in _PLAIN for text in texts]) + 0.3 * telling
    chosen: list[int] = []
    seen: set[str] = set()
    for place in np.argsort(-nearness, kind="stable"):
        key = copy_key(texts[place])
        if key not in seen:
            seen.add(key)
            chosen.append(int(place))
        if len(chosen) == most:
            break
    return chosen


def held(name: Name, terms: Sequence[Sequence[Term]]) -> np.ndarray:
    """How much of a theme's wording each text holds: 1 a term of the name, ½ a keyword, 0 nothing."""
    keywords = {_solid(word) for word in name.keywords}
    named = {_solid(word) for word in name.name.split(" · ")}

    @cache
    def told(shown: str) -> float:
        word = _solid(shown)
        return 1.0 if word in named else 0.5 * (word in keywords)

    return np.array([max((told(term.shown) for term in own), default=0.0) for own in terms])


def _solid(word: str) -> str:
    """새벽 배송 and 새벽배송 are one word."""
    return word.replace(" ", "")
