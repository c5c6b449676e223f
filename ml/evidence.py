"""Which themes the segments of a text are evidence of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from ml.cluster.voters import Voters, vote
from ml.naming.english import stem
from ml.themes import Anchor, FoundTheme, ThemeResult, space_of

_M, _LM = 16, 10
"""Codas that make a noun of a predicate: ㅁ, ㄻ."""


class Part(Protocol):
    """A segment, as `ml.pipeline.Analyser.segments` answers it."""

    start: int
    end: int
    kind: str
    language: str
    embedding: np.ndarray


def themes_of(texts: Sequence[str], segments: Sequence[Sequence[Part]], result: ThemeResult) -> list[list[str | None]]:
    """The theme of every segment of each text.

    A text that is a single segment has the theme that was found for it. A segment of a text that says more has the
    theme of its own space and language whose centroid, the only one to vote here, it is nearest to and near enough, if
    it also says one of that theme's words: few words lie near something or other by chance. The theme of the whole text
    goes to the nearest of those that have none, if none has it by itself: what was found together stays together.

    Args:
        texts: as given.
        segments: of each text.
        result: what was found for the texts themselves, in the same order.
    """
    found: list[list[str | None]] = [[None] * len(own) for own in segments]
    themes = {theme.key: theme for theme in result.themes}
    for (space, language), places in _by_group(segments).items():
        group = [(anchor, t) for t in result.themes for anchor in t.anchors if _holds(anchor, space, language)]
        if group:
            chosen = vote(
                np.stack([segments[i][n].embedding for i, n in places]),
                Voters(
                    np.stack([anchor.centroid for anchor, _ in group]),
                    np.arange(len(group)),
                    np.array([anchor.threshold for anchor, _ in group], dtype=np.float32),
                ),
            )
            for (i, n), label in zip(places, chosen, strict=True):
                own = texts[i][segments[i][n].start : segments[i][n].end]
                if label >= 0 and says(own, group[label][1].keywords):
                    found[i][n] = group[label][1].key
    for text, own, chosen, whole in zip(texts, segments, found, result.assignments, strict=True):
        if whole in themes and whole not in chosen and None in chosen:
            chosen[_home(text, own, chosen, themes[whole])] = whole
    return found


def says(text: str, keywords: Sequence[str]) -> bool:
    """Whether a text holds one of a theme's keywords, in whatever form of the word."""
    folded = text.casefold()
    return any(all(_form(word) in folded for word in keyword.casefold().split()) for keyword in keywords)


def _form(word: str) -> str:
    """What the forms of a word have in common: 튕김 → 튕, as in 튕겨요; crashes → crash."""
    code = ord(word[-1]) - 0xAC00
    if not 0 <= code < 11_172:
        return stem(word) if word.isascii() else word
    nominal = code % 28 in (_M, _LM)
    return word[:-1] if nominal and len(word) > 1 else word


def _holds(anchor: Anchor, space: str, language: str) -> bool:
    return (anchor.space, anchor.language) == (space, language)


def _by_group(segments: Sequence[Sequence[Part]]) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Places of the segments of texts that have several, by space and language."""
    groups: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for i, own in enumerate(segments):
        for n, segment in enumerate(own if len(own) > 1 else ()):
            groups[space_of(segment.kind), segment.language].append((i, n))
    return groups


def _home(text: str, own: Sequence[Part], chosen: Sequence[str | None], theme: FoundTheme) -> int:
    """Of the segments without a theme, the one that the theme of the whole text is most at home in."""
    free = [n for n, key in enumerate(chosen) if key is None]

    def likeness(n: int) -> tuple[bool, bool, float]:
        said = says(text[own[n].start : own[n].end], theme.keywords)
        return said, space_of(own[n].kind) == space_of(theme.kind), float(own[n].embedding @ theme.centroid)

    return max(free, key=likeness)
