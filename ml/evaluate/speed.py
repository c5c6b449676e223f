"""Texts per second in this process; `python -m tests.bench` measures start and memory too, in processes apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ml.evaluate import Figure
from ml.evaluate.clock import timed
from ml.evaluate.peers import NOT_INSTALLED, sentences
from ml.evaluate.run import Run

_SETS = ("ko_app_reviews", "en_play_reviews", "en_banking77")
_TEXTS = 2_000
_ROUNDS = 4
"""Ours and theirs take turns on equal parts, so that a busy neighbour disturbs both."""


def measure(run: Run) -> list[Figure]:
    """Everything that is read of a text, beside sentence-transformers' vector alone."""
    figures = []
    for name in _SETS:
        texts = run.labelled(name).texts[:_TEXTS]
        ours: list[float] = []
        theirs: list[float] = []
        for number in range(_ROUNDS):
            part = texts[number::_ROUNDS]
            ours.append(_seconds(run.analyser.read, part))
            if sentences.available():
                theirs.append(_seconds(lambda said: sentences.encode(said, run.threads), part, warm=not number))
        figures.append(
            Figure(
                f"{name}: texts read per second",
                f"{len(texts) / sum(ours):,.0f}",
                "",
                f"{run.threads} threads; the peer only encodes"
                + (f"; ×{sum(theirs) / sum(ours):.1f}" if theirs else ""),
                f"{len(texts) / sum(theirs):,.0f}" if theirs else NOT_INSTALLED,
            )
        )
    return figures


def _seconds(work: Callable[[Sequence[str]], object], texts: Sequence[str], *, warm: bool = False) -> float:
    if warm:
        work(texts[:8])
    return timed(lambda: work(texts))[1].wall
