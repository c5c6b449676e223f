"""How somebody feels who says something: sentiment in three words; pure."""

from enum import StrEnum
from typing import Any

FELT_FROM = 0.25
"""Sentiment from which on somebody is happy, or below zero unhappy."""


class Mood(StrEnum):
    """How somebody feels who says something."""

    low = "low"
    even = "even"
    high = "high"

    def condition(self) -> dict[str, Any]:
        """Of a sentiment, as a MongoDB filter."""
        conditions = {
            Mood.low: {"$lte": -FELT_FROM},
            Mood.even: {"$gt": -FELT_FROM, "$lt": FELT_FROM},
            Mood.high: {"$gte": FELT_FROM},
        }
        return conditions[self]


def mood(sentiment: float) -> Mood:
    """The mood of a sentiment, −1…1."""
    if abs(sentiment) < FELT_FROM:
        return Mood.even
    return Mood.high if sentiment > 0 else Mood.low
