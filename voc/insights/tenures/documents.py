"""The counters of how long customers stay."""

from beanie import Document
from pymongo import ASCENDING, IndexModel


class TenureShard(Document):
    """How long the customers stay whose ids begin alike."""

    id: str
    """`workspace|shard`."""
    workspace: str
    shard: str
    """See `voc.customers.domain.shard_of`."""
    version: int
    """Raised whenever a customer of the shard changed."""
    dirty: bool
    not_before: int
    """A `voc.clock.stamp`: a large shard rests between recounts, so that counting takes a small part of the time."""
    total: int = 0
    """Records of the shard."""
    sorting: str = ""
    """Into which segments they were sorted; see `sorting.Sorting.mark`."""
    tenures: bytes = b""
    """See `domain.pack`."""

    class Settings:
        name = "tenure_shards"
        indexes = [
            # all: a workspace's shards
            IndexModel([("workspace", ASCENDING), ("shard", ASCENDING)], name="shard", unique=True),
            # count_tenures: shards to recompute
            IndexModel([("dirty", ASCENDING)], name="dirty", partialFilterExpression={"dirty": True}),
        ]


class TenureSum(Document):
    """One per workspace: the sum of its shards, some seconds old."""

    id: str
    """The workspace's id."""
    workspace: str
    tenures: bytes
    """See `domain.pack`."""
    complete: bool = False
    """Whether every customer's record was looked at; earlier records lie in no shard until then."""

    class Settings:
        name = "tenure_sums"
