"""The collection of targets."""

from beanie import Document
from pymongo import ASCENDING, IndexModel


class Target(Document):
    """A goal for one metric. Its id follows from what it is for, so there is one each."""

    id: str
    workspace: str
    metric: str
    by: str
    """The grouping; "" for the whole."""
    value: str
    """Which group of it."""
    goal: float
    """In the metric's unit."""
    set_by: str
    """Member or key."""
    set_at: int
    """A `voc.clock.stamp`."""

    class Settings:
        name = "targets"
        indexes = [
            # of_workspace: a workspace's targets, of one metric or all
            IndexModel([("workspace", ASCENDING), ("metric", ASCENDING)], name="metric"),
        ]
