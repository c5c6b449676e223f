"""What all scores of a ranking have in common, and the factors of one of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from voc.backlog.domain import Factor, Mentions
from voc.backlog.ranking import factors, reach
from voc.backlog.ranking.drivers import Drivers
from voc.backlog.ranking.weights import Weights

LEAST_DRIVER = 0.1
"""However little scores show of a complaint, it counts for a tenth of a usual one: people did say it."""
LEAST_DRIVER_OF_WISHES = 1.0
"""Happy customers have wishes, too: scores may lift an idea, yet cost nothing where a thing is merely missed.

Source:
    Kano et al., "Attractive Quality and Must-Be Quality", Journal of the Japanese Society for Quality Control 14, 1984.
"""

LEAST_COST = 0.1
"""Points of ten. Where no theme is shown to cost so much, scores tell nothing; less is no measure for others."""


class Basis(NamedTuple):
    """Of a ranking."""

    active: int
    prior: reach.Prior
    drivers: Drivers
    usual_cost: float
    """What a theme costs here on average, cautiously, in points of ten; 0: scores show nothing of any."""
    usual_effort: float | None
    weights: Weights


def of(mentions: Sequence[Mentions], active: int, weights: Weights, drivers: Drivers) -> Basis:
    """The basis of a ranking of these themes."""
    prior = reach.fit_prior(mentions, active)
    ranked = [theme.theme for theme in mentions]
    usual_effort = factors.usual_effort(mentions)
    return Basis(active, prior, drivers, _usual_cost(drivers, ranked), usual_effort, weights)


def _usual_cost(drivers: Drivers, ranked: Sequence[str]) -> float:
    """Mean of the cautious costs, none below 0, by the customers who raised each."""
    known = [drivers.themes[theme] for theme in ranked if theme in drivers.themes]
    if max((driver.cost_low for driver in known), default=0.0) < LEAST_COST:
        return 0.0
    raised = sum(driver.customers for driver in known)
    return max(sum(driver.customers * max(driver.cost_low, 0.0) for driver in known) / raised, LEAST_COST)


def least_driver(theme: Mentions) -> float:
    """The least that the factor `driver` of a theme may be."""
    return LEAST_DRIVER_OF_WISHES if theme.kind == "idea" else LEAST_DRIVER


def has_driver(theme: Mentions, basis: Basis) -> bool:
    """Whether scores tell of this theme, and of anything at all."""
    return basis.usual_cost > 0 and theme.theme in basis.drivers.themes


def factors_of(theme: Mentions, share_low: float, basis: Basis) -> list[Factor]:
    """All factors of a theme's score; see `scoring.rank`."""
    found = [factors.factor("reach", share_low, basis.weights.reach)]
    if has_driver(theme, basis):
        told = basis.drivers.themes[theme.theme].cost_low / basis.usual_cost
        found.append(factors.factor("driver", max(told, least_driver(theme)), basis.weights.driver))
    return found + factors.of_saying(theme, basis.weights, basis.usual_effort)


def total(own: Sequence[Factor]) -> float:
    """The logarithm of a score."""
    return math.fsum(factor.log for factor in own)
