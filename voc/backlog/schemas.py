"""The backlog as it goes out."""

from pydantic import BaseModel, ConfigDict

from voc.backlog.domain import Factor
from voc.values import StoredTime, Value


class BacklogItemOut(BaseModel):
    """An item with everything that explains its rank."""

    model_config = ConfigDict(frozen=True)

    id: str
    theme: str
    rank: int
    rank_best: int
    rank_worst: int
    title: str
    kind: str
    language: str
    keywords: list[str]
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
    quotes: list[str]
    first_ranked_at: StoredTime
    ranked_at: StoredTime


class RankingOut(BaseModel):
    """What a ranking rests on."""

    model_config = ConfigDict(frozen=True)

    since: StoredTime
    until: StoredTime
    active_customers: int
    feedback: int
    items: int
    ranked_at: StoredTime


class BacklogPage(Value):
    """A page of the ranking, the first first."""

    items: list[BacklogItemOut]
    next: str | None
