"""Terms of English and other spaced languages: content words and pairs of neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from ml.naming import Term, stop_words
from ml.text import readable

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[.,;:!?()\n]")
_STOP = stop_words("english")
_MIN_LETTERS = 3
_PARTICLES = frozenset(["up", "in", "out", "off", "on", "down", "back"])
_WITH_PARTICLE = frozenset(
    ["cash", "check", "hang", "lock", "log", "opt", "pay", "pick", "sell", "shut", "sign", "switch", "top", "turn"]
)
"""Verbs that say something else with a particle: "top" names nothing, "top up" does."""


class EnglishTerms:
    """Content words, and pairs of them that stand side by side."""

    def terms(self, texts: Sequence[str]) -> list[list[Term]]:
        """The distinct terms of each text, in order of first appearance."""
        term = cache(_term)  # of ten words that are said, nine were said before
        return [_terms(readable(text), term) for text in texts]


def _terms(text: str, term: Callable[[str, bool], Term | None]) -> list[Term]:
    found: dict[str, Term] = {}
    before: Term | None = None
    follows = False
    for spelled in _WORD.findall(text.replace("’", "'")):
        word = term(spelled, follows)
        follows = spelled[-1].isalnum()
        if word is None:
            if before and before.key in _WITH_PARTICLE and spelled.casefold() in _PARTICLES:
                key = f"{before.key} {spelled.casefold()}"
                found.setdefault(key, Term(key, f"{before.shown} {spelled.casefold()}"))
            before = None
            continue
        found.setdefault(word.key, word)
        if before is not None and before.key != word.key and (key := f"{before.key} {word.key}") not in found:
            found[key] = Term(key, f"{before.shown} {word.shown}", before.proper and word.proper)
        before = word
    return list(found.values())


def _term(spelled: str, follows: bool) -> Term | None:
    """None for what says nothing; a capital after another word makes a proper noun."""
    word = spelled.casefold()
    if word in _STOP or not any(c.isalpha() for c in word):
        return None
    if len(word) < _MIN_LETTERS and word.isascii():
        return None
    return Term(stem(word), word, follows and spelled[0].isupper())


def stem(word: str) -> str:
    """A light stem: plural, -ing, -ed and a final e go, so that forms of a word count together."""
    for endings in (("'s", "ies", "es", "s"), ("ing", "ed", "ly")):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= _MIN_LETTERS and word[-2:] != "ss":
                word = word[: -len(ending)] + ("y" if ending == "ies" else "")
                break
    if len(word) > _MIN_LETTERS and word[-1] == word[-2] and word[-1] in "bdgmnprt":
        word = word[:-1]
    return word[:-1] if len(word) > _MIN_LETTERS and word.endswith("e") else word
