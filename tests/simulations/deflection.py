"""Questions whose answers are published, in worlds whose truth is known: how often does the interval hold it?

People come with a question on any day of half a year before and after the publishing, some of them on both sides, and
ask it again within two weeks with a chance of their own: a Beta around that of their side, so that who asks again
before does so rather after as well. What they do goes through the counting of the service.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

import numpy as np

from voc.faq.deflection.domain import REACH, WINDOW, Asked, Followed, followed, moments
from voc.faq.deflection.judging import Verdict, judge, overall
from voc.insights.metrics.base import Change

DAY = timedelta(days=1) // timedelta(milliseconds=1)
PUBLISHED = 1_000 * DAY
NOW = PUBLISHED + REACH // timedelta(milliseconds=1) + WINDOW // timedelta(milliseconds=1)
SIZES = (30, 100, 300)
BEFORE = (0.1, 0.3)
EFFECTS = (1.0, 0.5)
"""What the chance to ask again is multiplied by."""
BOTH = (0.0, 0.4)
"""Share of people who come on both sides."""
ALIKE = 8.0
"""How much people's own chances lie around the mean: the sum of the Beta's parameters."""


class Cell(NamedTuple):
    """Of worlds alike."""

    people: int
    """On each side, of each answer."""
    answers: int
    """That are looked at together."""
    before: float
    both: float
    covered: float
    """Share of intervals that hold the true difference."""
    false: float
    """Share of verdicts "fewer" or "more" where nothing had changed."""
    found: float
    """Share of verdicts "fewer" where the chance was halved."""


def cells(runs: int, seed: int = 0) -> Iterator[Cell]:
    """Of one answer by itself, and of many small ones together."""
    for people in SIZES:
        for before in BEFORE:
            for both in BOTH:
                yield cell(people, 1, before, both, runs, seed)
    for answers, people in ((10, 30), (60, 5)):
        for before in BEFORE:
            yield cell(people, answers, before, BOTH[1], max(1, runs // 4), seed)


def cell(people: int, answers: int, before: float, both: float, runs: int, seed: int = 0) -> Cell:
    """Worlds of one size."""
    held, false, found = [], [], []
    for effect in EFFECTS:
        rng = np.random.default_rng(seed)
        for _ in range(runs):
            change, verdict = _judged([world(rng, people, before, before * effect, both) for _ in range(answers)])
            held.append(change.low <= before * effect - before <= change.high)
            (false if effect == 1 else found).append(verdict)
    wrong = float(np.mean([each in (Verdict.fewer, Verdict.more) for each in false]))
    right = float(np.mean([each == Verdict.fewer for each in found]))
    return Cell(people, answers, before, both, float(np.mean(held)), wrong, right)


def world(rng: np.random.Generator, people: int, before: float, after: float, both: float) -> Followed:
    """What is counted of one answer; `before` and `after` are the chances of asking again."""
    twice = round(people * both)
    asked: list[Asked] = []
    ranks = rng.random(2 * people - twice)
    for number, rank in enumerate(ranks):
        for side, chance in ((0, before), (1, after)):
            if number < twice or (number < people) == (side == 0):
                asked += _asks(rng, f"p{number}", side, _own(chance, rank, rng))
    return followed(moments(asked), since=PUBLISHED, now=NOW)


def _own(chance: float, rank: float, rng: np.random.Generator) -> float:
    """Somebody's own chance: the same person stands high, or low, on both sides."""
    drawn = np.sort(rng.beta(ALIKE * chance, ALIKE * (1 - chance), 9))
    return float(drawn[int(rank * 9)])


def _asks(rng: np.random.Generator, person: str, side: int, chance: float) -> list[Asked]:
    reach, window = REACH.days, WINDOW.days
    first = rng.uniform(-reach + 0.1, -window - 0.1) if side == 0 else rng.uniform(0.1, reach - 0.1)
    days = [first, first + rng.uniform(0.1, window - 0.1)] if rng.random() < chance else [first]
    return [Asked(person, PUBLISHED + round(day * DAY), "email", f"{person} {day}") for day in days]


def _judged(worlds: Sequence[Followed]) -> tuple[Change, Verdict]:
    if len(worlds) == 1:
        (one,) = judge(worlds)
        return one.change, one.verdict
    together = overall(worlds)
    return together.change, together.verdict


def tell(runs: int, seed: int) -> None:
    """Print the table."""
    print(f"Asked again within {WINDOW.days} days, before and after; {runs} worlds per cell and effect\n")
    print(f"{'people':>7}{'answers':>9}{'before':>8}{'on both':>9}{'covered':>9}{'false':>8}{'halved is found':>17}")
    for one in cells(runs, seed):
        figures = f"{one.covered:>9.1%}{one.false:>8.1%}{one.found:>17.1%}"
        print(f"{one.people:>7}{one.answers:>9}{one.before:>8.0%}{one.both:>9.0%}{figures}")
