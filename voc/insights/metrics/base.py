"""What every metric has: its words, its estimate, and how a change of it is judged; pure."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from voc.estimates import Estimate
from voc.insights.metrics.samples import Sample
from voc.values import Value

ENOUGH = 30
"""With fewer answers a change gets no arrow: it would point at chance."""
LEVEL = 0.05
"""A change whose p lies below is shown as one."""


class Source(StrEnum):
    """Which counters a metric is read from."""

    answers = "answers"
    """Of surveys, by day."""
    invitations = "invitations"
    """Of campaigns."""
    tenures = "tenures"
    """Of customers, by month."""


class Unit(StrEnum):
    """What a value of a metric is."""

    points = "points"
    """−100…100."""
    share = "share"
    """0–1."""
    mean = "mean"
    """On the question's scale."""


class Direction(StrEnum):
    """What a change amounts to."""

    up = "up"
    down = "down"
    unclear = "unclear"
    """Chance alone often does as much."""


class Change(Value):
    """A period beside the one before."""

    difference: float
    """In the metric's unit; above 0: it rose."""
    low: float
    high: float
    """Holds the true difference in 95 of 100 such comparisons."""
    p: float
    """How often chance alone would make a difference as large, two-sided."""


class Metric(ABC):
    """One figure about customers."""

    kind: ClassVar[str]
    """What it is called in addresses; for answers also the type of the question."""
    source: ClassVar[Source]
    unit: ClassVar[Unit]
    higher_is_better: ClassVar[bool] = True
    definition: ClassVar[Mapping[str, str]]
    """What is counted and how sure it is, in words, by language."""

    @abstractmethod
    def estimate(self, sample: Sample) -> Estimate | None:
        """The figure with its interval; None without answers."""

    @abstractmethod
    def change(self, now: Sample, before: Sample) -> Change | None:
        """How it changed; None where one of the two says nothing about it."""


def direction(change: Change | None, now: Sample, before: Sample, p: float) -> Direction | None:
    """The arrow; None where there are too few answers for one.

    Args:
        change: the change.
        now: what it was worked out from.
        before: the same of the period before.
        p: of the change, adjusted where several are looked at together.
    """
    if change is None or min(now.n_eff, before.n_eff) < ENOUGH:
        return None
    if p >= LEVEL or not change.difference:
        return Direction.unclear
    return Direction.up if change.difference > 0 else Direction.down
