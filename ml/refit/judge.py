"""Whether a shift may read for people."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum

import numpy as np

from ml.classify import KINDS, SENTIMENTS
from ml.refit.lessons import HasOpinions
from ml.refit.sample import columns, macro_f1, sample
from ml.refit.shift import Shift

_SAME = 1e-9


class Verdict(StrEnum):
    """What became of a candidate."""

    better = "better"
    too_few = "too-few"
    """Fewer lessons than anything can be learnt from."""
    no_gain = "no-gain"
    """Right no more often than the shipped heads on corrections that it had not seen."""
    loses = "loses"
    """Reads the sample worse than what is in use."""


@dataclass(frozen=True)
class OnSample:
    """How well a reader reads our sample, by language."""

    kinds: dict[str, float]
    """Macro-F1 of kinds, 0 to 1."""
    moods: dict[str, float]
    """Share of clearly happy or unhappy sentences that are read on the right side, 0 to 1."""

    def holds_against(self, other: OnSample) -> bool:
        """Whether it is nowhere worse."""
        return all(
            mine[name] >= theirs[name] - _SAME
            for mine, theirs in ((self.kinds, other.kinds), (self.moods, other.moods))
            for name in theirs
        )


@dataclass(frozen=True)
class Report:
    """What a fit found out, for people to see."""

    verdict: Verdict
    lessons: int
    penalty: float | None = None
    strength: float = 1.0
    """Part of the fitted shift that the candidate is, 0 to 1."""
    stock_right: int = 0
    """Lessons that the shipped heads read as people do."""
    candidate_right: int = 0
    """The same of the candidate, each read by a shift that was fitted without it."""
    asked: int = 0
    """Labels behind the two figures above."""
    sample_size: int = 0
    stock: OnSample | None = None
    current: OnSample | None = None
    candidate: OnSample | None = None
    changed: list[tuple[int, str, str]] = field(default_factory=list)
    """Ordinary texts that the candidate reads otherwise than what is in use: place, kind before, kind after."""
    ordinary: int = 0
    """Ordinary texts that were read."""

    def plain(self) -> dict[str, object]:
        """As JSON may hold it."""
        return asdict(self) | {"verdict": self.verdict.value, "changed": [list(each) for each in self.changed]}


class Examiner:
    """Measures shifts on the sample; the shipped heads read it once.

    Args:
        analyser: with the shipped heads.
    """

    def __init__(self, analyser: HasOpinions) -> None:
        known = sample()
        self._languages = np.array([each.language for each in known])
        self._kinds = columns([each.kind for each in known], KINDS)
        self._moods = columns([each.sentiment for each in known], SENTIMENTS)
        self._opinions = analyser.opinions([each.text for each in known])

    @property
    def size(self) -> int:
        """Sentences in the sample."""
        return len(self._kinds)

    def measure(self, shift: Shift | None) -> OnSample:
        """With a shift, or without one."""
        texts, kinds, feelings, dense, heads = self._opinions
        if shift is not None:
            kinds, feelings = shift.applied(texts, heads, dense, kinds, feelings)
        kind, happy = kinds.argmax(axis=1), feelings[:, 2] > feelings[:, 0]
        clear = self._moods != SENTIMENTS.index("neutral")
        right = happy == (self._moods == SENTIMENTS.index("positive"))
        parts = {str(name): self._languages == name for name in sorted(set(self._languages))}
        return OnSample(
            kinds={name: macro_f1(self._kinds[at], kind[at]) for name, at in parts.items()},
            moods={name: float(right[at & clear].mean()) for name, at in parts.items()},
        )
