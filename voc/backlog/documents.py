"""Ranked items, and what the ranking as a whole rests on."""

from datetime import datetime

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from voc.backlog.domain import Factor


class BacklogItem(Document):
    """One theme of ideas or complaints, with its rank and everything that explains it."""

    id: str
    workspace: str
    theme: str
    active: bool
    """False: its theme has no mention in the window any more."""
    rank: int
    rank_best: int
    rank_worst: int
    """Where the 80 % intervals would let it stand."""
    title: str
    kind: str
    language: str
    keywords: list[str] = Field(default_factory=list)
    customers: int
    mentions: int
    active_customers: int
    share: float
    share_mid: float
    share_low: float
    share_high: float
    severity: float
    mean_sentiment: float
    mean_urgency: float
    score: float
    factors: list[Factor]
    weekly_mentions: list[int]
    """Of the window's last eight weeks, oldest first."""
    quotes: list[str] = Field(default_factory=list)
    """Ids of feedback."""
    first_ranked_at: datetime
    ranked_at: datetime

    class Settings:
        name = "backlog"
        indexes = [
            # the page: the ranking in order
            IndexModel([("workspace", ASCENDING), ("active", ASCENDING), ("rank", ASCENDING)], name="ranking"),
        ]


class Ranking(Document):
    """One per workspace: what its latest ranking rests on."""

    id: str
    """The workspace's id."""
    workspace: str
    since: datetime
    until: datetime
    active_customers: int
    feedback: int
    """Verbatims in the window."""
    items: int
    ranked_at: datetime

    class Settings:
        name = "rankings"
