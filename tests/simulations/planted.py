"""A world of themes of which we know what each costs; and what rankings pick in it.

Thirty themes, and customers who each give one score from 0 to 10 and raise any of them:

- ten harmful ones: raised by 4–16 % each; whoever raises one scores 0.6–2.4 points lower;
- six that ride along, each with a harmful one: raised by 60 % of those who raise that one and by 5 % of the others, and
  of no effect themselves;
- fourteen that cost nothing: raised by 4–16 % each, so that how often a theme is raised does not tell its harm.

Shares and effects are spread evenly over their ranges and dealt to the themes anew in each run. A score is 8.2 plus
normal noise of 1.8 points plus the effects, rounded and held within 0 and 10. What mending a theme brings is known from
a population of 100,000: everybody's score without that effect, minus the score with it.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

HARMFUL, RIDING, NEUTRAL = 10, 6, 14
THEMES = HARMFUL + RIDING + NEUTRAL
POPULATION = 100_000
LEVEL, NOISE = 8.2, 1.8
FOLLOW, STRAY = 0.6, 0.05
SHARES, COSTS = (0.04, 0.16), (0.6, 2.4)


class World(NamedTuple):
    """Shares and effects of one run."""

    shares: np.ndarray
    """(30,): of customers who raise each; not of riding ones."""
    effects: np.ndarray
    """(30,): points; 0 where nothing is lost."""


class Sample(NamedTuple):
    """What some customers said."""

    raised: np.ndarray
    """(n, 30) bool."""
    latent: np.ndarray
    """(n,): what they would have scored had they raised nothing, before rounding."""
    scores: np.ndarray
    """(n,) int, 0–10."""


class Truth(NamedTuple):
    """What mending each theme brings: (30,) each."""

    nps: np.ndarray
    """Points of NPS, −100…100."""
    mean: np.ndarray
    """Points of the mean score."""


def world(random: np.random.Generator) -> World:
    """Deal shares and effects."""
    harmful = random.permutation(np.linspace(*SHARES, HARMFUL))
    neutral = random.permutation(np.linspace(*SHARES, NEUTRAL))
    effects = np.zeros(THEMES)
    effects[:HARMFUL] = -random.permutation(np.linspace(*COSTS, HARMFUL))
    return World(np.concatenate([harmful, np.zeros(RIDING), neutral]), effects)


def sample(of: World, n: int, random: np.random.Generator) -> Sample:
    """Ask n customers."""
    raised = random.random((n, THEMES)) < of.shares
    riding = slice(HARMFUL, HARMFUL + RIDING)
    raised[:, riding] = random.random((n, RIDING)) < np.where(raised[:, :RIDING], FOLLOW, STRAY)
    latent = LEVEL + NOISE * random.standard_normal(n)
    return Sample(raised, latent, _scores(latent + raised @ of.effects))


def truth(of: World, random: np.random.Generator) -> Truth:
    """What mending would bring, by a population large enough to know."""
    people = sample(of, POPULATION, random)
    harm = people.raised @ of.effects
    nps, mean = np.zeros(THEMES), np.zeros(THEMES)
    for theme in np.flatnonzero(of.effects):
        mended = _scores(people.latent + harm - people.raised[:, theme] * of.effects[theme])
        nps[theme] = net(mended) - net(people.scores)
        mean[theme] = mended.mean() - people.scores.mean()
    return Truth(nps, mean)


def net(scores: np.ndarray) -> float:
    """Net promoter score, −100…100."""
    return float(100 * ((scores >= 9).mean() - (scores <= 6).mean()))


def by_mentions(said: Sample) -> Sequence[int]:
    """Themes in the order of how many raise them: what counting mentions ranks."""
    return np.argsort(-said.raised.sum(axis=0), kind="stable").tolist()


def by_leaving_out(said: Sample) -> Sequence[int]:
    """Themes by how much higher NPS is without those who raise each: what some products call impact."""
    whole = net(said.scores)
    gains = [net(said.scores[~said.raised[:, theme]]) - whole for theme in range(THEMES)]
    return np.argsort(-np.array(gains), kind="stable").tolist()


def _scores(latent: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(latent), 0, 10).astype(np.int64)
