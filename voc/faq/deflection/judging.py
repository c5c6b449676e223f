"""What the counts say, and how sure that is; pure."""

import math
from collections.abc import Sequence
from enum import StrEnum

from voc.estimates import Estimate, Z, share
from voc.faq.deflection.domain import Arm, Followed
from voc.insights.metrics.base import ENOUGH, Change, Direction, direction
from voc.insights.metrics.samples import Sample, sample
from voc.insights.metrics.shares import HIT, MISS, share_change
from voc.insights.trends.false_discovery import adjusted
from voc.values import Value


class Verdict(StrEnum):
    """What publishing an answer came to."""

    fewer = "fewer"
    """Fewer ask again: it helps."""
    more = "more"
    """More ask again."""
    unclear = "unclear"
    """Chance alone often does as much: no evidence yet."""
    too_few = "too_few"
    """Too few people on one side to say anything."""


_VERDICTS = {None: Verdict.too_few, Direction.up: Verdict.more, Direction.down: Verdict.fewer}


class Askers(Value):
    """Who asked, of how many customers."""

    askers: int
    customers: int


class Volume(Value):
    """How many customers asked at all, in periods of the same length."""

    days: int
    before: Askers
    after: Askers


class Judged(Value):
    """One comparison of before and after."""

    before: Estimate | None
    after: Estimate | None
    """None: nobody was there."""
    change: Change | None
    """After minus before; below 0: fewer asked again."""
    p: float | None
    """Of the change, as `adjusted` for all that are looked at together; None: too few people."""
    verdict: Verdict


class Overall(Value):
    """All published answers together."""

    answers: int
    """Those that are measured."""
    verdicts: dict[Verdict, int]
    before: Arm
    after: Arm
    """Summed over the answers that have people on both sides."""
    change: Change | None
    """Each answer compared with itself; None: none has people on both sides."""
    verdict: Verdict


def judge(every: Sequence[Followed]) -> list[Judged]:
    """Each answer by itself; arrows allow for the number of answers that are looked at."""
    pairs = [(_sample(each.before), _sample(each.after)) for each in every]
    changes = [share_change(_hits(after), _hits(before)) for before, after in pairs]
    told = {index: change.p for index, change in enumerate(changes) if change and _enough(*pairs[index])}
    ps = dict(zip(told, adjusted(list(told.values())), strict=True))
    return [
        Judged(
            before=share(*_hits(before)), after=share(*_hits(after)), change=changes[index], p=ps.get(index),
            verdict=_verdict(changes[index], before, after, ps.get(index, 1.0)),
        )
        for index, (before, after) in enumerate(pairs)
    ]  # fmt: skip


def asked_by(volume: Volume) -> Judged:
    """The share of customers who asked at all, before and after."""
    sides = (volume.before, volume.after)
    before, after = (Arm(people=each.customers, again=min(each.askers, each.customers)) for each in sides)
    return judge([Followed(before=before, after=after, waiting=0)])[0]


def overall(every: Sequence[Followed]) -> Overall:
    """All of them: how many help, and by how much asking again fell."""
    verdicts = [each.verdict for each in judge(every)]
    both = [each for each in every if each.before.people and each.after.people]
    before, after = (_summed([getattr(each, side) for each in both]) for side in ("before", "after"))
    change = stratified([(each.after, each.before) for each in both])
    return Overall(
        answers=len(every), verdicts={name: verdicts.count(name) for name in Verdict}, before=before, after=after,
        change=change, verdict=_verdict(change, _sample(before), _sample(after), change.p if change else 1.0),
    )  # fmt: skip


def stratified(pairs: Sequence[tuple[Arm, Arm]]) -> Change | None:
    """The Mantel-Haenszel difference of shares, one minus the other, over strata that have people in both arms.

    Sums alone would take a change of what people ask for a change of how they ask it. The interval inverts the score
    test with Sato's variance, which holds for a few large strata as for many small ones.

    Source: Klingenberg, "A new and improved confidence interval for the Mantel-Haenszel risk difference", Statistics in
    Medicine 33, 2014; Sato, "On the variance estimator for the Mantel-Haenszel risk difference", Biometrics 45, 1989.
    """
    pairs = [(one, other) for one, other in pairs if one.people and other.people]
    if not pairs:
        return None
    terms = [_terms(one, other) for one, other in pairs]
    weight, difference, p_term, q_term = (sum(column) for column in zip(*terms, strict=True))
    difference /= weight
    if len(terms) == 1 or not q_term:  # of one stratum, and where nothing happened anywhere, Newcombe's is better
        one, other = (_summed([pair[side] for pair in pairs]) for side in (0, 1))
        return share_change(_hits(_sample(one)), _hits(_sample(other)))
    middle = difference + Z * Z * p_term / (2 * weight * weight)
    half = math.sqrt(max(0.0, middle * middle - difference * difference + Z * Z * q_term / (weight * weight)))
    p = math.erfc(abs(difference) * weight / math.sqrt(2 * q_term))
    low, high = max(-1.0, min(middle - half, difference)), min(1.0, max(middle + half, difference))
    return Change(difference=difference, low=low, high=high, p=p)


def _terms(one: Arm, other: Arm) -> tuple[float, float, float, float]:
    """A stratum's weight, weighted difference, and the parts P and Q of Sato's variance (difference · P + Q)."""
    n, m, x, y = one.people, other.people, one.again, other.again
    total = n + m
    p = (n * n * y - m * m * x + n * m * (m - n) / 2) / total**2
    q = (x * (m - y) + y * (n - x)) / (2 * total)
    return n * m / total, (x * m - y * n) / total, p, q


def _verdict(change: Change | None, before: Sample, after: Sample, p: float) -> Verdict:
    return _VERDICTS.get(direction(change, after, before, p), Verdict.unclear)


def _enough(*samples: Sample) -> bool:
    return min(each.n for each in samples) >= ENOUGH


def _sample(arm: Arm) -> Sample:
    return sample({HIT: arm.again, MISS: arm.people - arm.again})


def _hits(of: Sample) -> tuple[float, float]:
    return of.counts.get(HIT, 0), of.n


def _summed(arms: Sequence[Arm]) -> Arm:
    return Arm(people=sum(each.people for each in arms), again=sum(each.again for each in arms))
