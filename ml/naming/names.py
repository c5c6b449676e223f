"""Choose a name per theme: one to three terms, no two themes called alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ml.naming.contrast import Scored

_ENOUGH_SHARE = 0.45
"""A name that this many of the texts hold needs no second term."""
_KEYWORDS = 8
_MOST_TERMS = 3


@dataclass(frozen=True)
class Name:
    """What a theme is called, and the words that made it."""

    name: str
    keywords: tuple[str, ...]


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
        taken.add(_words(chosen))
        spelled = " · ".join(term.term.shown for term in chosen)
        keywords = tuple(term.term.shown for term in _without_parts(terms)[:_KEYWORDS])
        names.append(Name(spelled or fallback, keywords))
    return _told_apart(names)


def _choose(terms: Sequence[Scored], taken: set[frozenset[str]]) -> list[Scored]:
    chosen: list[Scored] = []
    for scored in _without_parts(terms):
        if chosen and not _adds(scored, chosen):
            continue
        chosen.append(scored)
        covered = sum(term.share for term in chosen)
        enough = covered >= _ENOUGH_SHARE or len(chosen) >= 2
        if len(chosen) == _MOST_TERMS or (enough and _words(chosen) not in taken):
            break
    return chosen


def _without_parts(terms: Sequence[Scored]) -> list[Scored]:
    """Drop words that nearly always stand in a better phrase, and phrases with a better part."""
    kept: list[Scored] = []
    for scored in terms:
        words = set(scored.term.key.split())
        if not any(words & set(other.term.key.split()) for other in kept):
            kept.append(scored)
    return kept


def _adds(scored: Scored, chosen: Sequence[Scored]) -> bool:
    return scored.score >= 0.3 * chosen[0].score


def _words(chosen: Sequence[Scored]) -> frozenset[str]:
    return frozenset(word for term in chosen for word in term.term.key.split())


def _told_apart(names: list[Name]) -> list[Name]:
    """Add the next keyword to a name that is already taken, or a number when words run out."""
    seen: set[str] = set()
    out = []
    for name in names:
        spelled = name.name
        for keyword in name.keywords:
            if spelled.casefold() not in seen:
                break
            if keyword not in spelled:
                spelled = f"{spelled} · {keyword}"
        number = 2
        while spelled.casefold() in seen:
            spelled, number = f"{name.name} ({number})", number + 1
        seen.add(spelled.casefold())
        out.append(Name(spelled, name.keywords))
    return out
