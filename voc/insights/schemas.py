"""Totals and metrics as they go out over HTTP and the command line."""

from datetime import date

from voc.estimates import Estimate
from voc.insights.metrics.base import Change, Direction, Unit
from voc.values import Value


class FeedbackTotals(Value):
    """How much feedback a workspace holds."""

    total: int
    pending: int
    """Not analysed yet."""
    parked: int
    """Tried too often; waits for a person."""


class ThemeTotals(Value):
    """How far the grouping of feedback has come."""

    total: int
    """Themes in use."""
    unsorted: int
    """Feedback analysed since themes were last looked for."""


class Stats(Value):
    """`GET /v1/stats`."""

    feedback: FeedbackTotals
    themes: ThemeTotals


class Rebuilt(Value):
    """What a rebuild of the counters found."""

    workspace: str
    buckets: int
    unsettled: int
    """Buckets that were about to be recounted anyway."""
    changed: int
    """Buckets that passed for settled and differed from their rows: each is a fault."""
    total: int


class ChangeOut(Change):
    """A period beside the one before, and its arrow."""

    p_adjusted: float
    """The same, seen how many groups are looked at (Benjamini and Hochberg)."""
    direction: Direction | None
    """None: fewer than 30 answers in one of the periods."""


class MetricGroup(Value):
    """A metric of one group, or of all."""

    value: str | None = None
    """Which group; null: all, or those that do not tell."""
    name: str | None = None
    """What to call it."""
    estimate: Estimate | None
    """`n`: answers; null: there are none."""
    n_eff: float
    """Answers that the weighted ones are worth (Kish); `n` where all weigh the same."""
    counts: dict[str, float]
    """Answers by value, weighted ones scaled to `n_eff`."""
    before: Estimate | None
    """In the period before."""
    change: ChangeOut | None
    """Null: nothing to compare with."""


class MetricOut(Value):
    """`GET /v1/metrics/{metric}`."""

    metric: str
    unit: Unit
    """`points` from −100 to 100, `share` from 0 to 1, `mean` on the question's scale."""
    higher_is_better: bool
    definition: dict[str, str]
    """In words, by language."""
    by: str | None
    since: date
    until: date
    """Included, in UTC."""
    before_since: date
    before_until: date
    weighted: bool
    total: MetricGroup
    groups: list[MetricGroup]
    """The largest first, those of the period; at most 100."""
