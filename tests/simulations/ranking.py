"""What our ranking picks in the planted world, beside counting mentions and leaving one out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from tests.simulations import planted
from voc.backlog.domain import Mentions, Score
from voc.backlog.ranking.design import Occasion
from voc.backlog.ranking.drivers import Drivers, fit
from voc.backlog.ranking.scoring import rank

NAMES = [f"th_{at:02}" for at in range(planted.THEMES)]
OURS, MENTIONS, LEFT_OUT, GAIN = "ours", "mention count", "leave one out", "gain alone"


class Run(NamedTuple):
    """One world, what it is truly like, and the order in which each way ranks its themes."""

    truth: planted.Truth
    orders: Mapping[str, Sequence[int]]
    spans: Mapping[int, tuple[int, int]]
    """Between which places ours says that each theme stands."""


class Row(NamedTuple):
    """How one way did, over all runs."""

    way: str
    picks: int
    captured: float
    """Of the NPS that the best picks would bring, 0–1."""
    worthless: float
    """Share of the picks that bring nothing."""


class Coverage(NamedTuple):
    """How often the range of places holds the true place, 0–1."""

    harmful: float
    """Themes whose mending brings something, over all runs."""
    worthless: float
    """Those that are truly tied at the end: how often the range meets the tied places."""
    width: float
    """Mean places in a range of a harmful one."""


def runs(count: int, n: int, seed: int) -> Iterator[Run]:
    """Worlds one after the other."""
    for each in range(count):
        random = np.random.default_rng([seed, each])
        made = planted.world(random)
        said = planted.sample(made, n, random)
        scores, drivers = ranked(said)
        gains = [-drivers.themes[name].gain_low if name in drivers.themes else 0.0 for name in NAMES]
        orders = {
            OURS: [NAMES.index(score.theme) for score in scores],
            GAIN: np.argsort(gains, kind="stable").tolist(),
            LEFT_OUT: planted.by_leaving_out(said),
            MENTIONS: planted.by_mentions(said),
        }
        spans = {NAMES.index(score.theme): (score.rank_best, score.rank_worst) for score in scores}
        yield Run(planted.truth(made, random), orders, spans)


def ranked(said: planted.Sample) -> tuple[list[Score], Drivers]:
    """As the product ranks complaints of one tone."""
    occasions = [
        Occasion(f"c{at}", float(score), 10, tuple(NAMES[theme] for theme in np.flatnonzero(own)))
        for at, (score, own) in enumerate(zip(said.scores, said.raised, strict=True))
    ]
    mentions = [
        Mentions(theme=name, kind="complaint", customers=int(count), mentions=int(count), mean_sentiment=-0.5,
                 mean_urgency=0.2)
        for name, count in zip(NAMES, said.raised.sum(axis=0), strict=True)
        if count
    ]  # fmt: skip
    drivers = fit(occasions, NAMES)
    return rank(mentions, len(said.scores), drivers=drivers), drivers


def table(found: Sequence[Run], picks: Sequence[int] = (5, 10)) -> list[Row]:
    """Each way with so many picks."""
    return [
        Row(way, count, *np.mean([_picked(run.truth, run.orders[way][:count]) for run in found], axis=0).tolist())
        for count in picks
        for way in found[0].orders
    ]


def coverage(found: Sequence[Run]) -> Coverage:
    """Of the ranges of places."""
    harmful = [_holds(run, theme) for run in found for theme in range(planted.HARMFUL)]
    tied = [
        worst > planted.HARMFUL for run in found for theme, (_, worst) in run.spans.items() if theme >= planted.HARMFUL
    ]
    widths = [
        worst - best + 1 for run in found for theme, (best, worst) in run.spans.items() if theme < planted.HARMFUL
    ]
    return Coverage(float(np.mean(harmful)), float(np.mean(tied)), float(np.mean(widths)))


def _picked(truth: planted.Truth, picks: Sequence[int]) -> tuple[float, float]:
    gains = truth.nps[list(picks)]
    return gains.sum() / np.sort(truth.nps)[::-1][: len(picks)].sum(), (gains <= 0).mean()


def _holds(run: Run, theme: int) -> bool:
    place = 1 + int((run.truth.mean > run.truth.mean[theme]).sum())
    best, worst = run.spans[theme]
    return best <= place <= worst
