"""A few ways to call a theme, among which its meaning decides (`ranking`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os.path import commonprefix

from ml.naming.contrast import Scored

_MOST = 5
"""Candidates per theme: each is read by the encoder, and more of them changed no name of Banking77 or HWU64."""
_LOOKED_AT = 12
"""Telling terms; the best of them that share no word make pairs, …"""
_FIRSTS, _SECONDS = 5, 6
_HELD = 0.05
"""… held by this share of the texts, …"""
_SECOND = 0.12
"""… the second with this share of the first one's score, which it adds half of its own to."""
_HALF = 0.5
_STRONG = 0.3
"""Share of the best term's score below which a candidate without that term describes a corner of the theme."""
_ROOT = 0.8
"""Share of the shorter word that begins both where they are one: activate and activation."""


@dataclass(frozen=True)
class Candidate:
    """A way to call a theme."""

    name: str
    words: frozenset[str]
    """Keys of its words; see `Term`."""
    worth: float
    """How much its terms set the theme apart, 0 to 1: the best candidate's is 1."""


def shortlist(terms: Sequence[Scored]) -> tuple[Candidate, ...]:
    """Phrases that customers use, and pairs of terms that share no word, by worth.

    Args:
        terms: the telling terms of a theme, best first.

    Returns:
        The best; none where the theme has one word.
    """
    apart = without_parts(terms)
    found: dict[frozenset[str], tuple[str, float]] = {}
    for chosen, worth in [*_pairs(apart), *_phrases(terms[:_LOOKED_AT], alone=len(apart) < 2)]:
        words = words_of(chosen)
        if words not in found or found[words][1] < worth:
            found[words] = spelled(chosen, terms), worth
    strong = [
        (name, words, worth)
        for words, (name, worth) in found.items()
        if worth >= _STRONG * terms[0].score or words > words_of(apart[:1])
    ]
    best = sorted(strong, key=lambda one: (-one[2], one[0]))[:_MOST]
    return tuple(Candidate(name, words, worth / best[0][2]) for name, words, worth in best)


def spelled(chosen: Sequence[Scored], terms: Sequence[Scored]) -> str:
    """The name that terms make: the phrase in which customers use two words, where they do."""
    words = words_of(chosen)
    if len(chosen) == 2 and len(words) == 2:
        said = [scored.term.shown for scored in terms if frozenset(scored.term.key.split()) == words]
        if said:
            return said[0]
    return " · ".join(scored.term.shown for scored in chosen)


def without_parts(terms: Sequence[Scored]) -> list[Scored]:
    """Drop words that nearly always stand in a better phrase, and phrases with a better part."""
    kept: list[Scored] = []
    taken: set[str] = set()
    for scored in terms:
        words = set(scored.term.key.split())
        if not words & taken:
            kept.append(scored)
            taken |= words
    return kept


def words_of(chosen: Sequence[Scored]) -> frozenset[str]:
    """Keys of the words in terms."""
    return frozenset(word for scored in chosen for word in scored.term.key.split())


def _pairs(apart: Sequence[Scored]) -> list[tuple[list[Scored], float]]:
    return [
        ([first, second], (first.score + _HALF * second.score) / (1 + _HALF * _HALF))
        for place, first in enumerate(apart[:_FIRSTS])
        for second in apart[place + 1 : _SECONDS]
        if second.share >= _HELD and second.score >= _SECOND * first.score
        if not _akin(first.term.key, second.term.key)
    ]


def _phrases(terms: Sequence[Scored], *, alone: bool) -> list[tuple[list[Scored], float]]:
    """A brand is no subject, unless the theme has no other words."""
    return [
        ([scored], scored.score)
        for scored in terms
        if " " in scored.term.key.removeprefix("안 ") and scored.share >= _HELD and (alone or not scored.term.proper)
        if not _akin(*scored.term.key.split(" ", 1))
    ]


def _akin(one: str, other: str) -> bool:
    """Whether two are one word in two forms: insta and instagram, tiktok and tik tok."""
    solid = [key.replace(" ", "") for key in (one, other)]
    shorter = min(map(len, solid))
    least = 4 if solid[0].isascii() else 2
    return len(commonprefix(solid)) >= max(least, _ROOT * shorter)
