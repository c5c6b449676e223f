"""Between which places an item stands, from what its evidence leaves open."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.backlog.domain import INTERVAL, Mentions, Score
from voc.backlog.ranking import basis as bases
from voc.backlog.ranking import reach
from voc.backlog.ranking.drivers import REPLICATES


def drawn(themes: Sequence[Mentions], scores: Sequence[Score], basis: bases.Basis, seed: int) -> np.ndarray:
    """Logarithms of the scores as they may be: (replicates, n_themes) float64.

    Reach is drawn from its Beta posterior and what a theme costs from the replicates of the model, those of one row
    from one replicate, since costs of themes that occur together are known together. What is weighed by judgement
    (severity, urgency, revenue, effort, recency) is taken as it stands.
    """
    drivers, weights = basis.drivers, basis.weights
    replicates = next((len(costs) for costs in drivers.costs.values()), REPLICATES)
    customers = [theme.customers for theme in themes]
    shares = reach.draws(customers, basis.active, basis.prior, replicates, np.random.default_rng(seed))
    logs = weights.reach * np.log(shares)
    for at, (theme, score) in enumerate(zip(themes, scores, strict=True)):
        logs[:, at] += sum(factor.log for factor in score.factors if factor.name not in ("reach", "driver"))
        if bases.has_driver(theme, basis):
            told = drivers.costs[theme.theme] / basis.usual_cost
            logs[:, at] += weights.driver * np.log(np.maximum(told, bases.least_driver(theme)))
    return logs


def spans(logs: np.ndarray) -> list[tuple[int, int]]:
    """The places that leave at most a tenth of the replicates on either side, for each theme.

    Source:
        Goldstein and Spiegelhalter, "League Tables and Their Limitations", JRSS A 159, 1996; Laird and Louis,
        "Empirical Bayes Ranking Methods", Journal of Educational Statistics 14, 1989: places from draws, since
        intervals overlap where an order is sure already.
    """
    places = 1 + np.argsort(np.argsort(-logs, axis=1, kind="stable"), axis=1, kind="stable")
    tail = (1 - INTERVAL) / 2
    best = np.quantile(places, tail, axis=0, method="inverted_cdf")
    worst = np.quantile(places, 1 - tail, axis=0, method="inverted_cdf")
    return [(int(one), int(other)) for one, other in zip(best, worst, strict=True)]
