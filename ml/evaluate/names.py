"""Names of themes against the names that people gave to the same subjects."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from ml.evaluate import Figure
from ml.evaluate.peers import NOT_INSTALLED
from ml.evaluate.peers.topics import VARIANTS, Topics, topics
from ml.evaluate.run import Run, numbered
from ml.language import detect_all
from ml.naming.english import stem

_SETS = ("en_banking77", "en_clinc150", "en_hwu64", "en_stackoverflow", "en_airline_reasons", "ko_petitions")
"""Those whose labels are words."""
Tell = Callable[[Sequence[str], Sequence[str]], str]
"""Of names and, for each, the label that most texts of its theme have."""
_WORD = re.compile(r"[^\W_]+")


def measure(run: Run, sets: Iterable[str] = _SETS) -> list[Figure]:
    """How many names hold a word of the label that most of their texts have, how like it they are, how many repeat
    one another."""
    figures = []
    for name in sets:
        found, (result, _) = run.labelled(name), run.themes(name)
        own = [theme.name for theme in result.themes]
        labels = _common(numbered(result), found.labels, range(len(own)))
        languages = [theme.language for theme in result.themes]
        theirs = topics(found.texts, run.read(name).embeddings, run.cache, again=run.again)
        figures += [
            Figure(
                f"names for {name}: hold a word of the label",
                _hit(own, labels),
                "",
                f"{len(own)} themes, {np.mean([len(_words(one)) for one in own]):.1f} words each; peers take four",
                _each(theirs, found.labels, _hit),
            ),
            Figure(
                "… likeness to that label",
                f"{_likeness(run, own, labels, languages):.2f}",
                "",
                "mean cosine by the encoder, which also chose the names",
                _each(theirs, found.labels, lambda names, told: f"{_likeness(run, names, told):.2f}"),
            ),
            Figure(
                "… say no more than another name",
                f"{_within(own):.2f}",
                "",
                f"share of names; of two words or more: {np.mean([len(_words(one)) > 1 for one in own]):.2f}",
                _each(theirs, found.labels, lambda names, _: f"{_within(names):.2f}"),
            ),
        ]
    return figures


def _each(theirs: dict[str, Topics] | None, labels: Sequence[str], tell: Tell) -> str:
    if theirs is None:
        return NOT_INSTALLED
    told = []
    for variant in VARIANTS:
        own = theirs[variant]
        numbers = [number for number in sorted(own.names) if number >= 0 and (own.labels == number).any()]
        told.append(tell([own.names[n] for n in numbers], _common(own.labels, labels, numbers)))
    return " / ".join(told)


def _common(themes: np.ndarray, labels: Sequence[str], numbers: Iterable[int]) -> list[str]:
    """The label that most texts of each theme have."""
    given = np.array(labels)
    return [Counter(given[themes == number].tolist()).most_common(1)[0][0] for number in numbers]


def _hit(names: Sequence[str], labels: Sequence[str]) -> str:
    """A word of a label may be the beginning of one of a name, as 교육 is of 교육청, or the other way round."""
    held = [
        any(a.startswith(b) or b.startswith(a) for a in _words(name) for b in _words(label))
        for name, label in zip(names, labels, strict=True)
    ]
    return f"{np.mean(held):.2f}" if held else "–"


def _likeness(run: Run, names: Sequence[str], labels: Sequence[str], languages: Sequence[str] | None = None) -> float:
    """Mean cosine of each name to its label; without languages, as the words look."""
    spoken = list(languages) if languages is not None else detect_all(names)
    told = [" ".join(_WORD.findall(text)) for text in (*names, *labels)]
    rows = run.analyser.embed(told, [*spoken, *spoken])
    return float(np.einsum("ij,ij->i", rows[: len(names)], rows[len(names) :]).mean()) if names else 0.0


def _within(names: Sequence[str]) -> float:
    """Share of names all of whose words stand in another name."""
    words = [_words(name) for name in names]
    return float(np.mean([any(a <= b for j, b in enumerate(words) if i != j) for i, a in enumerate(words)]))


def _words(name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(name.casefold()) if len(word) > 1)
