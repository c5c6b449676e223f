"""Whether people keep asking what is answered; pure.

An answer that helps is asked for less. One that people ask for more often than before it was published is to be looked
at again. The rule: each person counts once a week. The weeks after the publishing that are over, the last four of them,
are held against the eight weeks before it, or as many as the workspace knows, at least two. Given how many asked in all
of these weeks, those after are binomial where nothing changed, whatever the rate was: an exact conditional test
(Przyborowski and Wilenski, "Homogeneity of Results in Testing Samples from Poisson Series", Biometrika 31, 1940), as
trends of themes have. The share that falls after is the weeks' share, or that of all other questions where they rose as
well, whichever is larger: a campaign that has everybody ask more makes no answer stale.

It is looked at once for each week that is over, however often the night's work runs. The k-th look has the level
0.05 · 6/(π²k²), which sums up to 0.05: of answers whose rate never changes at most one in twenty is ever taken back.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import exp, lgamma, log, pi
from typing import NamedTuple

from voc.values import Value

LEVEL = 0.05
LEAST_PEOPLE = 3
WEEKS_BEFORE, LEAST_WEEKS_BEFORE, WEEKS_AFTER = 8, 2, 4
_WEEK = timedelta(days=7)


class Voice(NamedTuple):
    """Somebody asked something."""

    at: datetime
    person: str


class Askings(Value):
    """How often it was asked, on either side of the publishing; each person once a week."""

    before: int
    weeks_before: int
    after: int
    weeks_after: int
    expected: float
    """How many were to be expected after, by those before."""
    p: float
    """How often at least as many as there were come by chance."""


def keeps_being_asked(
    asked: Iterable[Voice], others: Iterable[Voice], *, published: datetime, heard: datetime, now: datetime
) -> Askings | None:
    """The figures, where more people ask since the publishing than the rate before it explains; else None.

    Args:
        asked: who asked the question that is answered.
        others: who asked any other question.
        published: when the answer was.
        heard: when the workspace heard of anybody for the first time: before, silence says nothing.
        now: the present.
    """
    over, known = (now - published) // _WEEK, min(WEEKS_BEFORE, (published - heard) // _WEEK)
    if over < 1 or known < LEAST_WEEKS_BEFORE:
        return None
    last = min(over, WEEKS_AFTER)
    before, after = _counted(asked, published, known, over, last)
    others_before, others_after = _counted(others, published, known, over, last)
    usual = last / (last + known)
    among_others = (others_after + usual) / (others_after + others_before + 1)  # as usual where there are none
    share = max(usual, among_others)
    p = tail(after, before + after, share)
    if after < LEAST_PEOPLE or p >= LEVEL * 6 / (pi * over) ** 2:
        return None
    return Askings(
        before=before, weeks_before=known, after=after, weeks_after=last,
        expected=round(before * share / (1 - share), 2), p=float(f"{p:.3g}"),
    )  # fmt: skip


def tail(after: int, total: int, share: float) -> float:
    """How often at least `after` of `total` fall into a `share` of the time by chance: binomial, exact."""
    if after <= total * share:
        return 1.0
    ways = (lgamma(total + 1) - lgamma(k + 1) - lgamma(total - k + 1) for k in range(after, total + 1))
    terms = (way + k * log(share) + (total - k) * log(1 - share) for k, way in enumerate(ways, after))
    return min(1.0, sum(exp(term) for term in terms))


def _counted(voices: Iterable[Voice], published: datetime, known: int, over: int, last: int) -> tuple[int, int]:
    weeks = {((voice.at - published) // _WEEK, voice.person) for voice in voices}
    before = sum(-known <= week < 0 for week, _ in weeks)
    return before, sum(over - last <= week < over for week, _ in weeks)
