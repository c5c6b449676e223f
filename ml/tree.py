"""The second level of the tree: areas, which join themes over kinds and languages, and their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ml.cluster.areas import find_areas as cut
from ml.cluster.graph import unit
from ml.grouping import FoundTheme
from ml.naming import Term, reader_for
from ml.naming.contrast import contrast, said_everywhere
from ml.naming.names import Name, choose_names
from ml.naming.shortlist import Candidate

READ_PER_THEME = 40
"""Texts of a theme that are enough to name its area."""


@dataclass(frozen=True)
class FoundArea:
    """Themes that are about one thing."""

    key: str
    """Carried from before, or `new-…`."""
    language: str
    """Of its name: the one that most of its texts are in."""
    name: str
    keywords: tuple[str, ...]
    themes: tuple[str, ...]
    """Keys, the largest first."""
    size: int
    """Texts."""
    centroid: np.ndarray
    """(width,) float32, unit: of the texts in the language of its name."""
    candidates: tuple[Candidate, ...] = ()
    """Ways to call it; see `naming.ranking`."""
    space: str = "areas"
    """All of them lie side by side."""


def find_areas(
    themes: Sequence[FoundTheme],
    samples: Sequence[Sequence[str]],
    before: Mapping[str, str],
    placed: Mapping[str, str],
) -> list[FoundArea]:
    """The areas of some themes, the largest first; none where there are few themes.

    Args:
        themes: as found.
        samples: some texts of each; `READ_PER_THEME` are read.
        before: area that a theme had, by theme key.
        placed: area that a person chose for a theme, by theme key.
    """
    if not themes:
        return []
    centroids = np.stack([theme.centroid for theme in themes])
    keys, languages = [theme.key for theme in themes], [theme.language for theme in themes]
    area_of = cut(keys, centroids, languages, [theme.size for theme in themes], before, placed)
    members: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        if key in area_of:
            members.setdefault(area_of[key], []).append(place)
    order = sorted(members, key=lambda area: (-sum(themes[i].size for i in members[area]), area))
    spoken = [_language([themes[i] for i in members[area]]) for area in order]
    named = _names(themes, samples, [members[area] for area in order], spoken)
    return [
        FoundArea(
            key=area,
            language=language,
            name=name.name,
            keywords=name.keywords,
            themes=tuple(keys[i] for i in members[area]),
            size=sum(themes[i].size for i in members[area]),
            centroid=_centroid([themes[i] for i in members[area] if themes[i].language == language]),
            candidates=name.candidates,
        )
        for area, language, name in zip(order, spoken, named, strict=True)
    ]


def _names(
    themes: Sequence[FoundTheme],
    samples: Sequence[Sequence[str]],
    areas: Sequence[Sequence[int]],
    spoken: Sequence[str],
) -> list[Name]:
    """A name per area in its language, after what its themes share and others do not say."""
    terms = _terms(themes, samples)
    read = [
        [own for i in members if themes[i].language == language for own in terms[i]]
        for members, language in zip(areas, spoken, strict=True)
    ]
    return choose_names(contrast(read, said_everywhere(read)), [themes[members[0]].name for members in areas])


def _centroid(themes: Sequence[FoundTheme]) -> np.ndarray:
    return unit(np.sum([theme.size * theme.centroid for theme in themes], axis=0))


def _language(themes: Sequence[FoundTheme]) -> str:
    counts: Counter[str] = Counter()
    for theme in themes:
        counts[theme.language] += theme.size
    return counts.most_common(1)[0][0]


def _terms(themes: Sequence[FoundTheme], samples: Sequence[Sequence[str]]) -> list[list[list[Term]]]:
    """Terms of each sample, by theme; each language is read once."""
    out: list[list[list[Term]]] = [[] for _ in themes]
    for language in sorted({theme.language for theme in themes}):
        places = [
            (i, text)
            for i, theme in enumerate(themes)
            if theme.language == language
            for text in list(samples[i])[:READ_PER_THEME]
        ]
        read = reader_for(language).terms([text for _, text in places])
        for (i, _), own in zip(places, read, strict=True):
            out[i].append(own)
    return out
