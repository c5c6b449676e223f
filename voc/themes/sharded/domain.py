"""Values of a discovery by shards; pure."""

from enum import StrEnum

from voc.errors import VocError

SHARD_SHARE = 4
"""A shard holds at most this part of what one process looks at."""


class Step(StrEnum):
    """What a run's shards are doing."""

    planning = "planning"
    """Nothing yet: they are being written down."""
    summing = "summing"
    placing = "placing"


class ShardFailed(VocError):
    """A shard failed too often; the run is given up, and begun anew."""

    slug, title, status = "shard-failed", "A shard failed", 500


def shard_count(texts: int, at_once: int) -> int:
    """How many shards so many texts make.

    Args:
        texts: more than none.
        at_once: `Work.themes_at_once`.
    """
    return -(-texts // max(1, at_once // SHARD_SHARE))
