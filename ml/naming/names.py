"""Choose a name per theme: one to three terms, no two themes called alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ml.naming.contrast import Scored

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
    """One phrase, or two terms; a third only where two say no more, or no less, than another theme's name."""
    candidates = _without_parts(terms)
    chosen = candidates[:1]
    for scored in candidates[1:]:
        words = _words(chosen)
        if len(chosen) == _CALLED_ALIKE or (len(words) > 1 and not any(words <= own or own <= words for own in taken)):
            break
        second, share = (_SECOND, _WIDE_SHARE) if len(words) > 1 else (_BARE_SECOND, _BARE_SHARE)
        if scored.score >= second * chosen[0].score and scored.share >= share:
            chosen.append(scored)
    return _as_said(chosen, terms)


def _as_said(chosen: list[Scored], terms: Sequence[Scored]) -> list[Scored]:
    """Two words become the phrase in which customers use them, where enough do: gift · wrap, gift wrap."""
    words = _words(chosen)
    if len(chosen) != 2 or len(words) != 2:
        return chosen
    phrase = next((scored for scored in terms if frozenset(scored.term.key.split()) == words), None)
    return [phrase] if phrase and phrase.share >= _WIDE_SHARE else chosen


def _without_parts(terms: Sequence[Scored]) -> list[Scored]:
    """Drop words that nearly always stand in a better phrase, and phrases with a better part."""
    kept: list[Scored] = []
    for scored in terms:
        words = set(scored.term.key.split())
        if not any(words & set(other.term.key.split()) for other in kept):
            kept.append(scored)
    return kept


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
