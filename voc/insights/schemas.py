"""Totals as they go out over HTTP and the command line."""

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
