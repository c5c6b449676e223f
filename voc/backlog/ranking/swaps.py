"""The smallest change that would put an item past its upper neighbour."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import pstdev
from typing import NamedTuple

from voc.backlog.domain import Mentions, Score, Swap
from voc.backlog.ranking import basis as bases
from voc.backlog.ranking import factors, reach
from voc.backlog.ranking.design import POINTS

_PAST = 1e-9
"""On the scale of logarithms: enough to stand before, where to draw level is not."""
_LEAST_STEP = 0.05
_OF_INTERVAL = 2 * 1.2815515655446004
"""Standard deviations in an 80 % interval."""


class Steps(NamedTuple):
    """By how much items usually differ in what is read from words, so that changes compare."""

    sentiment: float
    urgency: float


class _Change(NamedTuple):
    factor: str
    before: float
    after: float
    steps: float
    """Its size: in what chance alone would make of it, or in what items differ by."""


def usual_steps(themes: Sequence[Mentions]) -> Steps:
    """Standard deviations over the themes."""
    return Steps(
        max(pstdev(theme.mean_sentiment for theme in themes), _LEAST_STEP),
        max(pstdev(theme.mean_urgency for theme in themes), _LEAST_STEP),
    )


def smallest(theme: Mentions, score: Score, above: Score, basis: bases.Basis, usual: Steps) -> Swap | None:
    """The smallest change of one thing that would put `theme` before `above`, all else as it is.

    Changes of different things compare by how many of their usual steps they take: √n for n customers, the standard
    deviation over items for mood and urgency, its standard error for a cost in points, and halving for effort.
    """
    gap = above.log - score.log + _PAST
    found = min(_changes(theme, score, gap, basis, usual), key=lambda change: change.steps, default=None)
    if found is None:
        return None
    return Swap(theme=above.theme, factor=found.factor, before=found.before, after=found.after)


def _changes(theme: Mentions, score: Score, gap: float, basis: bases.Basis, usual: Steps) -> Iterator[_Change]:
    needed = {
        each.name: each.value * math.exp(min(gap / each.exponent, 700.0)) for each in score.factors if each.exponent
    }
    if "reach" in needed and (more := _more_customers(theme, needed["reach"], basis)):
        yield _Change("reach", theme.customers, theme.customers + more, more / math.sqrt(theme.customers))
    if (value := needed.get("severity", math.inf)) <= factors.unhappiness(-1.0):
        after = 1.0 - value
        yield _Change("severity", theme.mean_sentiment, after, (theme.mean_sentiment - after) / usual.sentiment)
    if (value := needed.get("urgency", math.inf)) <= factors.pressure(1.0):
        after = value - 1.0
        yield _Change("urgency", theme.mean_urgency, after, (after - theme.mean_urgency) / usual.urgency)
    if theme.effort and basis.usual_effort and "effort" in needed:
        after = math.floor(needed["effort"] * basis.usual_effort)  # people estimate in whole steps
        if after >= 1:
            yield _Change("effort", theme.effort, after, math.log2(theme.effort / after))
    if score.driver is not None and (after := needed.get("driver", math.inf) * basis.usual_cost) <= POINTS:
        before, spread = score.driver.cost_low, score.driver.cost_high - score.driver.cost_low
        yield _Change("driver", before, after, (after - before) / max(spread / _OF_INTERVAL, _LEAST_STEP))


def _more_customers(theme: Mentions, share: float, basis: bases.Basis) -> int | None:
    """How many more of the active customers would have to raise it for its cautious share to be so large."""

    def enough(more: int) -> bool:
        low = reach.estimate([theme.customers + more], basis.active, basis.prior).low[0]
        return bool(low >= share)

    fewest, most = 1, basis.active - theme.customers
    if most < 1 or not enough(most):
        return None
    while fewest < most:
        middle = (fewest + most) // 2
        fewest, most = (fewest, middle) if enough(middle) else (middle + 1, most)
    return fewest
