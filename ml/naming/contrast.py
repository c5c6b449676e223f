"""Which terms set each theme apart: class-based TF-IDF over the texts that hold a term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

import numpy as np

from ml.naming import Term, stop_words

_PAIR_BONUS = 1.35
"""Two words say more than one: "dark mode" before "mode"."""

_EVERYWHERE = 0.5
"""Share of the themes that hold a term at which it names none of them."""
_PROPER_EVERYWHERE = 0.15
"""… when it is a proper noun: clustering gathers texts that name the company, so it stands in fewer."""
_NOTHING = stop_words("naming_nothing")
"""Keys of terms that gather texts of one tone: what they are about is said in other words."""
_FEWEST_THEMES = 6
"""With fewer, a word of two subjects is in half of the themes already."""
_KEY = attrgetter("key")


@dataclass(frozen=True)
class Scored:
    """A term of a theme."""

    term: Term
    score: float
    share: float
    """Share of the theme's texts that hold the term, 0 to 1."""


def contrast(
    groups: Sequence[Sequence[Sequence[Term]]], common: frozenset[str] = frozenset(), most: int = 40
) -> list[list[Scored]]:
    """The telling terms of each group, best first.

    A term counts once per text, so one long or repetitive text cannot name a theme. Score: share
    within the group × ln(1 + mean group size ÷ frequency over all groups, as shares).

    Args:
        groups: per theme, per text, its distinct terms.
        common: keys of terms that must name nothing; see `said_everywhere`.
        most: how many to keep per group.

    Source:
        Grootendorst, "BERTopic", arXiv:2203.05794 (2022), section 3.3, with shares for counts.
    """
    nothing = common | _NOTHING
    shares: list[dict[str, float]] = []
    total: dict[str, float] = {}
    for texts in groups:
        seen = Counter(map(_KEY, chain.from_iterable(texts)))
        fewest = max(2, round(0.04 * len(texts)))
        share = {k: c / len(texts) for k, c in seen.items() if c >= fewest and k not in nothing}
        for key, own in share.items():
            total[key] = total.get(key, 0) + own
        shares.append(share)
    names = _spelled_all(groups, total)
    return [_best(share, total, names, len(groups), most) for share in shares]


def said_everywhere(groups: Sequence[Sequence[Sequence[Term]]]) -> frozenset[str]:
    """Keys of terms that stand in too many groups to name one: the company's own name, above all.

    Args:
        groups: as in `contrast`.
    """
    if len(groups) < _FEWEST_THEMES:
        return frozenset()
    spread: dict[str, int] = {}
    for texts in groups:
        for key in set(map(_KEY, chain.from_iterable(texts))):
            spread[key] = spread.get(key, 0) + 1
    wide = {key for key, count in spread.items() if count >= len(groups) * _PROPER_EVERYWHERE}
    loud = [term for texts in groups for terms in texts for term in terms if term.key in wide]
    said = Counter(map(_KEY, loud))
    proper = Counter(term.key for term in loud if term.proper)
    return frozenset(
        key
        for key in wide
        if spread[key] >= len(groups) * (_PROPER_EVERYWHERE if 2 * proper[key] > said[key] else _EVERYWHERE)
    )


def _best(
    share: dict[str, float],
    total: Mapping[str, float],
    names: dict[str, Term],
    groups: int,
    most: int,
) -> list[Scored]:
    scored = []
    for key, own in share.items():
        rarity = float(np.log1p(groups * own / total[key])) if groups > 1 else 1.0
        bonus = _PAIR_BONUS if " " in key.removeprefix("안 ") else 1.0
        scored.append(Scored(names[key], own * rarity * bonus, own))
    return sorted(scored, key=lambda s: (-s.score, s.term))[:most]


def _spelled_all(groups: Sequence[Sequence[Sequence[Term]]], keys: Container[str]) -> dict[str, Term]:
    """Terms as most write them, by key; only those of `keys`, for nearly all are said once."""
    shown: dict[str, dict[str, int]] = {}
    proper: dict[str, int] = {}
    for texts in groups:
        for terms in texts:
            for term in terms:
                if term.key in keys:
                    spellings = shown.setdefault(term.key, {})
                    spellings[term.shown] = spellings.get(term.shown, 0) + 1
                    proper[term.key] = proper.get(term.key, 0) + term.proper
    return {key: _spelled(key, spellings, proper[key]) for key, spellings in shown.items()}


def _spelled(key: str, spellings: Mapping[str, int], proper: int) -> Term:
    shown = max(spellings.items(), key=lambda item: (item[1], -len(item[0]), item[0]))[0]
    return Term(key, shown, 2 * proper > sum(spellings.values()))
