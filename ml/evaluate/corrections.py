"""What a workspace's corrections teach, on app reviews that the shipped heads never saw."""

from __future__ import annotations

import numpy as np

from ml.classify import KINDS
from ml.evaluate import Figure
from ml.evaluate.run import Run
from ml.refit.alike import NEAR_COPY, merits
from ml.refit.judge import Examiner
from ml.refit.learn import Learner
from ml.refit.lessons import Lesson, Opinions
from ml.refit.sample import columns, macro_f1, sample
from ml.train import kinds

_SOURCES = ("maalej2015", "pan_sentences", "ys_playstore2022", "vu_appstore2017", "airline_tweets2015")
_ORDINARY = 500
_LESSONS = (30, 100, 300)
_SHOWN = 3
_LEAST = 0.35
"""Likeness below which a text is no candidate."""


def learning(run: Run) -> list[Figure]:
    """The sample, what lessons do to texts that were held back, and how well look-alikes are found."""
    found = [row for row in kinds.english_dev(run.data) if row["source"] in _SOURCES]
    texts, wanted = [row["text"] for row in found], columns([row["label"] for row in found], KINDS)
    opinions = run.analyser.opinions(texts)
    order = np.random.default_rng(run.seed).permutation(len(texts))
    taught, held = order[: len(order) // 2], order[len(order) // 2 :]
    return [
        *_sample(run),
        *(_taught(run, opinions, wanted, taught, held, count) for count in _LESSONS),
        *_alike(opinions, run.analyser.read(texts).embeddings, wanted),
    ]


def _sample(run: Run) -> list[Figure]:
    measured = Examiner(run.analyser).measure(None)
    each = len(sample()) // len(measured.kinds)
    return [
        Figure(
            "learning: the shipped sample, macro-F1 of kinds",
            " / ".join(f"{name} {score:.3f}" for name, score in measured.kinds.items()),
            note=f"{each} sentences each; a candidate may not lose here",
        )
    ]


def _taught(
    run: Run, opinions: Opinions, wanted: np.ndarray, taught: np.ndarray, held: np.ndarray, count: int
) -> Figure:
    """As people teach: half of what they judge was wrong, half waited in the queue of the unsure."""
    random = np.random.default_rng(run.seed + count)
    read, sure = opinions.kinds.argmax(axis=1), opinions.kinds.max(axis=1)
    wrong = random.permutation(taught[read[taught] != wanted[taught]])[: count // 2]
    unsure = random.permutation(taught[sure[taught] < 0.5])[: count // 2]
    at = np.unique(np.concatenate([wrong, unsure]))
    lessons = [Lesson(opinions.texts[i], KINDS[wanted[i]]) for i in at]
    ordinary = [opinions.texts[i] for i in random.permutation(taught)[:_ORDINARY]]
    shift, report = Learner(run.analyser).learn(lessons, ordinary)
    after = read[held]
    if shift is not None:
        own = opinions.of(held)
        after = shift.applied(own.texts, own.heads, own.dense, own.kinds, own.feelings)[0].argmax(axis=1)
    before = read[held]
    return Figure(
        f"… accuracy on held-back app reviews after {count} judgements",
        f"{(after == wanted[held]).mean():.3f}",
        f"{(before == wanted[held]).mean():.3f}",
        f"floor: as shipped; macro-F1 {macro_f1(wanted[held], before):.3f} → {macro_f1(wanted[held], after):.3f}; "
        f"{len(held)} rows; verdict: {report.verdict}, at {report.strength:.0%} of its strength",
    )


def _alike(opinions: Opinions, vectors: np.ndarray, wanted: np.ndarray) -> list[Figure]:
    """Of texts that were read as one that was read wrongly: do they share its true kind?"""
    read, best = opinions.kinds.argmax(axis=1), opinions.kinds.max(axis=1)
    shown: dict[str, list[float]] = {"likeness": [], "merit": []}
    copies: list[bool] = []
    for i in np.flatnonzero(read != wanted):
        likeness = vectors @ vectors[i]
        near = np.flatnonzero((read == read[i]) & (likeness >= _LEAST) & (np.arange(len(read)) != i))
        copies += (wanted[near[likeness[near] >= NEAR_COPY]] == wanted[i]).tolist()
        if len(near) < _SHOWN:
            continue
        order = merits(likeness[near], opinions.kinds[near, wanted[i]], best[near])
        for name, by in (("likeness", likeness[near]), ("merit", order)):
            first = near[np.argsort(-by, kind="stable")[:_SHOWN]]
            shown[name].append(float((wanted[first] == wanted[i]).mean()))
    n = len(shown["merit"])
    return [
        Figure(
            f"… look-alikes of a wrongly read text: the first {_SHOWN} share its kind",
            f"{np.mean(shown['merit']):.3f}",
            f"{np.mean(shown['likeness']):.3f}",
            f"floor: by likeness alone; {n} texts",
        ),
        Figure(
            f"… near copies (likeness ≥ {NEAR_COPY}) share its kind",
            f"{np.mean(copies):.3f}" if copies else "–",
            note=f"{len(copies)} pairs",
        ),
    ]
