"""A sentence's translation among all of them: how often it is the nearest."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Sequence

import numpy as np
from scipy import sparse

from ml.evaluate import Figure, floors
from ml.evaluate.peers import NOT_INSTALLED, sentences
from ml.evaluate.run import Run

Rows = np.ndarray | sparse.csr_matrix
_ALL = "every source"
_APART = ("tatoeba_anki", "gnome_user_docs_ko")
"""Short everyday sentences, and documentation: shown apart, each among its own sentences alone."""


def measure(run: Run) -> list[Figure]:
    """Top-1 both ways, of the pairs that no training saw; pairs whose text stands twice are left out."""
    with gzip.open(run.data / "parallel_ko_en" / "dev.tsv.gz", "rt", encoding="utf-8", newline="") as file:
        pairs = _unique(list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)))
    korean, english = [pair["ko"] for pair in pairs], [pair["en"] for pair in pairs]
    ours = run.analyser.read(korean).embeddings, run.analyser.read(english).embeddings
    plain = floors.rows(korean, english)
    theirs = (
        [sentences.kept(side, run.cache, run.threads) for side in (korean, english)] if sentences.available() else None
    )
    figures = []
    for source in (_ALL, *_APART):
        at = [i for i, pair in enumerate(pairs) if source in (_ALL, pair["source"])]
        figures += [
            Figure(
                f"retrieval, {way}, {source}: top-1" if source == _ALL else f"… {way}, {source}",
                _top(ours, at, turned),
                _top(plain, at, turned),
                f"{len(at)} pairs",
                NOT_INSTALLED if theirs is None else _top(theirs, at, turned),
            )
            for way, turned in (("Korean → English", False), ("English → Korean", True))
        ]
    return figures


def _unique(pairs: list[dict[str, str]]) -> list[dict[str, str]]:
    seen: set[str] = set()
    kept = []
    for pair in pairs:
        if not seen & {pair["ko"], pair["en"]}:
            kept.append(pair)
        seen |= {pair["ko"], pair["en"]}
    return kept


def _top(sides: Sequence[Rows], at: Sequence[int], turned: bool) -> str:
    asked, among = (side[at] for side in (sides[::-1] if turned else sides))
    likeness = asked @ among.T
    likeness = likeness.toarray() if sparse.issparse(likeness) else likeness
    return f"{np.mean(likeness.argmax(axis=1) == np.arange(len(at))):.3f}"
