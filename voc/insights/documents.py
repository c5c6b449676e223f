"""The counters' collections."""

from beanie import Document
from pymongo import ASCENDING, IndexModel

from voc.insights.domain import Counts


class Summary(Document):
    """One per workspace: the sum of its buckets, a few seconds old."""

    id: str
    """The workspace's id."""
    workspace: str
    counts: Counts = Counts()

    class Settings:
        name = "summaries"


class Rollup(Document):
    """Counts of one bucket: the feedback of one source that was said in one hour."""

    id: str
    """`workspace|source|hour`."""
    workspace: str
    bucket: str
    version: int
    """Raised whenever a row of the bucket changed."""
    dirty: bool
    not_before: int
    """A `voc.clock.stamp`: a large bucket rests between recounts, so that counting takes a small part of the time."""
    total: int = 0
    """`counts.total` again, at the top level, where every engine can sum it."""
    counts: Counts = Counts()

    class Settings:
        name = "rollups"
        indexes = [
            # sums over a workspace's span of buckets
            IndexModel([("workspace", ASCENDING), ("bucket", ASCENDING)], name="bucket", unique=True),
            # insights.count: buckets to recompute
            IndexModel([("dirty", ASCENDING)], name="dirty", partialFilterExpression={"dirty": True}),
        ]


class PeopleDay(Document):
    """Who spoke of which theme on one day, UTC: weeks are unions of days, and count nobody twice."""

    id: str
    """`workspace|day`."""
    workspace: str
    day: str
    """`d20261121`."""
    version: int
    """Raised whenever feedback of the day changed."""
    dirty: bool
    people: bytes = b""
    """See `people.pack`."""

    class Settings:
        name = "people_days"
        indexes = [
            # the days of a span
            IndexModel([("workspace", ASCENDING), ("day", ASCENDING)], name="day", unique=True),
        ]
