"""One list of what has scores beside it and what has none."""

from __future__ import annotations

import math
from collections.abc import Sequence

from voc.backlog.domain import Mentions, Score, Swap
from voc.backlog.ranking import basis as bases
from voc.backlog.ranking import ranges, reach, swaps
from voc.backlog.ranking.drivers import NONE, Drivers
from voc.backlog.ranking.weights import Weights

AS_USUAL = Weights()


def rank(
    mentions: Sequence[Mentions], active: int, weights: Weights = AS_USUAL, drivers: Drivers = NONE, *, seed: int = 0
) -> list[Score]:
    """Scores of all themes, the highest first; equal ones by theme id, so that the order is stable.

    A score is the share of customers whom a theme reaches times what it does to each of them. Where enough of them gave
    a score beside it, the factor `driver` says what it costs them in points, cautiously, over what themes cost here on
    average: reach × driver goes with the gain to be had from mending it. A theme without scores has no such factor,
    that is, it is taken to cost what themes here usually do. So both stand on one scale, and in one sentence: what has
    no scores counts as if it hurt the score as much as the average theme does.

    Args:
        mentions: of each theme.
        active: distinct respondents in the window, over all kinds of feedback.
        weights: the workspace's.
        drivers: what scores tell.
        seed: of the draws that the ranges of places come from.
    """
    if not mentions or active <= 0:
        return []
    ordered = sorted(mentions, key=lambda theme: theme.theme)
    basis = bases.of(ordered, active, weights, drivers)
    reached = reach.estimate([theme.customers for theme in ordered], active, basis.prior)
    found = [_score(theme, *shares, basis) for theme, *shares in zip(ordered, *map(list, reached), strict=True)]
    places = sorted(range(len(found)), key=lambda at: (-found[at].log, found[at].theme))
    spans = ranges.spans(ranges.drawn(ordered, found, basis, seed))
    spread = swaps.usual_steps(ordered)
    ranked: list[Score] = []
    for place, at in enumerate(places, start=1):
        best, worst = spans[at]
        swap = swaps.smallest(ordered[at], found[at], ranked[-1], basis, spread) if ranked else None
        ranked.append(_placed(found[at], place, (min(best, place), max(worst, place)), swap))
    return ranked


def _score(theme: Mentions, mid: float, low: float, high: float, basis: bases.Basis) -> Score:
    own = bases.factors_of(theme, float(low), basis)
    log = bases.total(own)
    return Score(
        theme=theme.theme,
        value=math.exp(log),
        log=log,
        rank=0,
        rank_best=0,
        rank_worst=0,
        share=theme.customers / basis.active,
        share_mid=float(mid),
        share_low=float(low),
        share_high=float(high),
        driver=basis.drivers.themes.get(theme.theme),
        factors=own,
        swap=None,
    )


def _placed(score: Score, place: int, span: tuple[int, int], swap: Swap | None) -> Score:
    return score.model_copy(update={"rank": place, "rank_best": span[0], "rank_worst": span[1], "swap": swap})
