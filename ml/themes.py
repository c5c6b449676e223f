"""Themes of a corpus: found per space of kinds and language, named, and matched with those of before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from ml.arranging import Arranged, arrange, joined, stays
from ml.grouping import PRAISE, VOICED, Anchor, FoundTheme, Group
from ml.naming import Term, reader_for
from ml.naming.contrast import said_everywhere
from ml.noise import is_profane
from ml.voices import FEWEST_VOICES, Voices, hear

__all__ = ["Anchor", "FoundTheme", "ThemeResult", "find_themes", "space_of"]


_TRIES = 3
"""Themes that are not worth showing let their texts go, and a few of those find another; then nothing moves."""


def space_of(kind: str) -> str:
    """Where themes of a kind are looked for, and where a new text of that kind finds its theme.

    People complain about, ask about and ask for the same thing, and often one sentence could pass
    for either; so everything but praise is looked at together.
    """
    return PRAISE if kind == "praise" else VOICED


@dataclass(frozen=True)
class ThemeResult:
    """Themes, those that most people speak of first, and the theme of each text."""

    assignments: tuple[str | None, ...]
    themes: tuple[FoundTheme, ...]
    echoes: tuple[int, ...] = ()
    """Place of the text that an anonymous one repeats nearly word for word, else its own; see `ml.voices`."""


def find_themes(
    texts: Sequence[str],
    languages: Sequence[str],
    kinds: Sequence[str],
    embeddings: np.ndarray,
    previous: Sequence[str | None] | None = None,
    seed: int = 0,
    held: Collection[str] = (),
    lasting: Collection[str] = (),
    speakers: Sequence[str | None] | None = None,
) -> ThemeResult:
    """Find the themes of a corpus; every sequence has one entry per text.

    What one voice says again is looked at once and follows the text that says it best; what fewer
    than `FEWEST_VOICES` say is no new theme.

    Args:
        texts: as customers wrote them.
        languages: `Readings.language`.
        kinds: `Readings.kind`; see `space_of`.
        embeddings: (n_texts, width) float32, unit rows.
        previous: theme of each text before, so that themes keep their ids; None for none.
        seed: the same input and seed give the same result.
        held: themes of `previous` whose texts stay together and apart from all others; see `constraints`.
        lasting: themes of `previous` that live on whatever is found.
        speakers: who wrote each text; None where nobody knows.
    """
    before = previous if previous is not None else [None] * len(texts)
    shaped = {*held, *lasting}
    among = [
        (space_of(kind), spoken, theme if theme in shaped else None)  # any theme: each run would hear other texts
        for kind, spoken, theme in zip(kinds, languages, before, strict=True)
    ]
    voices = hear(texts, speakers or [None] * len(texts), among, embeddings)
    heard = np.flatnonzero(voices.stand_in == np.arange(len(texts)))
    own = ([each[i] for i in heard] for each in (texts, languages, kinds))
    found = _found(*own, _spoken_for(before, voices, heard), embeddings[heard], seed, set(held), set(lasting))
    return _of_all(found, heard, voices, {*before, *held, *lasting})


def _spoken_for(before: Sequence[str | None], voices: Voices, heard: np.ndarray) -> list[str | None]:
    """The theme that most of those had for whom a text speaks, be it new itself; of a tie the first by id."""
    counts: dict[int, Counter[str]] = {}
    for place, theme in zip(voices.stand_in.tolist(), before, strict=True):
        if theme is not None:
            counts.setdefault(place, Counter())[theme] += 1
    return [min(counts[i].items(), key=lambda item: (-item[1], item[0]))[0] if i in counts else None for i in heard]


def _found(
    texts: Sequence[str],
    languages: Sequence[str],
    kinds: Sequence[str],
    before: Sequence[str | None],
    embeddings: np.ndarray,
    seed: int,
    held: set[str],
    lasting: set[str],
) -> ThemeResult:
    """The themes of texts that speak for all."""
    groups = list(grouped(texts, languages, kinds, embeddings))
    cuts = [group.cut(seed) for group in groups]
    for _ in range(_TRIES):
        found = described(groups, arrange(groups, cuts, before, held, lasting), len(texts))
        if stays(groups, cuts, found.assignments, held, lasting):
            break
        before = found.assignments
    return found


def described(groups: Sequence[Group], arranged: Arranged, count: int) -> ThemeResult:
    """Names, kinds and quotes for the themes that are worth showing."""
    found: list[FoundTheme] = []
    labels = np.full(count, -1, dtype=np.int64)
    cuts = [cut for cut, _ in arranged]
    common = {language: _common(language, groups, cuts) for language in {group.language for group in groups}}
    for group, (cut, keys) in zip(groups, arranged, strict=True):
        own, themes = group.themes(cut, common[group.language], keys)
        labels[group.places] = np.where(own >= 0, own + len(found), -1)
        found += themes
    assignments = tuple(found[label].key if label >= 0 else None for label in labels)
    return ThemeResult(assignments, tuple(sorted(joined(found), key=lambda t: (-t.size, t.key))))


def _of_all(found: ThemeResult, heard: np.ndarray, voices: Voices, known: Collection[str | None]) -> ThemeResult:
    """The same themes over all texts, without new ones that too few people speak of."""
    speaks = np.zeros(len(voices.stand_in), dtype=np.int64)
    speaks[heard] = np.arange(len(heard))
    assignments = [found.assignments[speaks[place]] for place in voices.stand_in]
    members: dict[str, list[int]] = {}
    for place, key in enumerate(assignments):
        if key is not None:
            members.setdefault(key, []).append(place)
    themes = [
        replace(
            theme,
            size=len(own),
            quotes=_at(heard, theme.quotes),
            anchors=tuple(replace(anchor, voters=_at(heard, anchor.voters)) for anchor in theme.anchors),
            voices=len(set(voices.voice[own])),
        )
        for theme in found.themes
        if (own := members.get(theme.key, [])) or theme.key in known
        if theme.key in known or len(set(voices.voice[own])) >= FEWEST_VOICES
    ]
    kept = {theme.key for theme in themes}
    return ThemeResult(
        tuple(key if key in kept else None for key in assignments),
        tuple(sorted(themes, key=lambda theme: (-theme.voices, -theme.size, theme.key))),
        tuple(voices.echoes.tolist()),
    )


def _at(heard: np.ndarray, places: Sequence[int]) -> tuple[int, ...]:
    return tuple(int(heard[place]) for place in places)


def grouped(
    texts: Sequence[str],
    languages: Sequence[str],
    kinds: Sequence[str],
    embeddings: np.ndarray,
) -> Iterator[Group]:
    """The corpus by space and language, in a fixed order."""
    terms = _terms(texts, languages)
    members: dict[tuple[str, str], list[int]] = {}
    for place, (kind, language) in enumerate(zip(kinds, languages, strict=True)):
        members.setdefault((space_of(kind), language), []).append(place)
    for (space, language), places in sorted(members.items()):
        yield Group(
            space,
            language,
            places,
            texts=[texts[i] for i in places],
            kinds=[kinds[i] for i in places],
            embeddings=embeddings[places],
            terms=[terms[i] for i in places],
        )


def _terms(texts: Sequence[str], languages: Sequence[str]) -> list[list[Term]]:
    """Printable terms of every text; each language is read once, for a reader may be dear to start."""
    out: list[list[Term]] = [[] for _ in texts]
    unprintable = cache(is_profane)
    for language in sorted(set(languages)):
        places = [i for i, spoken in enumerate(languages) if spoken == language]
        for place, own in zip(places, reader_for(language).terms([texts[i] for i in places]), strict=True):
            out[place] = [term for term in own if not unprintable(term.shown)]
    return out


def _common(language: str, groups: Sequence[Group], cuts: Sequence[np.ndarray]) -> frozenset[str]:
    """Terms that stand in most themes of a language: the company's name, above all."""
    themes = [
        [group.terms[i] for i in np.flatnonzero(cut == label)]
        for group, cut in zip(groups, cuts, strict=True)
        if group.language == language
        for label in range(int(cut.max(initial=-1)) + 1)
    ]
    return said_everywhere(themes)
