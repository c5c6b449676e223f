"""The factors of a score besides reach and driver, each from what was counted."""

import math
from collections.abc import Iterable, Mapping, Sequence

from voc.backlog.domain import Factor, Mentions
from voc.backlog.ranking.weights import Weights

LEAST = 1e-12
"""No factor is less, so that each has a logarithm."""


def factor(name: str, value: float, exponent: float) -> Factor:
    """One factor; a value below the least counts as that."""
    held = max(value, LEAST)
    return Factor(name=name, value=held, exponent=exponent, log=exponent * math.log(held))


def unhappiness(mean_sentiment: float) -> float:
    """1 (content or calm) to 2 (very unhappy)."""
    return 1.0 + min(max(-mean_sentiment, 0.0), 1.0)


def pressure(mean_urgency: float) -> float:
    """1 (it can wait) to 2 (it cannot)."""
    return 1.0 + min(max(mean_urgency, 0.0), 1.0)


def of_saying(theme: Mentions, weights: Weights, usual_effort: float | None) -> list[Factor]:
    """How it is said, by whom and when, and what it takes.

    Args:
        theme: what was said.
        weights: the workspace's.
        usual_effort: see there; an item without an estimate counts as taking that.
    """
    found = [
        factor("severity", unhappiness(theme.mean_sentiment), weights.severity),
        factor("urgency", pressure(theme.mean_urgency), weights.urgency),
        factor("recency", theme.recency, weights.recency),
    ]
    if theme.revenue is not None:
        found.append(factor("revenue", theme.revenue, weights.revenue))
    if theme.segment is not None:
        found.append(factor("segments", theme.segment, weights.segments))
    if usual_effort is not None:
        found.append(factor("effort", (theme.effort or usual_effort) / usual_effort, -weights.effort))
    return found


def usual_effort(mentions: Iterable[Mentions]) -> float | None:
    """The middle one of the efforts that somebody has estimated; None: nobody has."""
    known = sorted(theme.effort for theme in mentions if theme.effort)
    return known[len(known) // 2] if known else None


def recency(ages_days: Sequence[float], half_life_days: float) -> float:
    """What customers' latest words still count on average, 0–1: each half as much after each half-life."""
    return sum(2.0 ** (-max(age, 0.0) / half_life_days) for age in ages_days) / len(ages_days)


def revenue_ratio(behind: Iterable[str], revenues: Mapping[str, float]) -> float | None:
    """Mean revenue of the customers behind a theme ÷ that of all; None where all of them bring nothing.

    Times reach this is the share of revenue behind a theme. One customer with the mean revenue is added, so that a
    single small or large one does not decide; customers whose revenue is unknown count with the mean.
    """
    known = [max(value, 0.0) for value in revenues.values()]
    mean = sum(known) / len(known) if known else 0.0
    if mean <= 0:
        return None
    own = [max(revenues.get(customer, mean), 0.0) for customer in behind]
    return (sum(own) + mean) / ((len(own) + 1) * mean)


def segment_weight(behind: Iterable[str], segments: Mapping[str, str], weights: Weights) -> float:
    """Mean weight of the customers behind a theme; those of an unknown or unnamed segment weigh 1."""
    of = {each.value: each.weight for each in weights.segment_weights}
    own = [of.get(segments.get(customer, ""), 1.0) for customer in behind]
    return sum(own) / len(own)
