"""Ranked items, and what the ranking as a whole rests on."""

from typing import Any

from beanie import Document
from pymongo import ASCENDING, IndexModel

from voc.backlog.domain import RankedItem, Standing


class BacklogItem(RankedItem, Document):
    """One theme of ideas or complaints, as last ranked."""

    id: str
    workspace: str
    active: bool
    """False: its theme has no mention in the window any more."""

    class Settings:
        name = "backlog"
        indexes = [
            # the page: the ranking in order
            IndexModel([("workspace", ASCENDING), ("active", ASCENDING), ("rank", ASCENDING)], name="ranking"),
        ]


class Ranking(Standing, Document):
    """One per workspace: what its latest ranking rests on."""

    id: str
    """The workspace's id."""
    workspace: str

    class Settings:
        name = "rankings"


class BacklogWeights(Document):
    """One per workspace that has changed any: what it weighs."""

    id: str
    """The workspace's id."""
    workspace: str
    weights: dict[str, Any]
    """Those of `ranking.weights.Weights` that were set."""

    class Settings:
        name = "backlog_weights"
