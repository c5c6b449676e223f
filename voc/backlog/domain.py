"""The ranking; pure.

Reach is a share: distinct customers who raised the theme among those active in the window. Small
numbers mislead, so each share is shrunk towards what is usual for a theme here (a Beta prior fitted
to all themes) and taken at the lower end of its 80 % interval. Severity multiplies.
"""

import math
from collections.abc import Sequence

from pydantic import BaseModel, Field

from voc.values import StoredTime, Value

INTERVAL = 0.8
THEMES_TO_COMPARE = 5
LEAST_SHARE = 1e-12
"""A quantile may underflow to 0, which has no logarithm."""
WEAK_BELOW_CUSTOMERS = 30
"""With fewer active customers the order says little."""
SENTIMENT_WEIGHT = 1.0
URGENCY_WEIGHT = 1.0


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


class Prior(Value):
    """Beta distribution of the share of customers that a theme reaches here."""

    a: float
    b: float


class Factor(Value):
    """One factor of a score; the logarithms of all factors add up to the score's."""

    name: str
    value: float
    log: float


class Score(Value):
    """How an item ranks, and why."""

    theme: str
    value: float
    share: float
    """Customers ÷ active customers, as counted."""
    share_mid: float
    """The same, shrunk."""
    share_low: float
    share_high: float
    severity: float
    factors: list[Factor] = Field(default_factory=list)


class RankedItem(BaseModel):
    """An item with its rank and everything that explains it."""

    id: str
    theme: str
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
    first_ranked_at: StoredTime
    ranked_at: StoredTime


class Standing(BaseModel):
    """What a ranking as a whole rests on."""

    since: StoredTime
    until: StoredTime
    active_customers: int
    feedback: int
    """Verbatims in the window."""
    items: int
    ranked_at: StoredTime


def fit_prior(mentions: Sequence[Mentions], active: int) -> Prior:
    """A Beta prior by the method of moments over all themes' shares.

    The less themes differ beyond what sampling scatters, the more each is drawn to the mean, up to the weight
    of all active customers; with too few themes to tell, by one pseudo-customer.

    Source:
        Casella, "An Introduction to Empirical Bayes Data Analysis", The American Statistician, 1985.
    """
    shares = [theme.customers / active for theme in mentions]
    mean = min(max(sum(shares) / len(shares), 1e-6), 1 - 1e-6)
    strength = 1.0
    if len(shares) >= THEMES_TO_COMPARE:
        variance = sum((share - mean) ** 2 for share in shares) / (len(shares) - 1)
        between = variance - mean * (1 - mean) / active
        told = mean * (1 - mean) / between - 1 if between > 0 else active
        strength = min(max(told, 1.0), float(active))
    return Prior(a=mean * strength, b=(1 - mean) * strength)


def severity(mean_sentiment: float, mean_urgency: float) -> float:
    """1 (calm) to 3 (urgent and very unhappy)."""
    return 1.0 + SENTIMENT_WEIGHT * max(0.0, -mean_sentiment) + URGENCY_WEIGHT * min(max(mean_urgency, 0.0), 1.0)


def rank(mentions: Sequence[Mentions], active: int) -> list[Score]:
    """Scores of all themes, the highest first; equal ones by theme id, so that the order is stable.

    Args:
        active: distinct respondents in the window, over all kinds of feedback.
    """
    if not mentions or active <= 0:
        return []
    prior = fit_prior(mentions, active)
    scores = [_score(theme, active, prior) for theme in mentions]
    return sorted(scores, key=lambda score: (-score.value, score.theme))


def _score(theme: Mentions, active: int, prior: Prior) -> Score:
    from scipy.stats import beta  # only where rankings are made: the web process has no need of it

    a = prior.a + theme.customers
    b = prior.b + max(active - theme.customers, 0)
    tail = (1 - INTERVAL) / 2
    low, high = (float(beta.ppf(point, a, b)) for point in (tail, 1 - tail))
    mid = a / (a + b)
    low, high = min(max(low, LEAST_SHARE), mid), max(high, mid)
    harm = severity(theme.mean_sentiment, theme.mean_urgency)
    factors = [
        Factor(name="reach", value=low, log=math.log(low)),
        Factor(name="severity", value=harm, log=math.log(harm)),
    ]
    return Score(
        theme=theme.theme,
        value=low * harm,
        share=theme.customers / active,
        share_mid=mid,
        share_low=low,
        share_high=high,
        severity=harm,
        factors=factors,
    )
