"""How good groups and rankings are, and the groups that anyone would make first."""

import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from tests.bench.faq_sets import Asked

_MOST_ASKED = 3_000


def pairwise(labels: np.ndarray, groups: Sequence[str]) -> dict[str, float]:
    """Precision, recall and F1 over all pairs of questions; -1 is a group of its own.

    Question_pair was judged pair by pair: pairs that nobody judged count as different, so a few duplicates that its
    makers missed look like mistakes, of every side.
    """
    alone = np.where(labels < 0, -1 - np.arange(len(labels)), labels).tolist()
    both, ours, theirs = (_pairs(each) for each in (list(zip(alone, groups, strict=True)), alone, groups))
    precision, recall = both / max(1, ours), both / max(1, theirs)
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return {"f1": round(f1, 3), "precision": round(precision, 3), "recall": round(recall, 3)}


def _pairs(labels: Sequence[object]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(labels).values())


def average_linkage(likeness: np.ndarray) -> np.ndarray:
    """The tree that joins what is most alike on average."""
    upper = np.triu_indices(len(likeness), 1)
    return linkage(np.maximum(1.0 - likeness[upper], 0.0).astype(np.float64), "average")


def cut(tree: np.ndarray, likeness: float) -> np.ndarray:
    """Groups whose parts are alike by so much on average: (n,) int."""
    return fcluster(tree, 1.0 - likeness, "distance")


def known_and_asked(asked: Asked, draw: int) -> tuple[dict[str, list[int]], list[int]]:
    """Places of the questions that have an answer, by what they ask, and of those that come in.

    Args:
        asked: the questions.
        draw: which of the many ways to choose the wordings that are known; of judged pairs there is one.
    """
    known: dict[str, list[int]] = {}
    if asked.pairs is not None:
        answered = {other for _, other, _ in asked.pairs}
        for place in sorted(answered):
            known.setdefault(asked.groups[place], []).append(place)
        return known, sorted({one for one, _, same in asked.pairs if same} - answered)
    others = []
    for place in sorted(range(len(asked.texts)), key=lambda i: zlib.crc32(f"{draw} {asked.texts[i]}".encode())):
        own = known.setdefault(asked.groups[place], [])
        (own if len(own) < asked.wordings else others).append(place)
    return known, others[:_MOST_ASKED]


def top(likeness: np.ndarray, right: np.ndarray) -> dict[str, float]:
    """How often the right one is first, and among the first three."""
    order = np.argsort(-likeness, axis=1, kind="stable")[:, :3]
    hit = order == right[:, None]
    return {"top1": round(float(hit[:, 0].mean()), 3), "top3": round(float(hit.any(axis=1).mean()), 3)}
