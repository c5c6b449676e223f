"""When an item was shipped, by its history, and by which rules that is judged; pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from voc.backlog.workflow.domain import Change, Status, Work
from voc.values import Value

DONE = (Status.shipped.value, Status.closed.value)
NOTICING = timedelta(days=7)
"""Until customers have what was shipped, and what they said before has come in."""
LATENESS = timedelta(days=1)
"""After the last window: what was said in it is read by then."""


def shipping(work: Work, changes: Sequence[Change]) -> Change | None:
    """The change by which an item was shipped, if it still is.

    Closing what is shipped, and taking that back, is the same shipping; reopening and shipping again is another one.

    Args:
        work: where the item stands.
        changes: its history, the oldest first.

    Returns:
        None for an item that was not shipped, or was reopened since.
    """
    if work.status not in DONE:
        return None
    found = None
    for change in reversed(changes):
        after = next((step.after for step in change.steps if step.field == "status"), None)
        if after is not None and after not in DONE:
            break
        if after == Status.shipped:
            found = change
    return found


class Metric(StrEnum):
    """What shipping should change."""

    share = "share"
    """Of the customers who say anything, those who raise the theme: it should fall."""
    score = "score"
    """The mean score, of ten, of those who raise it: it should rise."""


class Answer(StrEnum):
    """What came of it."""

    improved = "improved"
    no_evidence = "no_evidence"
    worse = "worse"


class Plan(Value):
    """How it will be judged; may be chosen until the item is shipped."""

    metric: Metric = Metric.share
    weeks: Literal[2, 4, 8, 12] = 4
    """The length of either window."""


class Windows(Value):
    """The weeks before shipping, and those after it once people have noticed; ends are not included."""

    before_since: datetime
    before_until: datetime
    after_since: datetime
    after_until: datetime


def windows(shipped_at: datetime, weeks: int) -> Windows:
    """The two windows of something that was shipped then."""
    length = timedelta(weeks=weeks)
    begins = shipped_at + NOTICING
    return Windows(
        before_since=shipped_at - length, before_until=shipped_at, after_since=begins, after_until=begins + length
    )


def answer(metric: Metric, low: float, high: float) -> Answer:
    """What an interval of the effect says: of a share's logarithm, or of points of score."""
    good, bad = (high < 0, low > 0) if metric == Metric.share else (low > 0, high < 0)
    return Answer.improved if good else Answer.worse if bad else Answer.no_evidence
