"""Which of a few names says best what a theme is about: its terms and its meaning decide together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

import numpy as np

from ml.naming.names import Name, told_apart
from ml.naming.shortlist import Candidate


class Named(Protocol):
    """A theme, or an area of them; a dataclass."""

    @property
    def language(self) -> str:
        """Of its name."""

    @property
    def name(self) -> str:
        """What its terms alone would call it."""

    @property
    def keywords(self) -> tuple[str, ...]:
        """Added where a name is taken."""

    @property
    def centroid(self) -> np.ndarray:
        """(width,) float32, unit."""

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Ways to call it; see `shortlist`."""

    @property
    def space(self) -> str:
        """Where it lies; what lies elsewhere is no neighbour."""


Found = TypeVar("Found", bound=Named)
Embed = Callable[[Sequence[str], Sequence[str]], np.ndarray]
"""Of texts and the language of each: (n_texts, width) float32, unit rows; as `TextEmbedder.encode`."""
_NEIGHBOURS = 3
_ELSEWHERE = 0.5
"""How much likeness to the neighbours counts against a name. At 1 names of Banking77 avoid the very words that its
themes share with their neighbours, as their labels do not."""


def ranked(themes: Sequence[Found], embed: Embed) -> tuple[Found, ...]:
    """The themes, called by the best of their candidates that says something else than the names before.

    The score of a name: its worth, and its cosine to the theme's own centroid less half of the mean
    cosine to those of the nearest themes of the same space and language.

    Args:
        themes: or areas; those that choose first before others.
        embed: the network that made the themes' vectors; of another width, the themes stay as they are.
    """
    vectors = _read(themes, embed)
    width = next((len(row) for row in vectors.values()), 0)
    if any(len(theme.centroid) != width for theme in themes):
        return tuple(themes)
    spaces = [(theme.space, theme.language) for theme in themes]
    names: list[Name] = []
    taken: dict[str, list[frozenset[str]]] = {}
    for place, theme in enumerate(themes):
        beside = [other.centroid for at, other in enumerate(themes) if at != place and spaces[at] == spaces[place]]
        order = _by_score(theme, beside, vectors)
        before = taken.setdefault(theme.language, [])
        free = (one for one in order if not any(one.words <= words or words <= one.words for words in before))
        chosen = next(free, None)
        before += [chosen.words] if chosen else []
        names.append(Name(chosen.name if chosen else theme.name, theme.keywords))
    return tuple(replace(theme, name=name.name) for theme, name in zip(themes, told_apart(names), strict=True))


def _read(themes: Sequence[Found], embed: Embed) -> dict[tuple[str, str], np.ndarray]:
    """Vector of every candidate's name by language and name.

    They are read in one order whatever that of the themes: what a quantised network makes of a text
    depends, in the last digits, on the texts beside it.
    """
    keys = sorted({(theme.language, one.name) for theme in themes for one in theme.candidates})
    if not keys:
        return {}
    rows = embed([name.replace(" · ", " ") for _, name in keys], [language for language, _ in keys])
    return dict(zip(keys, rows, strict=True))


def _by_score(
    theme: Named, beside: Sequence[np.ndarray], vectors: dict[tuple[str, str], np.ndarray]
) -> list[Candidate]:
    """Candidates, best first."""
    if not theme.candidates:
        return []
    rows = np.stack([vectors[theme.language, one.name] for one in theme.candidates])
    score = rows @ theme.centroid + np.array([one.worth for one in theme.candidates])
    if beside:
        others = np.stack(beside)
        nearest = np.argsort(-(others @ theme.centroid), kind="stable")[:_NEIGHBOURS]
        score -= _ELSEWHERE * (rows @ others[nearest].T).mean(axis=1)
    return [theme.candidates[at] for at in np.argsort(-score, kind="stable")]
