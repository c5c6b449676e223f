"""What a ranking is made from, and what comes out; pure.

How it is worked out is in `voc.backlog.ranking`, which needs numpy and stays out of the web process.
"""

from pydantic import BaseModel, Field

from voc.values import StoredTime, Value

INTERVAL = 0.8
WEAK_BELOW_CUSTOMERS = 30
"""With fewer active customers the order says little."""


class Mentions(Value):
    """What was said under one theme within the window."""

    theme: str
    kind: str
    customers: int
    """Distinct respondents."""
    mentions: int
    mean_sentiment: float
    """−1…1."""
    mean_urgency: float
    """0…1."""
    recency: float = 1.0
    """0…1: what the customers' latest words still count, on average."""
    revenue: float | None = None
    """Mean revenue of the customers behind it ÷ that of all active ones; None: money does not count here."""
    segment: float | None = None
    """Mean weight of the customers behind it; None: segments do not count here."""
    effort: float | None = None
    """As estimated by a person, in whatever unit they use throughout; None: not yet."""


class Driver(Value):
    """What a theme costs in points of score, by those who both raised it and gave a score. Points are of ten."""

    customers: int
    """Distinct ones with a score who raised it."""
    cost: float
    """How much lower they score than if they had not had to raise it, everything else they raised being equal."""
    cost_low: float
    cost_high: float
    gain: float
    """By how much the mean score would rise if nobody had to raise it any more: cost × share of those who do."""
    gain_low: float
    gain_high: float


class Factor(Value):
    """One factor of a score; the logarithms of all factors add up to the score's."""

    name: str
    value: float
    """Above 0."""
    exponent: float = 1.0
    """As the workspace weighs it; negative: it divides."""
    log: float
    """exponent × ln(value)."""


class Swap(Value):
    """The smallest change of one thing that would put an item past its upper neighbour, all else as it is."""

    theme: str
    """The neighbour's."""
    factor: str
    before: float
    """In the factor's own unit: customers, mood −1…1, urgency 0…1, effort, or points of ten."""
    after: float


class Score(Value):
    """How an item ranks, and why."""

    theme: str
    value: float
    log: float
    """Of the value; the sum of the factors' logarithms."""
    rank: int
    rank_best: int
    rank_worst: int
    """Places between which it stands in at least 80 of 100 rankings made from what the evidence leaves open."""
    share: float
    """Customers ÷ active customers, as counted."""
    share_mid: float
    """The same, shrunk."""
    share_low: float
    share_high: float
    driver: Driver | None
    """None: too few with a score raised it."""
    factors: list[Factor]
    swap: Swap | None
    """None: it is the first, or no single change within reason would do."""


class RankedItem(BaseModel):
    """An item with its rank and everything that explains it."""

    id: str
    theme: str
    rank: int
    rank_best: int
    rank_worst: int
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
    driver: Driver | None = None
    mean_sentiment: float
    mean_urgency: float
    score: float
    factors: list[Factor]
    swap: Swap | None = None
    weekly_mentions: list[int]
    """Of the window's last eight weeks, oldest first."""
    quotes: list[str] = Field(default_factory=list)
    """Ids of feedback."""
    first_ranked_at: StoredTime
    ranked_at: StoredTime


class Standing(BaseModel):
    """What a ranking as a whole rests on."""

    since: StoredTime
    until: StoredTime
    active_customers: int
    scored_customers: int = 0
    """Those of them who gave a score."""
    feedback: int
    """Verbatims in the window."""
    items: int
    ranked_at: StoredTime
