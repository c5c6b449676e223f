"""Targets and what can be said of them; pure."""

import hashlib
from enum import StrEnum

from voc.estimates import Estimate
from voc.insights.metrics import Metric
from voc.insights.metrics.base import Unit
from voc.insights.metrics.ces import ENDS

LIMITS = {Unit.points: (-100.0, 100.0), Unit.share: (0.0, 1.0), Unit.mean: tuple(map(float, ENDS))}
"""Between which a goal lies."""


class Verdict(StrEnum):
    """What an interval says of a target."""

    met = "met"
    """The whole interval is as good as the goal, or better."""
    missed = "missed"
    """The whole interval is worse."""
    open = "open"
    """The goal lies within, or too few answered: nobody can tell yet."""


def verdict(metric: Metric, estimate: Estimate | None, goal: float) -> Verdict:
    """What the 95% interval of a figure says of its goal."""
    if estimate is None or estimate.low is None or estimate.high is None:
        return Verdict.open
    low, high = estimate.low, estimate.high
    met, missed = (low >= goal, high < goal) if metric.higher_is_better else (high <= goal, low > goal)
    return Verdict.met if met else Verdict.missed if missed else Verdict.open


def target_id(workspace: str, metric: str, by: str, value: str) -> str:
    """The id of the target for one group of a metric."""
    return "tgt_" + hashlib.sha256("\0".join((workspace, metric, by, value)).encode()).hexdigest()[:26]
