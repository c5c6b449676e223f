"""Choose a name per theme: one to three terms, no two themes called alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ml.naming.contrast import Scored
from ml.naming.shortlist import Candidate, shortlist, without_parts, words_of

_SECOND = 0.35
"""A second term must score this share of the first."""
_WIDE_SHARE = 0.10
"""… and be held by this share of the texts, or it describes a corner of the theme."""
_BARE_SECOND, _BARE_SHARE = 0.12, 0.05
"""… but where one word stands alone, less will do: "card" is no name, "card · delivered" is."""
_CALLED_ALIKE = 3
"""Terms at most, where fewer would say no more than another theme's name."""
_KEYWORDS = 8


@dataclass(frozen=True)
class Name:
    """What a theme is called, and the words that made it."""

    name: str
    keywords: tuple[str, ...]
    candidates: tuple[Candidate, ...] = ()
    """Ways to call it, among which its meaning may decide; see `ranking`."""


def choose_names(themes: Sequence[Sequence[Scored]], fallbacks: Sequence[str]) -> list[Name]:
    """A name per theme, in order: earlier themes choose first.

    Args:
        themes: the telling terms of each theme, best first.
        fallbacks: shown for a theme in which no term recurs.
    """
    taken: set[frozenset[str]] = set()
    names = []
    for terms, fallback in zip(themes, fallbacks, strict=True):
        chosen = _choose(terms, taken)
        taken.add(words_of(chosen))
        spelled = " · ".join(term.term.shown for term in chosen)
        keywords = tuple(term.term.shown for term in without_parts(terms)[:_KEYWORDS])
        names.append(Name(spelled or fallback, keywords, shortlist(terms)))
    return told_apart(names)


def _choose(terms: Sequence[Scored], taken: set[frozenset[str]]) -> list[Scored]:
    """One phrase, or two terms; a third only where two say no more, or no less, than another theme's name."""
    candidates = without_parts(terms)
    chosen = candidates[:1]
    for scored in candidates[1:]:
        words = words_of(chosen)
        if len(chosen) == _CALLED_ALIKE or (len(words) > 1 and not any(words <= own or own <= words for own in taken)):
            break
        second, share = (_SECOND, _WIDE_SHARE) if len(words) > 1 else (_BARE_SECOND, _BARE_SHARE)
        if scored.score >= second * chosen[0].score and scored.share >= share:
            chosen.append(scored)
    return _as_said(chosen, terms)


def _as_said(chosen: list[Scored], terms: Sequence[Scored]) -> list[Scored]:
    """Two words become the phrase in which customers use them, where enough do: gift · wrap, gift wrap."""
    words = words_of(chosen)
    if len(chosen) != 2 or len(words) != 2:
        return chosen
    phrase = next((scored for scored in terms if frozenset(scored.term.key.split()) == words), None)
    return [phrase] if phrase and phrase.share >= _WIDE_SHARE else chosen


def told_apart(names: Sequence[Name]) -> list[Name]:
    """Add the next keyword to a name whose words are already taken, or a number when words run out."""
    seen: set[frozenset[str]] = set()
    out = []
    for name in names:
        spelled = name.name
        for keyword in name.keywords:
            if _spoken(spelled) not in seen:
                break
            if keyword not in spelled:
                spelled = f"{spelled} · {keyword}"
        number = 2
        while _spoken(spelled) in seen:
            spelled, number = f"{name.name} ({number})", number + 1
        seen.add(_spoken(spelled))
        out.append(replace(name, name=spelled))
    return out


def _spoken(name: str) -> frozenset[str]:
    return frozenset(name.casefold().split()) - {"·"}
