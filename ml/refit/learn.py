"""From lessons to a shift that deserves to be used, or to the reason why there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from scipy import sparse

from ml.classify import KINDS
from ml.refit.fit import fit_weights
from ml.refit.judge import Examiner, OnSample, Report, Verdict
from ml.refit.lessons import HasOpinions, Lesson, Opinions, Task, kind_task, mood_task
from ml.refit.shift import Features, Shift, scores

FEWEST_LESSONS = 10
"""Of kinds, or of sentiments: below that a head keeps to what it was shipped with."""
PENALTIES = (0.3, 1.0, 3.0, 10.0)
STRENGTHS = (1.0, 0.5, 0.25)
"""A shift that spoils the sample at its full strength often serves at half of it."""
FOLDS = 5
ORDINARY_TRUST = 0.1
"""Weight of a text that nobody corrected, beside one that somebody did."""


def taught(
    analyser: HasOpinions,
    lessons: Sequence[tuple[str, str | None, float | None]],
    ordinary: Sequence[str],
    current: bytes | None,
) -> tuple[bytes | None, dict[str, object]]:
    """A packed shift that deserves to be used, or None, and the report as JSON may hold it.

    Args:
        analyser: with the shipped heads.
        lessons: text, kind or None, sentiment or None.
        ordinary: texts of the workspace as they come.
        current: the packed shift in use; None: the shipped heads.
    """
    if len(lessons) < FEWEST_LESSONS:
        return None, Report(Verdict.too_few, len(lessons)).plain()
    before = Shift.unpacked(current) if current is not None else None
    shift, report = Learner(analyser).learn([Lesson(*each) for each in lessons], ordinary, before)
    return (shift.packed() if shift is not None else None), report.plain()


class Learner:
    """Fits a workspace's shift.

    Args:
        analyser: with the shipped heads.
        penalties: to choose from, by corrections that were held out.
        trust: of an ordinary text.
    """

    def __init__(
        self, analyser: HasOpinions, *, penalties: Sequence[float] = PENALTIES, trust: float = ORDINARY_TRUST
    ) -> None:
        self._analyser = analyser
        self._penalties = tuple(penalties)
        self._trust = trust
        self._examiner = Examiner(analyser)

    def learn(
        self, lessons: Sequence[Lesson], ordinary: Sequence[str], current: Shift | None = None
    ) -> tuple[Shift | None, Report]:
        """A shift that is right more often on lessons it had not seen and nowhere loses on the sample, or None.

        The same lessons in the same order give the same shift.

        Args:
            lessons: all that people corrected or confirmed, the earlier shifts' lessons included.
            ordinary: texts of the workspace as they come; they keep their present reading.
            current: what is in use; None or one of another base: the shipped heads.
        """
        if current is not None and current.base != self._analyser.version:
            current = None
        stock = self._examiner.measure(None)
        report = Report(Verdict.too_few, len(lessons), sample_size=self._examiner.size, stock=stock)
        report = replace(report, current=self._examiner.measure(current))
        workshop = _Workshop(self._analyser, lessons, ordinary, self._trust)
        if not workshop.tasks:
            return None, report
        tried = (candidate for each in self._penalties for candidate in self._tried(workshop, each, report))
        candidates = sorted(tried, key=_merit)
        shift, report = candidates[-1]
        if report.verdict is Verdict.better:
            return shift, replace(report, changed=workshop.changes(current, shift), ordinary=len(ordinary))
        return None, report

    def _tried(self, workshop: _Workshop, penalty: float, report: Report) -> Iterator[tuple[Shift, Report]]:
        whole = workshop.fitted(penalty)
        stock_right, right, asked = workshop.held_out(penalty)
        for strength, candidate_right in zip(STRENGTHS, right, strict=True):
            shift = whole.damped(strength)
            measured = self._examiner.measure(shift)
            verdict = _verdict(measured, report.current or measured, gained=candidate_right > stock_right)
            found = {"stock_right": stock_right, "candidate_right": candidate_right, "asked": asked}
            chosen = {"penalty": penalty, "strength": strength, "candidate": measured}
            yield shift, replace(report, verdict=verdict, **found, **chosen)


class _Workshop:
    """The features of all texts, read once."""

    def __init__(self, analyser: HasOpinions, lessons: Sequence[Lesson], ordinary: Sequence[str], trust: float) -> None:
        self._base, self._trust = analyser.version, trust
        lessons, opinions, self._heads = _enough(lessons, analyser.opinions([lesson.text for lesson in lessons]))
        self._usual = analyser.opinions(ordinary)
        self._features = Features.fitted([*opinions.texts, *self._usual.texts])
        read = self._features.of(opinions.texts, opinions.dense)
        self._usual_read = self._features.of(self._usual.texts, self._usual.dense)
        found = {
            "kinds": kind_task(lessons, read, opinions, FOLDS),
            "feelings": mood_task(lessons, read, opinions, FOLDS),
        }
        self.tasks = {name: task for name, task in found.items() if len(task.wanted) >= FEWEST_LESSONS}

    def fitted(self, penalty: float) -> Shift:
        """On every lesson."""
        weights = {name: self._fit(name, task, penalty) for name, task in self.tasks.items()}
        return Shift(self._base, self._features, weights.get("kinds"), weights.get("feelings"), self._heads)

    def held_out(self, penalty: float) -> tuple[int, list[int], int]:
        """Labels that the shipped heads have right, that shifts fitted without them have right at each of
        `STRENGTHS`, and all labels."""
        stock, right, asked = 0, [0] * len(STRENGTHS), 0
        for name, task in self.tasks.items():
            for number in np.unique(task.fold):
                test = task.of(np.flatnonzero(task.fold == number))
                weights = self._fit(name, task.of(np.flatnonzero(task.fold != number)), penalty)
                moved = test.read @ weights
                for i, strength in enumerate(STRENGTHS):
                    right[i] += _hits(test.offsets + strength * moved, test.wanted)
                stock += _hits(test.offsets, test.wanted)
                asked += len(test.wanted)
        return stock, right, asked

    def changes(self, current: Shift | None, candidate: Shift) -> list[tuple[int, str, str]]:
        """Ordinary texts that the candidate takes for another kind."""
        before, after = (self._kinds(shift) for shift in (current, candidate))
        return [(int(i), KINDS[before[i]], KINDS[after[i]]) for i in np.flatnonzero(before != after)]

    def _kinds(self, shift: Shift | None) -> np.ndarray:
        texts, kinds, feelings, dense, heads = self._usual
        if shift is not None and texts:
            kinds, _ = shift.applied(texts, heads, dense, kinds, feelings)
        return kinds.argmax(axis=1)

    def _fit(self, name: str, task: Task, penalty: float) -> np.ndarray:
        usual: np.ndarray = getattr(self._usual, name)
        labels = np.eye(usual.shape[1], dtype=np.float32)[task.wanted]
        return fit_weights(
            sparse.vstack([task.read, self._usual_read], format="csr"),
            np.vstack([task.offsets, scores(usual)]),
            np.vstack([labels, usual]),
            np.concatenate([np.ones(len(labels)), np.full(len(usual), self._trust)]).astype(np.float32),
            penalty,
        )


def _enough(lessons: Sequence[Lesson], opinions: Opinions) -> tuple[list[Lesson], Opinions, tuple[str, ...]]:
    """What was said of heads that enough was said of, and these heads."""
    said = Counter(opinions.heads)
    heads = tuple(sorted(head for head, count in said.items() if count >= FEWEST_LESSONS))
    at = [i for i, head in enumerate(opinions.heads) if head in heads]
    return [lessons[i] for i in at], opinions.of(at), heads


def _hits(scored: np.ndarray, wanted: np.ndarray) -> int:
    return int((scored.argmax(axis=1) == wanted).sum())


def _verdict(measured: OnSample, current: OnSample, *, gained: bool) -> Verdict:
    if not gained:
        return Verdict.no_gain
    return Verdict.better if measured.holds_against(current) else Verdict.loses


def _merit(candidate: tuple[Shift, Report]) -> tuple[bool, bool, int, float, float]:
    """The allowed before the refused, then the one that is right most often, then the one that changes less."""
    _, report = candidate
    refused = report.verdict is Verdict.loses
    return (report.verdict is Verdict.better, refused, report.candidate_right, report.penalty or 0.0, report.strength)
