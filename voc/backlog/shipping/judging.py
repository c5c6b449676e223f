"""Did it help? A theme's change beside what happened to other themes in the same time; pure.

A difference in differences with one treated group: how much a theme changed, less how much themes changed that nobody
did anything about. Those other themes do not all change alike, so the interval must hold what one more theme would have
done by itself: it is the prediction interval of a random-effects meta-analysis of their changes, widened by what
chance does to the theme's own counts.

What is shipped because it had just peaked falls by itself, too; the windows before are weeks long for that reason.

Sources:
    Donald and Lang, "Inference with Difference-in-Differences and Other Panel Data", Review of Economics and Statistics
    89, 2007 (few groups: a t distribution with as many degrees of freedom as there are groups to compare with).
    Higgins, Thompson and Spiegelhalter, "A re-evaluation of random-effects meta-analysis", JRSS A 172, 2009 (the
    prediction interval). Paule and Mandel, "Consensus Values and Weighting Factors", Journal of Research of the
    National Bureau of Standards 87, 1982 (how much groups differ beyond chance).
    Pettigrew, Gart and Thomas, "The bias and higher cumulants of the logarithm of a binomial variate", Biometrika 73,
    1986 (the half that is added to those who raise it and to those who do not).
    Smyth, "Linear Models and Empirical Bayes Methods for Assessing Differential Expression in Microarray Experiments",
    Statistical Applications in Genetics and Molecular Biology 3, 2004 (variances of few values, drawn to the usual).
"""

import math
from collections.abc import Sequence
from statistics import fmean, variance

from voc.results.intervals import student
from voc.values import Value

LEAST_GROUPS = 4
"""With fewer themes to compare with, how differently themes change cannot be told."""
LEAST_BEFORE = 5
"""Customers who raised it before it was shipped: of fewer, any fall may be chance."""
_PRIOR = 10
"""Scores that the usual variance counts as much as. With fewer, a handful of equal stars still looks sure; where it is
the least that is allowed, how differently themes change passes for chance (`python -m tests.simulations verdicts`)."""
_ROUNDS = 60
_HALF = 0.5


class Counts(Value):
    """Customers who raised a theme in two windows, of all who said anything."""

    before: int
    of_before: int
    after: int
    of_after: int


class Shift(Value):
    """How much a theme changed from the one window to the other."""

    change: float
    """Of the logarithm of its share, or of its mean score."""
    variance: float
    """What chance does to it; above 0."""


class Effect(Value):
    """What is left of a theme's change once that of the others is taken off."""

    effect: float
    low: float
    high: float
    """Holds the true one in 95 of 100 such cases."""
    usual: float
    """How much the others changed."""
    spread: float
    """How differently they did, beyond chance: a standard deviation."""
    groups: int


def share_shift(counts: Counts) -> Shift:
    """How the share of customers who raise a theme changed, as a logarithm: −0.69 is half as many."""
    after, of_after = counts.after + _HALF, counts.of_after + 2 * _HALF
    before, of_before = counts.before + _HALF, counts.of_before + 2 * _HALF
    change = math.log(after / of_after) - math.log(before / of_before)
    return Shift(change=change, variance=1 / after - 1 / of_after + 1 / before - 1 / of_before)


def score_shift(before: Sequence[float], after: Sequence[float], usual: float) -> Shift | None:
    """How the mean score of those who raise a theme changed; None with fewer than two in either window.

    Args:
        before: a score of each of them.
        after: the same, later.
        usual: the variance of scores about one theme, as `usual_variance` finds it. It counts as much as ten more
            scores: a few that are equal by chance would be beyond doubt by their own variance.
    """
    if min(len(before), len(after)) < 2:
        return None
    chance = math.fsum(_moderated(each, usual) / len(each) for each in (before, after))
    return Shift(change=fmean(after) - fmean(before), variance=max(chance, 1e-9))


def _moderated(scores: Sequence[float], usual: float) -> float:
    own = len(scores) - 1
    return (_PRIOR * usual + own * variance(scores)) / (_PRIOR + own)


def usual_variance(groups: Sequence[Sequence[float]]) -> float:
    """How much scores vary within such groups, pooled; 0 where none has two."""
    several = [group for group in groups if len(group) > 1]
    squares = math.fsum(variance(group) * (len(group) - 1) for group in several)
    return squares / max(1, sum(len(group) - 1 for group in several))


def times(logarithm: float) -> float:
    """How many times as large; of what nobody can know no more than a million."""
    return math.exp(min(logarithm, 14.0))


def effect(theme: Shift, others: Sequence[Shift]) -> Effect | None:
    """The theme's change less that of the others; None with too few of them."""
    if len(others) < LEAST_GROUPS:
        return None
    spread = _spread(others)
    weights = [1 / (each.variance + spread) for each in others]
    usual = math.fsum(w * each.change for w, each in zip(weights, others, strict=True)) / math.fsum(weights)
    error = math.sqrt(theme.variance + spread + 1 / math.fsum(weights))
    half = student(len(others) - 1) * error
    found = theme.change - usual
    return Effect(
        effect=found, low=found - half, high=found + half, usual=usual, spread=math.sqrt(spread), groups=len(others)
    )


def _spread(others: Sequence[Shift]) -> float:
    """The variance between themes that makes their distances from the mean as large as chance and it explain."""
    low, high = 0.0, 10 * max(variance([each.change for each in others]), max(each.variance for each in others))
    if _distance(others, low) <= len(others) - 1:
        return 0.0
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        low, high = (middle, high) if _distance(others, middle) > len(others) - 1 else (low, middle)
    return (low + high) / 2


def _distance(others: Sequence[Shift], spread: float) -> float:
    """Squared distances from the weighted mean, each in its own variance; falls as the spread grows."""
    weights = [1 / (each.variance + spread) for each in others]
    mean = math.fsum(w * each.change for w, each in zip(weights, others, strict=True)) / math.fsum(weights)
    return math.fsum(w * (each.change - mean) ** 2 for w, each in zip(weights, others, strict=True))
