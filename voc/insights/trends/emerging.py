"""Which themes more people speak of than chance explains; pure.

A theme's people this week are compared with those of the weeks before it. Given how many there are in all of these
weeks, those of this week are binomial where nothing changed, whatever the rate is: an exact test (Przyborowski and
Wilenski, "Homogeneity of Results in Testing Samples from Poisson Series", Biometrika 31, 1940). Weeks scatter more than
Poisson's, so the scatter is estimated from the weeks before. For negative binomial weeks the same condition gives a
beta-binomial law, which is as exact and becomes the binomial one where nothing scatters.

A theme must rise twice, in people and beside all others who speak: a campaign that has everybody speak more raises no
theme, and the end of one does not either.
"""

import math
from collections.abc import Sequence

import numpy as np
from scipy.special import bdtrc, betaln, gammaln

from voc.estimates import Z
from voc.insights.trends.false_discovery import adjusted
from voc.insights.trends.weeks import Rise, Weeks

LEVEL = 0.05
"""At most this share of weeks in which nothing changed raises anything."""
LOOKS = 7
"""Looks in a week, one a day, which share the level between them (Bonferroni): any of them may be the wrong one."""
LEAST_WEEKS = 4
"""With fewer weeks before, nobody knows what is usual."""
LEAST_PEOPLE = 3
OWN_SCATTER = 2.0
"""A theme that comes in bursts shows in eight weeks less scatter than it has: what they show counts so many times. Once
was not enough in the simulations where half the themes do; see `python -m tests.simulations alerts`."""
_NO_SCATTER = 1e-6


def rises(themes: dict[str, Weeks], everybody: Weeks, *, looks: int = LOOKS) -> list[Rise]:
    """What this week says of each theme, the surest rise first; nothing while too few weeks are known.

    Args:
        themes: people by theme; all of the same weeks.
        everybody: distinct people over all themes and none.
        looks: how often somebody looks in a week.
    """
    if len(everybody.before) < LEAST_WEEKS:
        return []
    usual = dispersion([weeks.before for weeks in themes.values()])
    names = sorted(name for name, weeks in themes.items() if weeks.now or any(weeks.before))
    scatter = {name: max(usual, OWN_SCATTER * dispersion([themes[name].before])) for name in names}
    ps = [_p(themes[name], everybody, scatter[name]) for name in names]
    found = [
        _rise(name, themes[name], p, p_adjusted, scatter[name], LEVEL / looks)
        for name, p, p_adjusted in zip(names, ps, adjusted(ps), strict=True)
    ]
    return sorted(found, key=lambda rise: (rise.p, -rise.weeks.now, rise.theme))


def dispersion(series: Sequence[Sequence[int]]) -> float:
    """How much more than Poisson's weekly counts scatter: the variance is m + dispersion · m².

    By the method of moments, over all series together, of which each has a mean of its own. Products of different weeks
    stand for m², which they estimate without bias.

    Source: Anscombe, "The Statistical Analysis of Insect Counts Based on the Negative Binomial Distribution",
    Biometrics 5, 1949.
    """
    beyond = squared = 0.0
    for counts in series:
        n, total, squares = len(counts), sum(counts), sum(count * count for count in counts)
        if n > 1:
            beyond += (n * squares - total * total) / (n * (n - 1)) - total / n
            squared += (total * total - squares) / (n * (n - 1))
    return max(0.0, beyond / squared) if squared else 0.0


def tail(now: int, total: int, usual: float, scatter: float, weeks: int) -> float:
    """How often at least `now` of `total` people fall into this week by chance.

    Args:
        now: people this week.
        total: people in all weeks.
        usual: this week's part of them where nothing changed.
        scatter: see `dispersion`.
        weeks: how many there are, this one included.
    """
    if now <= total * usual:  # no rise; how small it is plays no part
        return 1.0
    if scatter < _NO_SCATTER:
        return float(bdtrc(now - 1, total, usual))
    a, b = usual * weeks / scatter, (1 - usual) * weeks / scatter
    k = np.arange(now, total + 1)
    ways = gammaln(total + 1) - gammaln(k + 1) - gammaln(total - k + 1)
    return min(1.0, float(np.exp(ways + betaln(k + a, total - k + b) - betaln(a, b)).sum()))


def _p(theme: Weeks, everybody: Weeks, scatter: float) -> float:
    before, weeks = sum(theme.before), len(theme.before) + 1
    if theme.now < LEAST_PEOPLE:
        return 1.0
    others, others_before = everybody.now - theme.now, sum(everybody.before) - before
    among_others = (others + 1 / weeks) / (others + others_before + 1)  # never 0 or 1, and even where there are none
    return max(tail(theme.now, theme.now + before, usual, scatter, weeks) for usual in (1 / weeks, among_others))


def _rise(name: str, theme: Weeks, p: float, p_adjusted: float, scatter: float, level: float) -> Rise:
    """The ratio's interval is that of the logarithm of two negative binomial means, half a person added to each.

    Source: Price and Bonett, "Estimating the Ratio of Two Poisson Rates", Computational Statistics & Data Analysis 34,
    2000; with the scatter of a mean of weeks added.
    """
    weeks = len(theme.before)
    before = sum(theme.before)
    middle = math.log((theme.now + 0.5) / ((before + 0.5) / weeks))
    half = Z * math.sqrt(1 / (theme.now + 0.5) + 1 / (before + 0.5) + scatter * (1 + 1 / weeks))
    return Rise(
        theme=name,
        weeks=theme,
        expected=before / weeks,
        ratio=theme.now * weeks / before if before else None,
        ratio_low=math.exp(middle - half),
        ratio_high=math.exp(middle + half),
        p=p,
        p_adjusted=p_adjusted,
        emerging=p_adjusted < level,
    )
